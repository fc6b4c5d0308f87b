"""A file that holds one name of the keyring's, and nothing else.

It is no secret, but without it secrets cannot be found: so what it must not hold is never replaced
by a guess.
"""

from __future__ import annotations

import re
from pathlib import Path

from appcues_console.storage.errors import Damaged, from_os_error


def read_name(path: Path, pattern: str, what_and_how: str) -> str | None:
    """Return the name in the file at `path`, or None where there is no file.

    Raises `Damaged` where it does not match `pattern`, with `what_and_how`: what the file is for,
    and how a person gets it back. Raises `Unwritable` where it cannot be read.
    """
    try:
        text = path.read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise from_os_error(error, path) from error
    if re.fullmatch(pattern, text) is None:
        raise Damaged(f"{path} is damaged. {what_and_how}")
    return text
