"""PAdES signatures by pyHanko: preparing, signing, time-stamping, examining."""
