"""已关停网站仍可访问: the last visit since the closing decides; what was seen before it says nothing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.vocabulary import Outcome, Probe, Reason


@pytest.fixture
def verdict(judged, site, now):
    """Of visits as (hours before now, opened, reason); the site closed the day before."""

    def of(*visits, closed=date(2026, 11, 22), controls=True):
        seen = [
            Probe(now - timedelta(hours=hours), site.home, opened, 0.5, controls, 200 if opened else None, reason)
            for hours, opened, reason in visits
        ]
        return judged("site-closed-open", seen, site=replace(site, closed=closed))["网站"]

    return of


def test_one_that_opens_fails_with_every_visit_that_says_so(verdict, now):
    found = verdict((30, False, Reason.REFUSED), (5, True, None), (2, True, None))
    assert found.outcome is Outcome.FAIL
    assert found.message == "网站已于2026年11月22日关停，检查时首页仍可打开"
    assert found.evidence.looks == (now - timedelta(hours=5), now - timedelta(hours=2))


@pytest.mark.parametrize("reason", [Reason.DNS_NOT_FOUND, Reason.REFUSED, Reason.TIMEOUT, Reason.NOT_FOUND])
def test_one_that_no_longer_opens_passes(verdict, reason):
    assert verdict((5, True, None), (2, False, reason)).outcome is Outcome.PASS


def test_what_could_not_be_seen_is_unknown(verdict):
    assert verdict().reason is Reason.NOT_LOOKED
    assert verdict((2, False, Reason.BLOCKED)).reason is Reason.BLOCKED
    # 33 hours before 9 o'clock is the 22nd, 34 the 21st: still open, and rightly so
    assert verdict((33, True, None)).outcome is Outcome.FAIL
    assert verdict((34, True, None)).reason is Reason.NOT_LOOKED
    assert verdict((2, True, None), controls=False).reason is Reason.NOT_LOOKED


def test_a_site_in_use_is_not_asked(verdict):
    for closed in (None, date(2026, 11, 24)):
        assert verdict((2, True, None), closed=closed).outcome is Outcome.NOT_APPLICABLE
