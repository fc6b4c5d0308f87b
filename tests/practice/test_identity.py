from __future__ import annotations

from appcues_console.practice.identity import proof


def test_the_proof_is_the_standard_hmac() -> None:
    # RFC 4231, test case 2.
    assert proof("Jefe", "what do ya want for nothing?") == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    )
