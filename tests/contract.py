"""The accessible names of the window: what a screen reader finds it by, and whoever drives it from
outside. Its own tests and those that drive the whole program hold it to the same list.
"""

from __future__ import annotations

from enum import Flag, auto


class Kind(Flag):
    """What a thing is to who hears it. A name with two may be either, or both."""

    BUTTON = auto()
    TEXT = auto()
    LABEL = auto()
    COMBO = auto()
    LIST = auto()
    TABLE = auto()


WINDOW = {
    "Account": Kind.COMBO,
    "Manage accounts": Kind.BUTTON,
    "User ID": Kind.TEXT,
    "User status": Kind.LABEL,
    "Send to Practice": Kind.BUTTON,
    "Cancel send": Kind.BUTTON,
    "Events": Kind.LIST,
    "Add event": Kind.BUTTON,
    "Remove event": Kind.BUTTON,
    "Duplicate event": Kind.BUTTON,
    "Event name": Kind.TEXT,
    "Event time": Kind.COMBO | Kind.TEXT,
    "Event attributes": Kind.TABLE,
    "Add attribute": Kind.BUTTON,
    "Remove attribute": Kind.BUTTON,
    "Profile fields": Kind.TABLE,
    "Add profile field": Kind.BUTTON,
    "Remove profile field": Kind.BUTTON,
    "Request ID": Kind.TEXT,
    "Request JSON": Kind.TEXT,
    "Request line": Kind.TEXT | Kind.LABEL,
    "Problems": Kind.LIST,
    "Delivery": Kind.LABEL,
    "Response status": Kind.LABEL,
    "Response headers": Kind.TEXT,
    "Response body": Kind.TEXT,
    "Attempts": Kind.LIST | Kind.TABLE,
    "History": Kind.LIST | Kind.TABLE,
    "Search history": Kind.TEXT,
    "Command palette": Kind.TEXT,
}
