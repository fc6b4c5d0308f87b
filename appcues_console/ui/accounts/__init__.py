"""The dialog in which accounts are added, changed and removed."""
