"""The demonstration province: people, officers, and about 2,000 dossiers made by the real services under a moving clock."""
