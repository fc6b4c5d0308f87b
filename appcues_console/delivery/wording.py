"""The sentences about what happened to a request: what happened, what it means, what to do.

They are read by a person who must decide whether a real customer's data was changed, so each says
no more than is known. What a server said is quoted as plain text.
"""

from __future__ import annotations

from collections.abc import Mapping

from appcues_console.activity.exchange import Activity, Attempt, Outcome, Reply
from appcues_console.delivery.answers import Answer, leaves_open, one_line, status_phrase
from appcues_console.delivery.faults import Fault, FaultKind

CANCELLED_AT_ONCE = "You cancelled before the first byte left. Nothing reached the server."

_HAPPENED: Mapping[FaultKind, tuple[str, str]] = {
    FaultKind.UNSENDABLE: (
        "This request cannot be written as HTTP: its address is too long or not valid, or the"
        " user ID or a secret holds a character that cannot be sent.",
        "Correct the user ID or the account, then send again.",
    ),
    FaultKind.TRUST_FILE: (
        "A certificate file of the account cannot be used.",
        "Choose another under Accounts, then send again.",
    ),
    FaultKind.PROXY_SETTING: (
        "The system's proxy setting cannot be used.",
        "Set an http:// or https:// proxy, or none, and start the console again.",
    ),
    FaultKind.POOL_TIMEOUT: (
        "Every connection was busy with other requests for too long.",
        "Wait for them or cancel them, then send again.",
    ),
    FaultKind.NAME_NOT_FOUND: (
        "The server's name was not found.",
        "Check the base URL of the account and the network connection, then send again.",
    ),
    FaultKind.NAME_LOOKUP_FAILED: (
        "The server's name could not be looked up.",
        "Check the network connection, then send again.",
    ),
    FaultKind.REFUSED: (
        "The connection was refused: nothing listens at the server's address and port.",
        "Check the base URL of the account, then send again.",
    ),
    FaultKind.UNREACHABLE: (
        "There is no route to the server.",
        "Check the network connection and the VPN, then send again.",
    ),
    FaultKind.CONNECT_TIMEOUT: (
        "No connection came about in time.",
        "Check the network connection and the base URL, then send again.",
    ),
    FaultKind.CONNECT_FAILED: (
        "The connection could not be made.",
        "Check the network connection and the base URL, then send again.",
    ),
    FaultKind.PROXY_FAILED: (
        "The proxy did not let the request through.",
        "Check the system's proxy settings and whether the proxy asks for a sign-in.",
    ),
    FaultKind.TLS_NAME: (
        "The server's certificate is for another name, so it may not be the server it says it is.",
        "Check the base URL of the account.",
    ),
    FaultKind.TLS_EXPIRED: (
        "The server's certificate has expired or is not valid yet.",
        "Check this computer's clock; if it is right, the server's owner must renew it.",
    ),
    FaultKind.TLS_UNTRUSTED: (
        "The server's certificate is not trusted by this computer.",
        "If your company inspects TLS, its certificate authority must be in the system's trust"
        " store or in the CA file of the account; otherwise check the base URL.",
    ),
    FaultKind.TLS_CLIENT: (
        "The server wants to know who is calling, and did not accept the client certificate of the"
        " account, or got none.",
        "Choose the certificate that its owner gave you under Accounts, then send again.",
    ),
    FaultKind.TLS_FAILED: (
        "The TLS handshake failed.",
        "Check the base URL of the account: the port may not speak TLS.",
    ),
    FaultKind.SEND_TIMEOUT: ("The connection stalled while the request was being sent.", ""),
    FaultKind.ANSWER_TIMEOUT: ("The request was sent, and no answer came in time.", ""),
    FaultKind.CUT: ("The connection was cut before the whole answer came.", ""),
    FaultKind.BROKEN: ("What came back was not a valid HTTP answer.", ""),
    FaultKind.BAD_ENCODING: (
        "The answer could not be decoded: it is not what its Content-Encoding says.",
        "",
    ),
    FaultKind.DEADLINE: ("The request was not finished in time.", "Send again when it is calmer."),
    FaultKind.CANCELLED: ("You cancelled.", ""),
}

