"""域名名称: endings."""

from dataclasses import replace

import pytest

from ledger.vocabulary import Outcome


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
