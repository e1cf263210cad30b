"""A site that the 检查指标 do not bind is in no rate, and the line says so."""

from reports.figures import SiteFigures
from reports.wording import sites


def test_the_rate_says_which_sites_it_leaves_out() -> None:
    bound = SiteFigures(sites=5, columns=46, inspected=4, qualified=3)
    left_out = SiteFigures(sites=5, columns=46, inspected=4, qualified=3, unbound=1)
    assert "合格率75.0%（另有1个网站不适用检查指标，不计入）；" in sites(left_out, "全区")
    assert "合格率75.0%；" in sites(bound, "全区")
