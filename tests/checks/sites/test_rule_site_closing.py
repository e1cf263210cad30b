"""关停公告: asked only while the notice has to stand; a line about the site, its end, and a date."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.vocabulary import Failure, HomeText, Outcome, Reason

NOTICE = "关于关停望舒区文化馆网站的公告\n经上级同意，本馆网站自2026年12月20日起停止服务。\n2026年11月10日"


@pytest.fixture
def closing(site):
    return replace(site, closing=date(2026, 11, 10), closed=date(2026, 12, 20), approval="望府办函〔2026〕3号")


@pytest.fixture
def verdict(judged, now, closing):
    def of(text, site=closing, **more):
        seen = [HomeText(site.home, now, "ab12", text, **more)] if text is not None else []
        return judged("site-closing", seen, site=site)["首页"]

    return of


def test_only_between_notice_and_closing(verdict, closing, site):
    for other in (
        site,
        replace(closing, closing=date(2026, 11, 24)),  # the day after the look
        replace(closing, closed=date(2026, 11, 23)),
    ):
        assert verdict("", other).outcome is Outcome.NOT_APPLICABLE
    assert verdict("", replace(closing, closing=date(2026, 11, 23))).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    "text",
    [
        NOTICE,
        "首页\n【公告】本站将于12月20日迁移至区政府门户网站\n要闻",
        "通知公告\n关于望舒区文化馆网站下线的通知\n2026-11-10\n关于放假的通知",
    ],
)
def test_a_dated_notice_passes(verdict, text):
    assert verdict(text).outcome is Outcome.PASS


@pytest.mark.parametrize(
    "text",
    [
        "首页\n要闻\n2026年11月10日",
        "关于关闭青山煤矿的公告\n2026年11月10日",  # not of the site
        "网站地图\n关于关闭青山煤矿的公告\n2026年11月10日",
        "",
    ],
)
def test_without_a_notice_it_fails_and_waits_for_a_person(verdict, criteria, text):
    found = verdict(text)
    assert (found.outcome, found.message) == (Outcome.FAIL, "登记的公告日期为2026年11月10日，检查时首页未见关停公告")
    assert (found.evidence.body, criteria["site-closing"].confirm) == ("ab12", "person")


def test_a_notice_without_a_date_is_told_as_that(verdict):
    found = verdict("本网站即将关停，感谢支持")
    assert (found.outcome, found.evidence.quote) == (Outcome.FAIL, "本网站即将关停，感谢支持")
    assert "没有写日期" in found.message


def test_what_scripts_may_draw_or_was_not_read_is_unknown(verdict, judged, closing, now):
    assert verdict("首页", script_drawn=True).reason is Reason.SCRIPT_DRAWN
    assert verdict(NOTICE, script_drawn=True).outcome is Outcome.PASS
    assert verdict(None).reason is Reason.NOT_LOOKED
    failed = Failure(closing.home, now, Reason.CHALLENGE)
    assert judged("site-closing", [failed], site=closing)["首页"].reason is Reason.CHALLENGE
