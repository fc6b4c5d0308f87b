"""Exchanges, the draft and templates: kept, and found again."""

WRITER = "history-writer"
"""The argument with which the program starts itself as the process in `writer`. It stands here
because the process that starts it and the one that is started must agree, and the start of every
command passes by: nothing else is imported with it."""
