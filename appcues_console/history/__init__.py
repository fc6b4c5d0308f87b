"""Exchanges, kept and found again."""
