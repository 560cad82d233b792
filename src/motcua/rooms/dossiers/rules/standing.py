"""What one desk may do in the place of another."""

LENT = ("reception_officer", "cashier")
"""The offices that are held at whichever desk the person came to. Nobody appraises, approves or signs elsewhere."""
