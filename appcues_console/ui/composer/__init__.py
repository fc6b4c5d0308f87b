"""The middle column: events and profile fields as rows that a keyboard flies through."""
