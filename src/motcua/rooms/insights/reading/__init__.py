"""What the front door `queries` answers, one subject a file."""
