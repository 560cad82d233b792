"""Một Cửa: every administrative procedure online from end to end."""
