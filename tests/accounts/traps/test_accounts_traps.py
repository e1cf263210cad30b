"""Every trap of the wire facts, by its id, through the adapter: the table beside this file was written first."""

import asyncio
import csv
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from crawler.accounts.merge import merge
from ledger.vocabulary import AccountReading, AccountState, Freshness
from tests.accounts.lab import Lab, Outcome
from tests.accounts.traps import trap_feeds, trap_owners, trap_pages, trap_wechat

HERE = Path(__file__).parent

CASES = {**trap_wechat.CASES, **trap_feeds.CASES, **trap_pages.CASES, **trap_owners.CASES}
with (HERE / "traps.tsv").open(encoding="utf-8", newline="") as handle:
    TABLE = {row["id"]: row for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_every_trap_has_its_case_and_every_case_its_trap() -> None:
    assert len(TABLE) == 219
    assert set(CASES) == set(TABLE)


def shown(moment: datetime | None, like: str) -> str:
    """A moment, as precisely as the table writes it."""
    if moment is None:
        return "none"
    return f"{moment:%Y-%m-%dT%H:%M}" if "T" in like else f"{moment:%Y-%m-%d}"


def complete(seen: AccountReading | AccountState) -> bool:
    return seen.complete if isinstance(seen, AccountReading) else seen.known_until is not None


def answered(seen: AccountReading | AccountState, expected: str) -> str:
    """What was answered, in the closed words of the table."""
    kind, *rest = expected.split()
    if kind == "post":
        (post,) = seen.posts
        return " ".join(["post", post.state.value, *([shown(post.at, rest[1])] if len(rest) > 1 else [])])
    if complete(seen):
        return f"complete {shown(seen.newest, expected)}"
    reason = str(seen.reason)
    if kind == "unknown" and not seen.posts:
        return f"unknown {reason}"
    return f"incomplete {shown(seen.newest, expected)} {reason}"


def until(seen: AccountReading | AccountState) -> datetime | None:
    return seen.until if isinstance(seen, AccountReading) else seen.known_until


def never(outcome: Outcome, path: str) -> bool:
    return all(request.url.path != path for request in outcome.lab.seen)


ALSO: dict[str, Callable[[Outcome, str], bool]] = {
    "asks": lambda o, v: o.lab.asks() == int(v),
    "until": lambda o, v: shown(until(o.reading), v) == v,
    "since": lambda o, v: str(o.reading.since) == v,
    "posts": lambda o, v: len(o.reading.posts) == int(v),
    "day_only": lambda o, v: all(post.day_only for post in o.reading.posts) and bool(o.reading.posts),
    "title": lambda o, v: o.reading.posts[0].title == v,
    "title_max": lambda o, v: 0 < len(o.reading.posts[0].title) <= int(v),
    "url": lambda o, v: o.reading.posts[0].url == v,
    "state": lambda o, v: {post.state.value for post in o.reading.posts} == {v},
    "detail": lambda o, v: v in o.reading.detail,
    "waited": lambda o, v: o.lab.clock.waits == [float(v)],
    "never": never,
}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_trap(name: str, tmp_path: Path) -> None:
    expected, also = TABLE[name]["expected"], TABLE[name]["also"]
    lab = Lab(tmp_path)
    with lab.store:
        outcome = asyncio.run(CASES[name](lab))
    assert answered(outcome.reading, expected) == expected, outcome.reading
    for part in filter(None, also.split(" ")):
        key, _, value = part.partition("=")
        if key in ALSO:
            assert ALSO[key](outcome, value), (part, outcome)
        else:
            assert str(outcome.extra[key]) == value, (part, outcome)
    if not expected.startswith("complete"):
        state = as_state(outcome.reading, lab)
        assert all(state.freshness(days) is not Freshness.STALE for days in (1, 7, 14, 92))


def as_state(seen: AccountReading | AccountState, lab: Lab) -> AccountState:
    return seen if isinstance(seen, AccountState) else merge("A1", [seen], lab.clock.now())
