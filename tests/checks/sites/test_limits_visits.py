"""Rules on the visits to a home page at their limits: the fifteenth second, the twentieth visit, the second silence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.vocabulary import Outcome, Probe, Reason
from ledger.vocabulary.site_check import SiteCheck, SiteState

HOME = "http://www.example.gov.cn/"


@pytest.fixture
def visits(judged, now):
    """Twenty visits a day that opened, and these in place of the newest: (seconds, opened, reason)."""

    def of(*others, days=7, controls=True, ahead=0):
        fine = [
            Probe(now - timedelta(days=day, minutes=10 + n), HOME, True, 1.0, True)
            for day in range(days)
            for n in range(20)
        ]
        odd = [
            Probe(now - timedelta(minutes=n - ahead), HOME, opened, seconds, controls, 502, reason)
            for n, (seconds, opened, reason) in enumerate(others)
        ]
        return judged("site-unreachable", [*fine, *odd])["网站"]

    return of


@pytest.mark.parametrize(
    ("seconds", "opened", "reason", "counted"),
    [
        (14.9, True, None, "141次，0次"),
        (15.0, True, None, "141次，1次"),  # a visit fails when the site has not opened after 15 seconds
        (14.9, False, Reason.TIMEOUT, "140次，0次"),  # we gave up too early
        (15.0, False, Reason.TIMEOUT, "141次，1次"),
        (0.1, False, Reason.REFUSED, "141次，1次"),
        (0.1, False, Reason.SERVER_ERROR, "141次，1次"),
        (0.1, False, Reason.DNS_NOT_FOUND, "141次，1次"),
        (0.1, False, Reason.NOT_FOUND, "141次，1次"),
        (0.1, False, Reason.GONE, "141次，1次"),
        (0.1, False, Reason.CHALLENGE, "140次，0次"),
        (0.1, False, Reason.LOGIN, "140次，0次"),
        (0.1, False, Reason.DNS_FAILED, "140次，0次"),
    ],
)
def test_which_visits_fail(visits, seconds, opened, reason, counted):
    assert visits((seconds, opened, reason)).message.startswith(f"近7天访问首页{counted}在15秒内未能打开")
    assert visits((seconds, opened, reason), controls=False).message.startswith("近7天访问首页140次，0次")


def test_visits_of_now_count_and_those_of_tomorrow_do_not(visits):
    failed = (15.0, False, Reason.TIMEOUT)
    assert visits(failed).message.startswith("近7天访问首页141次")
    assert visits(failed, ahead=1).message.startswith("近7天访问首页140次")


def test_the_last_failed_visit_is_shown(visits, now):
    told = visits(*[(15.0, False, Reason.TIMEOUT), *[(15.0, False, Reason.REFUSED)] * 9])
    assert told.outcome is Outcome.FAIL
    assert (told.evidence.seen, told.evidence.reason, told.evidence.status) == (now, Reason.TIMEOUT, 502)
    assert dict(told.evidence.figures) == {"visits": "150", "failed": "10", "share": "6.7%"}
    assert len(visits(*[(15.0, False, Reason.TIMEOUT)] * 60).evidence.looks) == 50


def test_days_without_enough_visits_are_counted(visits):
    assert visits(days=6).message == "近7天有效访问120次，其中1天不足20次，样本不足，未能核查"
    assert visits(days=5).message.endswith("其中2天不足20次，样本不足，未能核查")


@pytest.fixture
def itself(judged, now):
    def of(*checks):
        seen = [
            SiteCheck(now - timedelta(hours=hours), HOME, state is None, state, **more) for hours, state, more in checks
        ]
        return judged("site-not-itself", seen)["网站"]

    return of


@pytest.mark.parametrize(
    ("status", "title", "words"),
    [
        (None, "", "域名停放页面，自"),
        (200, "出售", "域名停放页面，首页标题“出售”，自"),
        (201, "", "域名停放页面（HTTP 201），自"),
        (503, "出售", "域名停放页面（HTTP 503），首页标题“出售”，自"),
    ],
)
def test_what_stands_in_place_of_the_site(itself, status, title, words):
    told = itself((1, SiteState.PARKED, {"status": status, "title": title}))
    assert words in told.message
    assert told.evidence.quote == title
    assert dict(told.evidence.figures)["since"] == told.evidence.looks[0].isoformat()


@pytest.mark.parametrize(
    ("earlier", "outcome"),
    [((), "UNKNOWN"), ((25,), "FAIL"), ((25, 49), "FAIL")],
)
def test_no_answer_counts_from_the_second_time_on(itself, earlier, outcome):
    silent = [(hours, SiteState.NO_ANSWER, {}) for hours in (1, *earlier)]
    told = itself(*silent)
    assert told.outcome == outcome
    assert told.reason is (Reason.NOT_LOOKED if outcome == "UNKNOWN" else None)
    assert itself((99, None, {}), *silent).outcome == outcome


def test_at_most_fifty_looks_are_shown(itself):
    told = itself(*[(hours, SiteState.PARKED, {}) for hours in range(60)])
    assert len(told.evidence.looks) == 50
    assert "自2026年11月20日22时00分起" in told.message  # 59 hours before


@pytest.fixture
def closed(judged, site, now):
    def of(*visits):
        seen = [
            Probe(now - timedelta(hours=hours), HOME, opened, 1.0, True, 200, reason)
            for hours, opened, reason in visits
        ]
        return judged("site-closed-open", seen, site=replace(site, closed=date(2026, 11, 20)))["网站"]

    return of


def test_a_closed_site_at_its_last_visit(closed, now):
    assert closed((0, True, None)).evidence.looks == (now,)
    assert closed((-1, True, None)).reason is Reason.NOT_LOOKED
    assert closed((2, False, None)).reason is Reason.UNREADABLE
    assert closed((2, False, Reason.CHALLENGE)).reason is Reason.CHALLENGE
    assert closed((2, False, Reason.SERVER_ERROR)).outcome is Outcome.PASS
    told = closed((9, False, Reason.REFUSED), (8, True, None), (5, True, None), (2, True, None))
    assert told.evidence.looks == tuple(now - timedelta(hours=h) for h in (8, 5, 2))
    assert len(closed(*[(n / 2, True, None) for n in range(60)]).evidence.looks) == 50
