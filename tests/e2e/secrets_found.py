"""Finds a secret in files, in any of the spellings that a program might leave behind."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote


def spellings(secret: str) -> dict[str, bytes]:
    """Return the forms of `secret` by their names: raw, percent-encoded, base64 and some more."""
    raw = secret.encode()
    found = {
        "raw": raw,
        "reversed": secret[::-1].encode(),
        "UTF-16": secret.encode("utf-16-le"),
        "UTF-16, high bytes first": secret.encode("utf-16-be"),
        "percent-encoded twice": quote(quote(secret, safe=""), safe="").encode(),
        "every byte percent-encoded": "".join(f"%{byte:02X}" for byte in raw).encode(),
        "percent-encoded": quote(secret, safe="").encode(),
        "percent-encoded in small letters": quote(secret, safe="").lower().encode(),
        "percent-encoded with slashes": quote(secret).encode(),
        "in JSON": json.dumps(secret)[1:-1].encode(),
        "hexadecimal": raw.hex().encode(),
    }
    for what, data in (("", raw), (" of UTF-16", secret.encode("utf-16-le"))):
        for lead in range(3):
            # In the middle of a text it may begin at each of the three places of a group of
            # base64; the first and last characters then also depend on what stands around it.
            code = base64.b64encode(b"\0" * lead + data)
            whole = code[(0, 2, 3)[lead] : len(code) - 4]
            found[f"base64{what} from place {lead}"] = whole
            found[f"base64 for URLs{what} from place {lead}"] = whole.translate(
                bytes.maketrans(b"+/", b"-_")
            )
    return found


def said(secret: str, text: bytes | str) -> list[str]:
    """Return the forms in which `secret` stands in `text`."""
    held = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return [name for name, form in spellings(secret).items() if form in held]


def leaks(secret: str, folders: Iterable[Path]) -> list[str]:
    """Return where `secret` stands in files or their names below `folders`, and in which form."""
    found = []
    for path in (path for folder in folders for path in folder.rglob("*")):
        held = bytes(path)
        if path.is_file() and not path.is_symlink():
            held += path.read_bytes()
        found += [f"{path}: {name}" for name in said(secret, held)]
    return found
