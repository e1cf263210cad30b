"""Mail addresses as people write them in the register. Decides what is one; asks no server."""

import re
from collections.abc import Iterable
from email.headerregistry import Address

from reports.figures.text import shorten

_SEPARATORS = re.compile(r"[;；,，、\r\n]+")
_ONE = re.compile(r"(?P<name>[^<>＜]*+)[<＜](?P<spec>[^<>＞]*+)[>＞]\s*+")
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)+"
_SPEC = re.compile(f"{_LOCAL}@{_HOST}")
_LONGEST = 254  # RFC 5321


def is_address(text: str) -> bool:
    """Whether ``text`` is a bare address that any server takes: 张三@… needs SMTPUTF8, which few offer."""
    return len(text) <= _LONGEST and _SPEC.fullmatch(text) is not None


def addresses(text: str, name: str) -> tuple[tuple[Address, ...], tuple[str, ...]]:
    """Those in ``text`` (parted by ; or ,) and the pieces that are none. ``name``: shown where none is written."""
    found: dict[str, Address] = {}
    wrong = []
    for piece in filter(None, map(str.strip, _SEPARATORS.split(text))):
        written = _ONE.fullmatch(piece)
        spec = (written["spec"] if written else piece).strip()
        if not is_address(spec):
            wrong.append(shorten(piece, 80))
            continue
        shown = display_name(written["name"] if written else "") or display_name(name)
        found.setdefault(spec.lower(), Address(shown, addr_spec=spec))
    return tuple(found.values()), tuple(wrong)


def display_name(text: str) -> str:
    """A name without the signs that mean something in a header."""
    return shorten(re.sub(r'[<>"(),;:@\\\[\]]', " ", text), 40)


def bare(found: Iterable[Address]) -> tuple[str, ...]:
    return tuple(one.addr_spec for one in found)
