"""What explains many new problems at once, each beside its twin that nothing explains: the same verdicts, held."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from ledger.calendar import SHANGHAI
from ledger.decisions.jumps import LINKS, OTHERS
from ledger.decisions.trust import Trust
from ledger.findings.settle import Trusted, always
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Column,
    ColumnKind,
    Criterion,
    Evidence,
    FormerHome,
    Hold,
    Outcome,
    ProblemClass,
    Register,
    Site,
    State,
    Verdict,
)

T0 = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
LINK = Criterion("link", "link", "s", "c", "w", "dead_link", ProblemClass.LINK, "请整改。", params={"scope": "home"})
LIST = replace(LINK, code="list", rule="column_not_updated", params={"kinds": "allowed"})
BLANK = replace(LINK, code="blank", rule="blank_column", params={})
COUNT = replace(LINK, code="count", rule="count_of", params={"of": ["link"], "at_least": 5})
CRITERIA = {c.code: c for c in (LINK, LIST, BLANK, COUNT)}
COLUMNS = {f"c{n}": Column(f"c{n}", "s", "栏目", f"http://s.example/c{n}/", allowed_days=60) for n in range(OTHERS)}
SITES = {f"{name}": Site(name, "站", f"http://{name}.example/", sponsor="u") for name in "stuvw"}
REGISTER = Register({}, SITES, COLUMNS, {})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite"


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open_for_writing(path) as opened:
        for column in COLUMNS:
            opened.published.record("s", [(column, f"http://s.example/{column}/1", "稿", date(2026, 10, 20))], T0)
        yield opened


class Looks:
    """Looks a day apart, each under what was said last."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger, self.at = ledger, T0
        self.criteria, self.register = dict(CRITERIA), REGISTER

    def see(self, verdicts: Sequence[Verdict], trusted: Trusted = always) -> list[Hold | None]:
        """One look; what holds the findings that stand after it."""
        run = f"{self.at:%m%d}"
        self.ledger.runs.start(run, "inspect", self.at, {})
        self.again(verdicts, trusted)
        self.at += DAY
        return [f.held for f in self.ledger.findings.find() if f.state is not State.CLOSED]

    def again(self, verdicts: Sequence[Verdict], trusted: Trusted = always) -> None:
        seen = [replace(v, evidence=replace(v.evidence, seen=self.at)) if v.evidence else v for v in verdicts]
        self.ledger.verdicts.settle(f"{self.at:%m%d}", self.at, seen, self.criteria, self.register, trusted=trusted)

    def criterion(self, code: str, **fields: object) -> None:
        self.criteria[code] = replace(self.criteria[code], **fields)  # type: ignore[arg-type]

    def columns(self, **fields: object) -> None:
        changed = {c.id: replace(c, **fields) for c in COLUMNS.values()}  # type: ignore[arg-type]
        self.register = replace(self.register, columns=changed)


@pytest.fixture
def looks(ledger: Ledger) -> Looks:
    return Looks(ledger)


def links(count: int = LINKS, site: str = "s") -> list[Verdict]:
    places = [f"http://{site}.example/{n}.html" for n in range(count)]
    return [Verdict("link", site, p, Outcome.FAIL, "坏", Evidence(p, T0, quote="404")) for p in places]


def columns(code: str, newest: str = "") -> list[Verdict]:
    figures = (("newest", newest),) if newest else ()
    evidence = Evidence("http://s.example/", T0, quote="稿", figures=figures)
    return [Verdict(code, "s", c, Outcome.FAIL, "坏", evidence, column=c) for c in COLUMNS]


def fine(*codes: str, site: str = "s") -> list[Verdict]:
    return [Verdict(code, site, "x", Outcome.PASS, "好") for code in codes]


HELD, FREE = {Hold.SITE}, {None}
Change = Callable[[Looks], None]


def nothing(looks: Looks) -> None:
    pass


def other_scope(looks: Looks) -> None:
    looks.criterion("link", params={"scope": "all"})


def other_wording(looks: Looks) -> None:
    looks.criterion("link", wording="另一种说法", days_to_fix=3, points=2.0)


def another_criterion(looks: Looks) -> None:
    looks.criterion("blank", params={"months": 3})


def moved(looks: Looks) -> None:
    site = replace(SITES["s"], home="http://new.example/", former_homes=(FormerHome(SITES["s"].home, T0.date()),))
    looks.register = replace(looks.register, sites={**SITES, "s": site})


def another_moved(looks: Looks) -> None:
    looks.register = replace(looks.register, sites={**SITES, "t": replace(SITES["t"], home="http://new.example/")})


@pytest.mark.parametrize(
    ("change", "holds"),
    [(nothing, HELD), (other_scope, FREE), (other_wording, HELD), (another_criterion, HELD), (moved, FREE),
     (another_moved, HELD)],
)  # fmt: skip
def test_many_dead_links(looks: Looks, change: Change, holds: set[Hold | None]) -> None:
    looks.see(fine("link"))
    change(looks)
    assert set(looks.see(links())) == holds


@pytest.mark.parametrize("change", [other_scope, moved])
def test_only_the_first_look_after_it(looks: Looks, change: Change) -> None:
    looks.see(fine("link"))
    change(looks)
    looks.see(fine("link"))
    assert set(looks.see(links())) == HELD


