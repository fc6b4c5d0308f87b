"""Where a pasted command was for, compared with where its draft will go.

The destination is the account's and never the command's: so where the two differ, it is said.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from .understood import Understood

_LOOPBACK = ("localhost", "127.", "[::1]")


def sentence_about(read: Understood, label: str, base_url: str, *, chosen: bool = False) -> str:
    """Return a sentence about the address and the bearer value of `read`, or nothing.

    `label` and `base_url` are those of the account that stands, the latter empty while it is not
    known; `chosen`: the command's account ID chose it.
    """
    sentences = []
    was, now = _host(read.base_url), _host(base_url or None)
    if was and was != now and not (_on_loopback(was) and (not now or _on_loopback(now))):
        if chosen:
            where = f"{label} sends to {now}" if now else f"{label} sends elsewhere"
            sentences.append(f"It was for {was}; {where}.")
        else:
            sentences.append(f"It was for {was}; the account stays {label}.")
    if read.secrets.bearer is not None:
        sentences.append("Its bearer value was not taken over: each account has its own.")
    return " ".join(sentences)


def _host(base_url: str | None) -> str:
    return urlsplit(base_url).netloc if base_url else ""


def _on_loopback(host: str) -> bool:
    # The practice server has another port each time.
    return host.startswith(_LOOPBACK)
