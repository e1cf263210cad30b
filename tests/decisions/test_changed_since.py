"""What became of a finding since a person looked at it, and what was read at an address that the register had wrong."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from desk.context import Desk
from ledger.decisions.changed_since import changed
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Finding, FormerHome, Reason, State
from tests.decisions.decided_looks import MONDAY, dead, stale

Seen = Callable[..., list[Finding]]
DAY = timedelta(days=1)


@pytest.fixture
def found(seen: Seen) -> Finding:
    (finding,) = seen([stale()])
    return finding


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({}, {}, ""),
        ({}, {"last_seen": MONDAY + DAY}, ""),
        ({}, {"state": State.CLOSED}, "由“待核实”变为“已销号”"),
        ({}, {"confirmed_at": MONDAY}, "已经核实"),
        ({"confirmed_at": MONDAY}, {"confirmed_at": None}, "重新出现，还没有核实"),
        ({}, {"dismissed_until": date(2026, 12, 31)}, "已判为误报，至 2026-12-31"),
        ({"dismissed_until": date(2026, 12, 31)}, {"dismissed_until": None}, "误报已经撤销"),
        ({}, {"appeal": "已经更新"}, "单位提出了申诉"),
        ({"appeal": "已经更新"}, {"appeal": ""}, "申诉已经裁定"),
        ({}, {"place": "c2"}, "位置改为 c2"),
    ],
)
def test_what_became_of_it_is_told_in_a_few_words(
    found: Finding, before: dict[str, Any], after: dict[str, Any], said: str
) -> None:
    was = replace(found, **before)
    assert changed(was, replace(was, **after)) == said


def _column(desk: Desk, url: str) -> Desk:
    columns = {"c1": replace(desk.register.columns["c1"], url=url)}
    return replace(desk, register=replace(desk.register, columns=columns))


@pytest.mark.parametrize(
    ("url", "wrong"),
    [
        ("http://www.jia.gov.cn/yw/", False),
        ("https://www.jia.gov.cn/yw", False),  # as a clerk may write it too
        ("http://www.jia.gov.cn/xw/", True),
    ],
)
def test_a_column_read_at_an_address_since_corrected_was_misregistered(
    desk: Desk, seen: Seen, url: str, wrong: bool
) -> None:
    (finding,) = seen([stale()])
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        register = _column(desk, url).register
        assert ledger.terms.was_misregistered(finding, register) is wrong
        assert ledger.terms.misregistered([finding], register) == (frozenset({finding.id}) if wrong else frozenset())


def test_a_site_that_has_moved_was_not_misregistered(desk: Desk, seen: Seen) -> None:
    (finding,) = seen([dead("http://www.jia.gov.cn/old.html")])
    site = replace(desk.register.sites["jia"], home="http://www.new.gov.cn/")
    corrected = replace(desk.register, sites={**desk.register.sites, "jia": site})
    home = FormerHome("http://www.jia.gov.cn/", MONDAY.date())
    moved = replace(desk.register, sites={**desk.register.sites, "jia": replace(site, former_homes=(home,))})
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert ledger.terms.was_misregistered(finding, corrected)
        assert not ledger.terms.was_misregistered(finding, moved)


def test_only_what_the_machine_read_in_the_manner_that_misread_waits_again(desk: Desk) -> None:
    """Four dead links that the machine confirmed, one of them gone (410), one told by a person too: of the first,
    misread, only the second is of the same manner and nobody else's word."""
    links = [dead(f"http://www.jia.gov.cn/{n}.html") for n in range(4)]
    gone = links[2].evidence
    assert gone is not None
    links[2] = replace(links[2], evidence=replace(gone, reason=Reason.GONE, status=410))
    desk.workspace.prepare()
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        ledger.runs.start("r", "inspect", MONDAY, {"sites": "jia"})
        ledger.verdicts.settle("r", MONDAY, links, desk.criteria, desk.register)  # whatever is trusted
        first, *_ = found = ledger.findings.find()
        assert {f.state for f in found} == {State.CONFIRMED}
        ledger.decisions.decide(4, Decision(Event.URGE, MONDAY + DAY, "张三", "电话催办"))
        ledger.decisions.take_back([first], MONDAY + DAY)
        waits = {f.id for f in ledger.findings.find() if f.state is State.SUSPECTED}
        assert waits == {1, 2}