def test_what_a_later_look_under_another_criterion_saw_does_not_count(looks: Looks) -> None:
    """A criterion that is judged once a week has its own first look."""
    looks.see(fine("link", "blank"))
    moved(looks)
    looks.see(fine("blank"))
    assert set(looks.see(links())) == FREE


def test_a_criterion_that_was_switched_off_and_on(looks: Looks) -> None:
    looks.see(fine("link", "blank"))
    looks.criterion("link", enabled=False)
    looks.see(fine("blank"))
    looks.criterion("link", enabled=True)
    assert set(looks.see(links())) == FREE


def test_a_criterion_that_was_only_not_judged_for_a_day(looks: Looks) -> None:
    looks.see(fine("link", "blank"))
    looks.see(fine("blank"))
    assert set(looks.see(links())) == HELD


@pytest.mark.parametrize(
    ("fields", "holds"),
    [({}, HELD), ({"allowed_days": 7}, FREE), ({"kind": ColumnKind.NEWS}, FREE), ({"url": "http://s.example/n/"}, FREE),
     ({"name": "另一个名字"}, HELD), ({"state_reason": "另一个理由"}, HELD)],
)  # fmt: skip
def test_many_columns_of_which_the_register_says_otherwise(
    looks: Looks, fields: dict[str, object], holds: set[Hold | None]
) -> None:
    looks.see(fine("blank"))
    looks.columns(**fields)
    assert set(looks.see(columns("blank"))) == holds


@pytest.mark.parametrize(
    ("fields", "newest", "holds"),
    [
        ({"allowed_days": 7}, "2026-10-20", FREE),  # as known: the narrower limit foretold it
        ({"allowed_days": 7}, "2026-05-01", HELD),  # read otherwise than before, which no limit explains
        ({"kind": ColumnKind.NEWS}, "2026-05-01", HELD),
        ({"url": "http://s.example/n/"}, "2026-05-01", FREE),  # another list
        ({}, "2026-05-01", HELD),
        ({}, "2026-10-20", FREE),
    ],
)
def test_a_limit_does_not_explain_a_list_that_is_read_otherwise(
    looks: Looks, fields: dict[str, object], newest: str, holds: set[Hold | None]
) -> None:
    looks.see(fine("list"))
    looks.columns(**fields)
    assert set(looks.see(columns("list", newest))) == holds


def test_what_counts_others_is_explained_by_theirs(looks: Looks) -> None:
    def counted() -> list[Verdict]:
        evidence = Evidence("http://s.example/", T0, quote="5处")
        return [Verdict("count", site, "网站", Outcome.FAIL, "坏", evidence) for site in SITES]

    every = [v for site in SITES for v in fine("count", "link", site=site)]
    looks.see(every)
    assert set(looks.see(counted())) == {Hold.ESTATE}
    looks.see([replace(v, outcome=Outcome.PASS, evidence=None) for v in counted()])
    other_scope(looks)
    assert set(looks.see(counted())) == FREE


def test_what_is_explained_still_needs_trust_and_looks(looks: Looks) -> None:
    looks.see(fine("link"))
    other_scope(looks)
    assert set(looks.see(links(), trusted=Trust())) == FREE
    assert {f.state for f in looks.ledger.findings.find()} == {State.SUSPECTED}
    looks.criterion("link", looks=(2 * DAY,))
    looks.see(links())
    assert {f.state for f in looks.ledger.findings.find()} == {State.SUSPECTED}
    looks.see(links())
    assert {f.state for f in looks.ledger.findings.find()} == {State.CONFIRMED}


def test_a_run_settled_twice_says_the_same(looks: Looks) -> None:
    looks.see(fine("link"))
    other_scope(looks)
    looks.see(links())
    looks.at -= DAY
    looks.again(links())
    assert {f.held for f in looks.ledger.findings.find()} == FREE
    looks.at += DAY
    assert set(looks.see(links(2 * LINKS))) == {None, Hold.SITE}, "and the next one is judged as this one was"


def test_a_run_that_goes_on_is_no_look_before_itself(looks: Looks) -> None:
    """Broken off after one site's first few, the first look is still the first."""
    looks.see(links(2))
    looks.at -= DAY
    looks.again(links())
    assert {f.held for f in looks.ledger.findings.find()} == FREE


def test_rows_are_kept_only_where_something_changed(looks: Looks, path: Path) -> None:
    def rows() -> int:
        with closing(sqlite3.connect(path)) as db:
            return int(db.execute("SELECT count(*) FROM terms").fetchone()[0])

    looks.see(fine("link"))
    begun = rows()
    assert begun == 1 + 1 + len(COLUMNS)  # the criterion, the site, its columns
    for _ in range(5):
        looks.see(fine("link"))
    assert rows() == begun
    other_scope(looks)
    looks.see(fine("link"))
    assert rows() == begun + 1


def test_of_a_ledger_from_before_nothing_is_known_and_nothing_explained(path: Path) -> None:
    with Ledger.open_for_writing(path) as ledger:
        Looks(ledger).see(fine("link"))
    with closing(sqlite3.connect(path)) as db:
        db.execute("DROP TABLE terms")
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'decisions_0002_terms'")
        db.commit()
    with Ledger.open_for_writing(path) as ledger:
        looks = Looks(ledger)
        looks.at += DAY
        other_scope(looks)
        assert set(looks.see(links())) == HELD
        looks.see([replace(v, outcome=Outcome.PASS, evidence=None) for v in links()])
        looks.criterion("link", params={"scope": "home"})
        assert set(looks.see(links())) == FREE, "from then on it is known"
