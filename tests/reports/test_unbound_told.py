"""A site that the 检查指标 do not bind is in no rate, and the line says so."""

from dataclasses import replace

from reports.figures.models import NoticeFigures, SiteFigures
from reports.letters.notice_words import sites


def test_the_rate_says_which_sites_it_leaves_out(figures: NoticeFigures) -> None:
    bound = replace(figures, sites=SiteFigures(sites=5, columns=46, inspected=4, qualified=3))
    left_out = replace(figures, sites=replace(bound.sites, unbound=1))
    assert "政府网站4个（不含不适用检查指标的1个），本期检查4个，检查率100%。" in sites(left_out)
    assert "合格率75.0%" in sites(left_out)
    assert "政府网站5个，本期检查4个，检查率80.0%。" in sites(bound)
