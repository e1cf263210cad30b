"""Secrets that do not show: in text, in tracebacks, in logs, in addresses that are kept."""

import logging
import re
from collections.abc import Iterable

from ledger.encoding.struck import struck_bytes

MASK = "***"
_NAMES = r"[a-z_-]*token|[a-z_]*secret|[a-z_]*key|[a-z_]*code|ticket|password|passwd|pass|sign|signature"
_NAMES += r"|auth|authorization|cookie"
_IN_ADDRESS = re.compile(rf"(?i)([?&;](?:{_NAMES})=)[^&#\s\"'<>]*")
_NAME = re.compile(rf"(?i)(?:{_NAMES})")
_USER = re.compile(r"(?i)(https?://)[^/@\s\"'<>]+@")


class Secret:
    """A value that is shown only to who asks for it by ``reveal``; text, repr and pickle never have it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not stored")


def scrub(text: str) -> str:
    """``text`` with the values of secret query parameters, and user names in addresses, masked."""
    return _USER.sub(rf"\1{MASK}@", _IN_ADDRESS.sub(rf"\1{MASK}", text))


def without(body: bytes, given: Iterable[tuple[str, str]]) -> bytes:
    """``body`` with the secret values of ``given`` (name, value) masked: a server may send back what it was sent."""
    return struck_bytes(body, [value for name, value in given if _NAME.fullmatch(name)])


class _Scrub(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), ()
        return True


def quiet_logs() -> None:
    """httpx logs every address it asks, access_token and all; from here on it logs them scrubbed."""
    logger = logging.getLogger("httpx")
    if not any(isinstance(f, _Scrub) for f in logger.filters):
        logger.addFilter(_Scrub())
