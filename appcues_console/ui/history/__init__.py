"""The left column: what was sent before, newest first, found again while typing."""
