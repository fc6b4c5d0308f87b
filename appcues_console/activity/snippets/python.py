"""A request as a Python program with httpx."""

from __future__ import annotations

from .request import Request


def as_python(request: Request) -> str:
    """Return the program. Its text is the body to the letter, so that numbers keep their
    spelling."""
    headers = ['    "Content-Type": "application/json",']
    if request.bearer_value is not None:
        headers.append(f'    "Authorization": {_literal(f"Bearer {request.bearer_value}")},')
    return "\n".join(
        [
            "import httpx",
            "",
            f"body = {_body(request.body)}",
            "headers = {",
            *headers,
            "}",
            f"url = {_literal(request.url)}",
            'response = httpx.post(url, headers=headers, content=body.encode("utf-8"))',
            "print(response.status_code, response.text)",
            "",
        ]
    )


def _body(body: str) -> str:
    """Return a literal that a person can read and change: lines as they are, where that is safe."""
    plain = all(line.isprintable() for line in body.split("\n"))
    if plain and "'''" not in body and not body.endswith(("'", "\\")):
        return f"r'''{body}'''"
    lines = body.splitlines(keepends=True)
    return "(\n" + "".join(f"    {_literal(line)}\n" for line in lines) + ")"


def _literal(text: str) -> str:
    # Python's own notation: what cannot be seen becomes an escape, and quotes are chosen to fit.
    return repr(text)
