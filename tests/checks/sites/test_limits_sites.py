"""Rules on a site's home page and its foot at their limits: the last day that passes, the sign that is missing."""

from dataclasses import replace
from datetime import date

import pytest

from checks.registry import rules
from ledger.vocabulary import (
    DeadGrade,
    Failure,
    HomePage,
    HomeText,
    Identity,
    Item,
    ListOrder,
    ListReach,
    Outcome,
    Provenance,
    Reason,
)

HOME, PLACE = "http://www.example.gov.cn/", "首页"
OLD, LINE, LATE = date(2026, 10, 1), date(2026, 11, 9), date(2026, 11, 8)  # two weeks before the look, and a day more


@pytest.fixture
def home(now, whole_identity):
    return HomePage(HOME, now, "cd34", "首页", whole_identity)


@pytest.fixture
def verdict(judged, home):
    def of(*items, columns=(), seen=(), **fields):
        return judged("home-not-updated", [replace(home, items=items, **fields), *seen], columns)[PLACE]

    return of


def row(day=None, title="信息", **more):
    return Item(title, f"/{title}.html", day, **more)


def test_a_site_whose_closing_is_announced_need_not_be_updated(judged, home, site):
    for closing, closed, outcome in (
        (date(2026, 11, 23), date(2026, 12, 23), Outcome.NOT_APPLICABLE),
        (date(2026, 11, 24), date(2026, 12, 24), Outcome.FAIL),
        (None, None, Outcome.FAIL),
    ):
        at = replace(site, closing=closing, closed=closed)
        assert judged("home-not-updated", [replace(home, items=(row(OLD),))], site=at)[PLACE].outcome is outcome


def test_whose_failure_it_was(judged, now):
    other = Failure("http://www.example.gov.cn/a/", now, Reason.TIMEOUT)
    assert judged("home-not-updated", [other])[PLACE].reason is Reason.NOT_LOOKED
    assert judged("home-not-updated", [other, Failure(HOME, now, Reason.BLOCKED)])[PLACE].reason is Reason.BLOCKED


@pytest.mark.parametrize(
    ("near", "appeared", "absent", "outcome"),
    [
        ("11-09", LINE, LINE, Outcome.PASS),
        ("11-08", LINE, LINE, Outcome.FAIL),  # it says itself that it is older
        ("11-09", LINE, LATE, Outcome.UNKNOWN),  # perhaps it came before the two weeks
        ("11-20", LINE, None, Outcome.UNKNOWN),
        ("", LINE, LINE, Outcome.UNKNOWN),  # boxes show other rows at each visit
    ],
)
def test_a_row_that_came_within_the_two_weeks(verdict, near, appeared, absent, outcome):
    told = verdict(row(OLD, "旧"), row(title="新", near=near, appeared=appeared, absent=absent))
    assert told.outcome is outcome
    if outcome is Outcome.PASS:
        assert told.message == "首页新出现信息“新”（11-09）"


def test_what_is_told_of_rows_that_were_not_read(verdict):
    assert verdict(row(title="新")).message == "首页有1条信息没有读到发布时间（如“新”），未能核查"
    told = verdict(row(OLD), row(title="新")).message
    assert told == "首页已读到的最近一条信息发布于2026年10月1日，但有1条信息没有读到发布时间（如“新”），未能核查"


def test_what_a_stale_home_page_shows(verdict):
    told = verdict(row(LATE, provenance=Provenance.OWN_PLACE), row(OLD))
    assert told.message == "首页最近一条信息发布于2026年11月8日，至检查时已15天未更新（要求2周内更新）"
    shown = told.evidence
    assert (shown.quote, shown.provenance) == ("信息 2026-11-08", Provenance.OWN_PLACE)
    assert dict(shown.figures) == {"newest": "2026-11-08", "days": "15", "limit": "14"}


@pytest.mark.parametrize(
    ("first", "second", "outcome"),
    [
        (LATE, OLD, Outcome.FAIL),
        (LINE, OLD, Outcome.PASS),
        (OLD, LINE, Outcome.PASS),
        (LATE, None, Outcome.UNKNOWN),
        (None, None, Outcome.UNKNOWN),
    ],
)
def test_a_navigation_page_by_its_two_columns(verdict, column, listing, first, second, outcome):
    seen = [listing(day, column=name) for name, day in (("c1", first), ("c2", second)) if day]
    told = verdict(navigation_only=True, columns=[column("c1"), column("c2")], seen=seen)
    assert told.outcome is outcome
    if outcome is Outcome.FAIL:
        assert told.message.startswith("首页为导航页，全部栏目最近一条信息发布于2026年11月8日，至检查时已15天未更新")


def test_columns_that_a_script_draws_or_that_are_not_inspected(verdict, column, listing):
    two = [column("c1"), column("c2")]
    drawn = listing(OLD, column="c2", script_drawn=True)
    assert verdict(navigation_only=True, columns=two, seen=[listing(OLD), drawn]).outcome is Outcome.UNKNOWN
    empty = listing(column="c2")
    assert verdict(navigation_only=True, columns=two, seen=[listing(OLD), empty]).outcome is Outcome.UNKNOWN
    archived = [column("c1"), column("c2", state="归档")]
    assert verdict(navigation_only=True, columns=archived, seen=[listing(OLD)]).outcome is Outcome.FAIL
    part = listing(OLD, column="c2", reach=ListReach(ListOrder.MIXED, pages=2))
    told = verdict(navigation_only=True, columns=two, seen=[listing(OLD), part])
    assert (told.outcome, "有1个栏目" in told.message) == (Outcome.UNKNOWN, True)
    assert verdict(navigation_only=True).message.startswith("首页为导航页，有0个栏目")


