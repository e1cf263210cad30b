"""Inputs made to be slow for one expression: what it repeats is repeated, and then it is refused a match."""

import re
from collections.abc import Iterator
from itertools import islice
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

COMMON = " a0-\n<中"
SIGNS = {
    kinds.CATEGORY_DIGIT: "0",
    kinds.CATEGORY_SPACE: " ",
    kinds.CATEGORY_WORD: "a",
    kinds.CATEGORY_NOT_DIGIT: "a",
    kinds.CATEGORY_NOT_SPACE: "a",
    kinds.CATEGORY_NOT_WORD: "-",
}
REPEATS = (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT)


def attacks(pattern: re.Pattern[Any]) -> list[tuple[str, str, str]]:
    """(head, pump, tail) triples: ``head + pump * n + tail`` may be slow for ``pattern``."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = parser.parse(text, pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags)
    signs = [*dict.fromkeys(_literals(tree))][:8]
    found: dict[tuple[str, str, str], None] = {}
    for head, body in _repeats(tree, ""):
        pumps = (_sample(body), *_variants(body), *signs, *COMMON)
        for pump in filter(None, dict.fromkeys(pumps)):
            found[head, pump, "\x00"] = found[head, pump, ""] = None
        found["", head + _sample(body), "\x00"] = None
    whole = _sample(tree)
    for pump in (whole[:-1], whole, *(whole[:n] for n in range(1, min(len(whole), 8))), *COMMON):
        if pump:
            found["", pump, "\x00"] = None
    return list(found)


def _literals(tree: Any) -> Iterator[str]:
    for kind, value in tree:
        if kind in (kinds.LITERAL, kinds.NOT_LITERAL):
            yield chr(value)
        elif kind is kinds.IN:
            yield from islice(_members(value), 12)
        else:
            for part in _parts(kind, value):
                yield from _literals(part)


def _members(value: Any) -> Iterator[str]:
    for kind, one in value:
        if kind is kinds.LITERAL:
            yield chr(one)
        elif kind is kinds.RANGE:
            yield chr(one[0])
        elif kind is kinds.CATEGORY:
            yield SIGNS.get(one, "a")


def _parts(kind: Any, value: Any) -> list[Any]:
    if kind in REPEATS:
        return [value[2]]
    if kind is kinds.SUBPATTERN:
        return [value[3]]
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    if kind is kinds.ATOMIC_GROUP:
        return [value]
    return []


def _sample(tree: Any) -> str:
    """A text that most of ``tree`` matches (its first branches, each repeat the least often, at least once)."""
    return "".join(_sample_of(kind, value) for kind, value in tree)


def _sample_of(kind: Any, value: Any) -> str:
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.NOT_LITERAL:
        return "a" if value != ord("a") else "b"
    if kind is kinds.ANY:
        return "a"
    if kind is kinds.CATEGORY:
        return SIGNS.get(value, "a")
    if kind is kinds.IN:
        return _of_class(value)
    if kind in REPEATS:
        return _sample(value[2]) * min(max(value[0], 1), 40)
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return ""
    parts = _parts(kind, value)
    return _sample(parts[0]) if parts else ""


def _of_class(value: Any) -> str:
    members = list(_members(value))
    if value[0][0] is not kinds.NEGATE:
        return members[0] if members else "a"
    shunned = re.compile("[^" + "".join(map(re.escape, members)) + "]") if members else re.compile("[\\s\\S]")
    return next((one for one in "a 0-中" if shunned.match(one)), "\x01")


def _repeats(tree: Any, head: str) -> Iterator[tuple[str, Any]]:
    """Each repeat without a small bound, with a text that leads to it."""
    for kind, value in tree:
        if kind in REPEATS and (value[1] is kinds.MAXREPEAT or value[1] > 200):
            yield head, value[2]
        for part in _parts(kind, value):
            yield from _repeats(part, head)
        head += _sample_of(kind, value)


def _variants(body: Any) -> Iterator[str]:
    for kind, value in body:
        for part in _parts(kind, value)[:6]:
            yield _sample(part)