_STATUS_ADVICE: Mapping[int, str] = {
    400: "Check the body against the problems listed, then send again.",
    401: "Check the account ID and the bearer value of the account.",
    403: "Check the account ID and the bearer value of the account.",
    404: "Check the account ID and the base URL: the documentation shows this answer for an"
    " address without an account ID.",
    405: "Check the base URL of the account: this address takes no such request.",
    413: "Make the body smaller, or send it in parts.",
    415: "Check the base URL of the account: this server does not take JSON.",
    422: "Check the body against the problems listed, then send again.",
    429: "Too many requests came in a short time. Wait a little, then send again.",
}


def not_sent(fault: Fault) -> str:
    """Return the explanation of a request that certainly did not reach the server."""
    happened, advice = _HAPPENED[fault.kind]
    if fault.kind is FaultKind.CANCELLED:
        return CANCELLED_AT_ONCE
    return _join(happened, _detail(fault), "Nothing reached the server.", advice)


def unknown(fault: Fault, activity: Activity) -> str:
    """Return the explanation of a request that left without a whole answer."""
    happened, _ = _HAPPENED[fault.kind]
    if fault.kind is FaultKind.CANCELLED:
        happened = "You cancelled after the request had begun to leave."
    begun = ""
    if fault.partial is not None:
        begun = f"The server had begun to answer: {status_phrase(fault.partial)}."
    return _join(happened, _detail(fault), begun, _whether_it_arrived(activity))


def no_final_answer(phrase: str, activity: Activity) -> str:
    """Return the explanation of a 1xx status where a final one is needed."""
    return _join(
        f"The server gave no final answer ({phrase}).",
        _whether_it_arrived(activity),
    )


def accepted(phrase: str, reply: Reply, answer: Answer) -> str:
    """Return the explanation of a 2xx answer. Where it is odd, the doubt comes first: a person may
    read no further."""
    doubt = f"It is in doubt whether the server accepted the activity ({phrase}):"
    if answer.foreign_failure:
        return _join(
            f"{doubt} its answer says ok and names an error.", _quoted(answer.said), _CHECK_USER
        )
    if reply.truncated:
        cut = "its answer was longer than the console reads, so only the beginning is kept"
        if answer.ok:
            return f"The server accepted the activity ({phrase}). {_sentence(cut)}"
        return f"{doubt} {cut}, and the rest may say otherwise. {_CHECK_USER}"
    if not reply.body.strip():
        return (
            f"The server accepted the activity ({phrase}). Its answer has no body, where the"
            ' documentation shows {"ok":true}.'
        )
    if not answer.is_json_object:
        return (
            f"{doubt} the body of the answer is not the documented JSON. Something between here and"
            f" the server, such as a sign-in page, may have answered instead. {_CHECK_USER}"
        )
    return f"The server accepted the activity ({phrase})."


_CHECK_USER = "Check the user before you rely on it."


def failed_in_body(phrase: str, said: str) -> str:
    """Return the explanation of a 2xx answer whose body says that the request failed."""
    return _join(
        f"The server answered {phrase}, but its body says that the request failed.",
        _quoted(said),
        "As far as it says, nothing was taken in. Correct what it names, then send again.",
    )


def failed_in_foreign_body(phrase: str, said: str, activity: Activity) -> str:
    """Return the explanation of a 2xx answer whose body names an error in a shape that is not the
    API's, so that nobody can know what was taken in."""
    return _join(
        f"The server answered {phrase}, but its body names an error, in a form that is not the"
        " documented one.",
        _quoted(said),
        "It does not say whether it took anything in first.",
        _once_more(activity),
    )


def redirected(phrase: str) -> str:
    return (
        f"The server points to another address ({phrase}). Redirects are never followed, because"
        " the account ID would go along, so nothing was taken in. Correct the base URL of the"
        " account, then send again."
    )


