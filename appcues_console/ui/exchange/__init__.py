"""The right column: the request as it goes out, and what came of it."""
