"""Whether the office's own mail server holds a mail's sender for forged: what it wrote on top of the mail, no more."""

import re
from collections.abc import Iterator, Sequence

_WORDS = {"spf": "SPF", "dmarc": "DMARC", "compauth": "DMARC"}
_RESULT = re.compile(r"([a-z][a-z0-9-]{0,30}+)(?:\s?/\s?\d{1,4})?\s?=\s?([a-z]{1,20})")
_FAILED = frozenset({"fail", "hardfail", "reject"})
_HEADERS = 20  # of one kind that are looked at


def forged(results: Sequence[str], received_spf: Sequence[str]) -> str:
    """Which check of the sender failed ("SPF、DMARC"), or "".

    ``results``: the Authentication-Results headers (RFC 8601) from the top, ``received_spf``: Received-SPF (RFC 7208).
    A server writes above what it got: only those of the server that wrote the topmost one are believed, and a sender's
    own "pass" further down changes nothing.
    """
    failed = [_WORDS[kind] for kind, said in _said(results) if kind in _WORDS and said in _FAILED]
    for line in received_spf[:1]:
        if line.split("(")[0].strip().lower().split(" ")[0].strip(";:") in _FAILED:
            failed.append("SPF")
    return "、".join(sorted(set(failed), reverse=True))


def _said(results: Sequence[str]) -> Iterator[tuple[str, str]]:
    server = ""
    for line in results[:_HEADERS]:
        first, *rest = _bare(line).split(";")
        name = first.split("=")[0].strip() if "=" not in first else ""
        if not name and "=" in first:  # some write no name of theirs
            rest = [first, *rest]
        name = name.split(" ")[0]
        if server and name != server:
            return
        server = server or name or "?"
        for part in rest:
            if found := _RESULT.match(part.strip()):
                yield found[1], found[2]


def _bare(line: str) -> str:
    """The line in small letters, without what stands in brackets or quotation marks."""
    kept, depth, quoted = [], 0, False
    for sign in line.lower():
        if sign == '"' and not depth:
            quoted = not quoted
        elif sign == "(" and not quoted:
            depth += 1
        elif sign == ")" and not quoted:
            depth = max(depth - 1, 0)
        elif not depth and not quoted:
            kept.append(sign)
    return " ".join("".join(kept).split())
