"""A request as a JavaScript module with fetch."""

from __future__ import annotations

import json

from .request import Request


def as_javascript(request: Request) -> str:
    """Return the module. Its text is the body to the letter, so that numbers keep their
    spelling."""
    headers = ['    "Content-Type": "application/json",']
    if request.bearer_value is not None:
        headers.append(f'    "Authorization": {_literal(f"Bearer {request.bearer_value}")},')
    lines = [
        "// For Node 18 or later: save it as request.mjs, then run: node request.mjs",
        f"const body = {_body(request.body)};",
        f"const response = await fetch({_literal(request.url)}, {{",
        '  method: "POST",',
        "  headers: {",
        *headers,
        "  },",
        "  body,",
        "});",
        "console.log(response.status, await response.text());",
        "",
    ]
    if request.user_is_dots:
        lines.insert(0, "// fetch folds a user ID of one or two dots away: this will not arrive.")
    return "\n".join(lines)


def _body(body: str) -> str:
    """Return a literal that a person can read and change: lines as they are, where that is safe."""
    plain = all(line.isprintable() for line in body.split("\n"))
    if plain and "`" not in body and "${" not in body and not body.endswith("\\"):
        return f"String.raw`{body}`"
    lines = ",\n".join(f"  {_literal(line)}" for line in body.split("\n"))
    return f'[\n{lines},\n].join("\\n")'


def _literal(text: str) -> str:
    """Return `text` as a JavaScript string: what cannot be seen becomes an escape."""
    spelled = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in spelled)