def refused(phrase: str, reply: Reply, answer: Answer, activity: Activity) -> str:
    """Return the explanation of a 4xx or 5xx answer."""
    if not leaves_open(reply.status):
        advice = _STATUS_ADVICE.get(reply.status, "Correct what it names, then send again.")
        meaning = "As far as it says, nothing was taken in."
        return _join(
            f"The server rejected the request ({phrase}).", _quoted(answer.said), meaning, advice
        )
    happened = "failed" if reply.status >= 500 else "gave up waiting for the request"
    return _join(
        f"The server {happened} ({phrase}).",
        _quoted(answer.said),
        "It does not say whether it took anything in first.",
        _once_more(activity),
    )


def _once_more(activity: Activity) -> str:
    if activity.harmless_to_repeat:
        return "Sending it again later is safe: it sets the same profile values."
    return f"Before you send again, look at the user: {_counted(activity)} may be counted twice."


def other_request_id(echo: str, sent: str) -> str:
    return (
        f" The answer names the request ID “{one_line(echo)}” while “{one_line(sent)}” was sent,"
        " so it may belong to another request."
    )


def later_attempt(attempt: Attempt, outcome: Outcome) -> str:
    """Return the sentence on a last attempt that did not decide the outcome."""
    word = outcome.word.lower()
    return f"A later attempt ended as {word}: {attempt.result}."


def earlier_may_have_arrived(activity: Activity) -> str:
    if activity.harmless_to_repeat:
        return "An earlier attempt may have arrived too, which sets the same profile values."
    return f"An earlier attempt may have arrived too, so {_counted(activity)} may count twice."


def earlier_may_be_taken_in(attempt: Attempt, activity: Activity) -> str:
    """Return the sentence on an attempt that left open what became of it, before a clear no."""
    if activity.harmless_to_repeat:
        return (
            f"An earlier attempt ({attempt.result}) may have been taken in all the same: it set the"
            " same profile values."
        )
    return (
        f"An earlier attempt ({attempt.result}) may have been taken in all the same. Look at the"
        f" user before you send again: {_counted(activity)} may be counted twice."
    )


def attempts_made(count: int) -> str:
    return f"{count} attempts were made."


def stopped_waiting() -> str:
    return "You stopped before the next attempt."


def asked_to_wait_too_long(seconds: float, limit: float) -> str:
    """Return why no attempt follows a `Retry-After` beyond the limit."""
    return (
        f"The server asks to wait {duration(seconds)}, longer than the {duration(limit)} that the"
        " console waits by itself: send again then."
    )


def console_failed(activity: Activity) -> str:
    return _join("The console itself failed during this send.", _whether_it_arrived(activity))


def not_kept(reason: str) -> str:
    return f"This outcome could not be written to the history: {reason}"


def duration(seconds: float) -> str:
    """Return a length of time in words: ``45 seconds``, ``2 minutes``, ``3 hours``."""
    for size, unit in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size * 2 or seconds == size:
            return "more than a year" if seconds > 366 * 86400 else _count(seconds / size, unit)
    return _count(seconds, "second")


def _count(number: float, unit: str) -> str:
    whole = round(number)
    return f"{whole} {unit}" if whole == 1 else f"{whole} {unit}s"


def _whether_it_arrived(activity: Activity) -> str:
    if activity.harmless_to_repeat:
        return (
            "Whether the server took it in cannot be known. Sending it again is safe: it sets the"
            " same profile values."
        )
    return (
        "Whether the server took it in cannot be known. Look at the user before you send again:"
        f" {_counted(activity)} may be counted twice."
    )


def _counted(activity: Activity) -> str:
    if activity.event_count == 1:
        return "the event"
    return f"the {activity.event_count} events"


def _detail(fault: Fault) -> str:
    match fault.kind, fault.detail:
        case _, "":
            return ""
        case FaultKind.TRUST_FILE, sentence:
            return one_line(sentence)
        case FaultKind.PROXY_SETTING, "SOCKS":
            return "SOCKS proxies are not supported."
        case FaultKind.CONNECT_TIMEOUT, "TLS":
            return "The server was reached, but the TLS handshake did not finish."
        case FaultKind.PROXY_FAILED, reason:
            return f"The reason: “{one_line(reason)}”."
        case _:
            return ""


def _sentence(clause: str) -> str:
    return f"{clause[:1].upper()}{clause[1:]}."


def _quoted(said: str) -> str:
    return f"It says: “{said}”." if said else ""


def _join(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
