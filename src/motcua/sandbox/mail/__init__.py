"""A mail server that delivers to nobody: everything sent can be read in a page."""
