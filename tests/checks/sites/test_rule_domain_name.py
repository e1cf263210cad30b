"""域名名称: endings."""

from dataclasses import replace

import pytest

from ledger.vocabulary import DeadGrade, Outcome


@pytest.mark.parametrize(
    ("home", "outcome"),
    [
        ("http://www.example.gov.cn/", Outcome.PASS),
        ("https://slj.example.gov.cn:8443/index.html", Outcome.PASS),
        ("http://示例.政务/", Outcome.PASS),
        ("http://xn--fsqu00a.xn--zfr164b/", Outcome.PASS),
        ("http://www.example.com.cn/", Outcome.FAIL),
        ("http://www.examplegov.cn/", Outcome.FAIL),
        ("http://www.example.gov.cn.example.com/", Outcome.FAIL),
    ],
)
def test_endings(judged, site, home, outcome):
    assert judged("domain-name", [], site=replace(site, home=home))["域名"].outcome is outcome


def test_an_institution_needs_no_official_domain_and_one_that_has_it_is_for_a_person(judged, site):
    institution = replace(site, kind="事业单位网站")
    free = judged("domain-name", [], site=replace(institution, home="http://www.whg.example/"))["域名"]
    assert free.outcome is Outcome.PASS
    official = judged("domain-name", [], site=institution)["域名"]
    assert (official.outcome, official.evidence.grade) == (Outcome.FAIL, DeadGrade.SOFT)
    body = judged("domain-name", [], site=replace(site, home="http://www.whg.example/"))["域名"]
    assert (body.outcome, body.evidence.grade) == (Outcome.FAIL, None)
