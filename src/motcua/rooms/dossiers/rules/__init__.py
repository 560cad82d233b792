"""The law of dossiers as pure functions: states, codes, punctuality, grounds, and the state that facts rebuild."""
