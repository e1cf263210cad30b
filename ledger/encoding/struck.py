"""Our own secrets struck out of what a server said, before it is shown, kept or logged. Knows no secret by itself.

A server may repeat what it was sent: as it was, or in any of the spellings in which mail and web carry it.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

GONE = "＊＊＊"
_CLOSING, _CLOSES = 8, " \t\r\n.…\"'>".encode()  # what may stand behind a secret that was cut off
_LONGEST = 4_000
_SHORTEST = 6  # signs of a secret cut off at the end of an answer that are still struck


def struck(text: str, secrets: Iterable[str], user: str = "") -> str:
    """``text`` without any of the ``secrets``; ``user``: the log-in name that was sent together with them."""
    raw = text.encode("utf-8", "surrogatepass")
    done = struck_bytes(raw, secrets, user)
    return text if done is raw else done.decode("utf-8", "replace")


def struck_bytes(body: bytes, secrets: Iterable[str], user: str = "") -> bytes:
    """As ``struck``, of bytes as they came."""
    known = tuple(dict.fromkeys(one for one in secrets if one))
    if not known or not body:
        return body
    whole, forms = _spellings(known, user)
    done = whole.sub(GONE.encode(), body)
    cut = _begun(done, forms)
    if cut is not None:
        done = done[:cut] + GONE.encode()
    return body if done == body else done


@lru_cache(maxsize=64)
def _spellings(secrets: tuple[str, ...], user: str) -> tuple[re.Pattern[bytes], tuple[bytes, ...]]:
    """What matches any spelling of a secret, and the spellings themselves in small letters."""
    forms = sorted({one for secret in secrets for one in _forms(secret, user) if one}, key=len, reverse=True)
    whole = "|".join(re.escape(one) for one in forms)
    return re.compile(whole.encode(), re.IGNORECASE), tuple(one.encode().lower() for one in forms)


def _begun(body: bytes, forms: tuple[bytes, ...]) -> int | None:
    """Where a secret begins that the end of the answer cut off; None where none does. No pattern: an expression of all
    beginnings of all spellings costs more to make than all else that is done with an answer."""
    kept = body[-_CLOSING:].rstrip(_CLOSES)
    end = len(body) - len(body[-_CLOSING:]) + len(kept)
    tail = body[max(end - _LONGEST, 0) : end].lower()
    most = 0
    for form in forms:
        n = next((n for n in range(min(len(form) - 1, len(tail)), _SHORTEST - 1, -1) if tail.endswith(form[:n])), 0)
        most = max(most, n)
    return end - most if most else None


def _forms(secret: str, user: str) -> Iterator[str]:
    """Every spelling of it that an honest program sends, or answers with."""
    yield from (secret, " ".join(secret.split()), secret.strip())
    yield from {quote(secret, safe=""), quote(secret), quote_plus(secret)}
    yield html.escape(secret)
    yield secret.replace("\\", "\\\\").replace('"', '\\"')  # a quoted string of IMAP
    yield json.dumps(secret)[1:-1]
    raw = secret.encode("utf-8", "surrogatepass")
    yield raw.hex()
    for sent in (raw, f"\0{user}\0".encode() + raw, f"{user}\0{user}\0".encode() + raw, f"{user}:".encode() + raw):
        for coded in (base64.b64encode(sent), base64.urlsafe_b64encode(sent)):
            yield from (coded.decode(), quote(coded.decode(), safe=""))
    yield from _within(raw)


def _within(raw: bytes) -> Iterator[str]:
    """Its base64 inside a longer text that we do not know: the signs which no neighbour can change."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + raw).decode()
        first = (0, 2, 3)[before]
        inner = coded[first : len(coded) - ((0, 3, 2)[(before + len(raw)) % 3])]
        if len(inner) >= 4:
            yield inner
            yield inner.replace("+", "-").replace("/", "_")
