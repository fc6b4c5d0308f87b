"""The window: widgets that project the session's values and make wishes to it."""
