"""A certification authority and an RFC 3161 time-stamp authority for demonstration and tests."""
