"""A prompter on the test's bus: what shows the keyring's prompt on a desktop, and a person at it.

It speaks the protocol of GNOME's system prompter as far as a person who dismisses every prompt
needs it: the daemon begins, is told that the prompter is ready, has its prompt performed, is told
"no", and stops.
"""

from __future__ import annotations

import base64
import threading
from typing import Self

from jeepney import (
    DBusAddress,
    HeaderFields,
    MessageType,
    message_bus,
    new_method_call,
    new_method_return,
)
from jeepney.io.blocking import Proxy, open_dbus_connection

NAME = "org.gnome.keyring.SystemPrompter"
END = "End"
CALLBACK = "org.gnome.keyring.internal.Prompter.Callback"

_EXCHANGE = "[sx-aes-1]\npublic=" + base64.b64encode(bytes([2])).decode() + "\n"
"""An opening of the exchange of secrets. A prompt that is dismissed exchanges none."""


class DismissingPrompter:
    """Dismisses every prompt, and keeps what each one asked. A context manager."""

    def __init__(self, address: str) -> None:
        self.prompts: list[str] = []
        self._address = address
        self._connection = open_dbus_connection(address)
        self._thread = threading.Thread(target=self._serve, name="prompter")

    def __enter__(self) -> Self:
        Proxy(message_bus, self._connection, timeout=10).RequestName(NAME)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        end = new_method_call(DBusAddress("/", self._connection.unique_name), END)
        with open_dbus_connection(self._address) as other:
            other.send(end)
            self._thread.join(10)
        self._connection.close()

    def _serve(self) -> None:
        while True:
            message = self._connection.receive()
            if message.header.message_type is not MessageType.method_call:
                continue
            member = message.header.fields[HeaderFields.member]
            if member == END:
                return
            self._connection.send(new_method_return(message))
            callback = DBusAddress(
                message.body[0], message.header.fields[HeaderFields.sender], CALLBACK
            )
            if member == "BeginPrompting":
                self._tell(callback, "")
            elif member == "PerformPrompt":
                self.prompts.append(message.body[1])
                self._tell(callback, "no")
            elif member == "StopPrompting":
                self._connection.send(new_method_call(callback, "PromptDone"))

    def _tell(self, callback: DBusAddress, reply: str) -> None:
        body: tuple[str, dict[str, object], str] = (reply, {}, _EXCHANGE)
        self._connection.send(new_method_call(callback, "PromptReady", "sa{sv}s", body))