def feet(judged, home, at, **fields):
    return judged("site-identity", [replace(home, identity=replace(home.identity, **fields))], site=at)


@pytest.mark.parametrize(
    ("shown", "registered", "outcome", "words"),
    [
        ("粤ICP备12345678", "粤ICP备12345678号", Outcome.PASS, "标明了"),
        ("粤ICP备12345678", "", Outcome.FAIL, "缺少“号”字"),
        ("粤ICP备12345678", "粤ICP备12345679号", Outcome.FAIL, "格式不正确"),
        ("粤ICP备12345678号-2", "粤ICP备12345678号-1", Outcome.PASS, "标明了"),
        ("粤ICP备123456号", "", Outcome.PASS, "标明了"),
        ("粤ICP备12345号", "", Outcome.FAIL, "格式不正确"),
        ("粤ICP备1234567890号", "", Outcome.PASS, "标明了"),
        ("粤ICP备12345678901号", "", Outcome.FAIL, "格式不正确"),
        ("粤B2-12345678号", "", Outcome.FAIL, "格式不正确"),
    ],
)
def test_an_icp_number(judged, home, site, shown, registered, outcome, words):
    told = feet(judged, home, replace(site, icp=registered), icp=shown)["ICP备案号"]
    assert told.outcome is outcome
    assert words in told.message


@pytest.mark.parametrize(
    ("field", "place", "shown", "registered", "outcome"),
    [
        ("site_code", "网站标识码", "BM12345678", "bm12345678", Outcome.PASS),
        ("site_code", "网站标识码", "4401150001", "", Outcome.PASS),
        ("site_code", "网站标识码", "44011500011", "", Outcome.FAIL),
        ("police", "公安备案号", "粤公网安备44011502000001号", "粤公网安备 44011502000001号", Outcome.PASS),
        ("police", "公安备案号", "粤公网安备：44011502000001", "44011502000001", Outcome.PASS),
        ("police", "公安备案号", "4401150200000", "", Outcome.FAIL),
        ("sponsor", "主办单位", "任何一家", "", Outcome.PASS),
        ("sponsor", "主办单位", "", "", Outcome.FAIL),
    ],
)
def test_other_marks_of_the_foot(judged, home, site, field, place, shown, registered, outcome):
    at = replace(site, **{field: registered}) if field != "sponsor" else site
    assert feet(judged, home, at, **{field: shown})[place].outcome is outcome


@pytest.mark.parametrize(
    ("value", "undetermined", "outcome"),
    [
        (None, ("conac",), Outcome.UNKNOWN),
        (None, ("icp",), Outcome.FAIL),  # another mark's script
        (None, (), Outcome.FAIL),
        ("http://bszs.conac.cn/x", ("conac",), Outcome.PASS),
    ],
)
def test_a_mark_that_a_script_may_show(judged, home, site, value, undetermined, outcome):
    told = feet(judged, home, site, conac=value, undetermined=undetermined)["党政机关网站标识"]
    assert told.outcome is outcome
    if outcome is Outcome.FAIL:
        assert (told.evidence.quote, told.evidence.grade) == ("", DeadGrade.SOFT)


def test_where_the_home_page_was_not_read(judged, now):
    other = Failure("http://www.example.gov.cn/a/", now, Reason.TIMEOUT)
    told = judged("site-identity", [other])
    assert {v.reason for v in told.values()} == {Reason.NOT_LOOKED}
    assert told["主办单位"].message == "首页未能读取，主办单位未能核查"
    assert judged("site-identity", [HomePage(HOME, now, "", "", Identity())])["主办单位"].outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("text", "outcome", "quote"),
    [
        ("本网站将关停\n" + "\n" * 4 + "2026年11月10日", Outcome.PASS, None),  # the sixth line of the notice
        ("本网站将关停\n" + "\n" * 5 + "2026年11月10日", Outcome.FAIL, "本网站将关停     "),
        ("本网站关停了。\n一\n二\n三\n四\n五\n六\n本网站将关停，2026年12月1日起", Outcome.PASS, None),
        ("本网站。关停煤矿", Outcome.FAIL, "（首页可见文字共8字，未见关停公告）"),  # two sentences
        ("", Outcome.FAIL, "（首页可见文字共0字，未见关停公告）"),
        ("本网站关停" + "字" * 300, Outcome.FAIL, "本网站关停" + "字" * 195),
    ],
)
def test_a_notice_of_closing(judged, site, now, text, outcome, quote):
    at = replace(site, closing=date(2026, 11, 10), closed=date(2026, 12, 20))
    told = judged("site-closing", [HomeText(HOME, now, "ab", text)], site=at)[PLACE]
    assert told.outcome is outcome
    assert (told.evidence.quote if told.evidence else None) == quote


def test_words_that_are_no_list_of_words_are_a_mistake_of_the_file():
    mistake = rules()["site_closing"].mistake
    assert mistake({"about": ["本站"], "words": ["关停"]}) == ""
    for about, words in (([], []), (["本站"], ["关停", ""]), (["本站", 1], ["关停"]), ("本站", ["关停"])):
        assert mistake({"about": about, "words": words}) == "about 和 words 要写成文字的列表"
