"""站点无法访问: a week of probes, the share of failures, and the probes that do not count."""

from datetime import timedelta

import pytest

from ledger.vocabulary import Outcome, Probe, Reason


def week(now, failed, per_day=20, reason=Reason.TIMEOUT, elapsed=15.0, controls_ok=True):
    """``per_day`` probes on each of 7 days, the first ``failed`` of them failures."""
    probes = []
    for n in range(7 * per_day):
        at = now - timedelta(days=n // per_day, minutes=1 + n % per_day)
        bad = n < failed
        probes.append(
            Probe(
                at,
                "http://www.example.gov.cn/",
                opened=not bad,
                elapsed=elapsed if bad else 1.0,
                controls_ok=controls_ok or not bad,
                reason=reason if bad else None,
            )
        )
    return probes


@pytest.mark.parametrize(("failed", "outcome"), [(6, Outcome.PASS), (7, Outcome.FAIL)])
def test_seven_of_140_are_five_percent(judged, now, failed, outcome):
    assert judged("site-unreachable", week(now, failed))["网站"].outcome is outcome


def test_four_point_nine_percent_passes(judged, now):
    verdict = judged("site-unreachable", week(now, 103, per_day=300))["网站"]  # 103 of 2100
    assert verdict.outcome is Outcome.PASS
    assert "4.9%" in verdict.message
    assert judged("site-unreachable", week(now, 104, per_day=300))["网站"].outcome is Outcome.PASS
    assert judged("site-unreachable", week(now, 105, per_day=300))["网站"].outcome is Outcome.FAIL


def test_the_failure_tells_its_figures(judged, now):
    verdict = judged("site-unreachable", week(now, 14))["网站"]
    assert verdict.message == "近7天访问首页140次，14次在15秒内未能打开，占10.0%（达到5%即为站点无法访问）"
    assert len(verdict.evidence.looks) == 14


def test_a_day_of_nineteen_is_too_few(judged, now):
    assert judged("site-unreachable", week(now, 140)[:-1])["网站"].reason is Reason.FEW_SAMPLES
    assert judged("site-unreachable", [])["网站"].reason is Reason.FEW_SAMPLES


@pytest.mark.parametrize(
    "not_counted",
    [{"controls_ok": False}, {"reason": Reason.BLOCKED}, {"elapsed": 9.0}, {"reason": Reason.OFFLINE}],
)
def test_what_is_not_the_sites_failure_does_not_count(judged, now, not_counted):
    probes = week(now, 5, per_day=25, **not_counted)
    assert judged("site-unreachable", probes)["网站"].message.startswith("近7天访问首页170次，0次")


def test_slow_beyond_fifteen_seconds_is_a_failed_visit_and_old_probes_are_past(judged, now):
    slow = Probe(now - timedelta(minutes=30), "http://www.example.gov.cn/", True, 15.0, True)
    old = Probe(now - timedelta(days=7), "http://www.example.gov.cn/", False, 15.0, True, reason=Reason.TIMEOUT)
    message = judged("site-unreachable", [*week(now, 0), slow, old])["网站"].message
    assert message.startswith("近7天访问首页141次，1次")
