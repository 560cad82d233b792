"""A stand-in for the national e-identity provider: OpenID Connect with people of the demonstration."""
