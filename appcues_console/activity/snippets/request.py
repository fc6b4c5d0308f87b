"""What every snippet is made of: one request, with placeholders where its secrets belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from appcues_console.activity.destination import Credentials, path_segment

ACCOUNT_PLACEHOLDER: Final = "ACCOUNT_ID"
BEARER_PLACEHOLDER: Final = "BEARER_VALUE"


@dataclass(frozen=True, slots=True)
class Request:
    """A request for the documented endpoint. `body` is what is sent, to the letter, as UTF-8.

    `bearer`: the account has a bearer value. `credentials` are given only where a person asked for
    the real values; without them, placeholders stand for both secrets.
    """

    base_url: str
    user_id: str
    body: str
    bearer: bool = False
    credentials: Credentials | None = None

    @property
    def url(self) -> str:
        """The whole URL. Raises `UnicodeEncodeError` for a user ID with lone surrogates, which
        `lint` refuses."""
        account = (
            ACCOUNT_PLACEHOLDER
            if self.credentials is None
            else path_segment(self.credentials.account_id)
        )
        user = path_segment(self.user_id)
        return f"{self.base_url.rstrip('/')}/v1/accounts/{account}/users/{user}/activity"

    @property
    def bearer_value(self) -> str | None:
        """What follows ``Authorization: Bearer``, or None where there is no such header."""
        if self.credentials is not None:
            return self.credentials.bearer
        return BEARER_PLACEHOLDER if self.bearer else None

    @property
    def user_is_dots(self) -> bool:
        """True where the user ID is one or two dots, which most clients fold away as a path, even
        percent-encoded."""
        return self.user_id in {".", ".."}
