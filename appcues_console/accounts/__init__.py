"""Accounts: their labels and settings in a file, their secrets in the system keyring."""
