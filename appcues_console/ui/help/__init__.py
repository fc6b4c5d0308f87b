"""Keys and help: what F1 shows."""
