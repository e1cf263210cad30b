"""A re-look sees the asked places and no others, closes on a PASS only, and leaves every other finding as it was."""

from datetime import timedelta
from typing import Any

import pytest

from desk.inspections.inspection import inspect_desk, judge_again, plan_run
from desk.inspections.recheck import recheck
from ledger.archive.writer import Archive
from ledger.ledger import Ledger, NoSuchFinding
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Event, Outcome, Probe, Reason, State

GONE = ("link-other", "/gone.html")
HOME_GONE = ("link-home", "/home-gone.html")
VETO = ("veto-columns-stale", "网站")
NEW = ("/new.html", "甲区召开第七次工作会议部署年终任务", "2026-11-22")
SPARE = ("/p3.html", "/p4.html", "/p5.html", "/old1.html", "/c1/")


def _without(page: str, link: str) -> str:
    assert link in page
    return page.replace(link, "")


def test_the_dead_link_and_its_pages_are_seen_and_nothing_else(fixing: Any) -> None:
    line = fixing.one(*GONE)
    assert (line.outcome, line.before, line.after) == (Outcome.FAIL, State.RECHECK, State.FIXING)
    assert {"/", "/gone.html", "/p1.html", "/p2.html"} <= set(fixing.served.asked)
    assert fixing.served.asked.count("/gone.html") == 2  # a second look over a fresh connection
    assert not {"/lost.html", "/home-gone.html"} & set(fixing.served.asked)
    assert len({*SPARE} & set(fixing.served.asked)) <= 1  # a known page tells whether the site is itself


def test_without_numbers_all_that_were_reported_fixed(fixing: Any) -> None:
    fixing.served.pages["/gone.html"] = fixing.served.pages["/p3.html"]
    (line,) = fixing.recheck().lines
    assert line.finding == fixing.finding(*GONE).id
    assert (line.outcome, line.after) == (Outcome.PASS, State.CLOSED)
    assert fixing.finding(*GONE).closed_at is not None


def test_nothing_reported_fixed_is_nothing_to_do(world: Any) -> None:
    result = world.recheck()
    assert (result.run, result.lines, result.exit_code) == ("", (), 0)
    assert world.served.asked == []


def test_taken_off_every_page_it_is_fixed_though_the_target_stays_dead(fixing: Any) -> None:
    for path in ("/p1.html", "/p2.html"):
        fixing.served.pages[path] = _without(fixing.served.pages[path], '<a href="/gone.html">旧文</a>')
    assert fixing.one(*GONE).after is State.CLOSED


def test_taken_off_one_of_two_pages_it_stands(fixing: Any) -> None:
    fixing.served.pages["/p1.html"] = _without(fixing.served.pages["/p1.html"], '<a href="/gone.html">旧文</a>')
    assert fixing.one(*GONE).after is State.FIXING
    assert "被1个页面使用1次" in fixing.finding(*GONE).message


def test_pages_taken_down_use_nothing(fixing: Any) -> None:
    del fixing.served.pages["/p1.html"], fixing.served.pages["/p2.html"]
    assert fixing.one(*GONE).after is State.CLOSED


def test_a_page_that_could_not_be_read_clears_nothing(fixing: Any) -> None:
    fixing.served.pages["/p1.html"] = _without(fixing.served.pages["/p1.html"], '<a href="/gone.html">旧文</a>')
    fixing.served.status["/p2.html"] = 503
    assert fixing.one(*GONE).after is not State.CLOSED


def test_a_target_that_refuses_us_is_not_known(fixing: Any) -> None:
    fixing.served.pages["/gone.html"] = fixing.served.pages["/p3.html"]
    fixing.served.status["/gone.html"] = 403
    line = fixing.one(*GONE)
    assert (line.outcome, line.reason, line.after) == (Outcome.UNKNOWN, Reason.BLOCKED, State.RECHECK)
    assert fixing.finding(*GONE).unknown_since is not None


def test_a_document_that_is_a_web_page_has_not_come_back(world: Any) -> None:
    line = world.one("link-other", "/form.doc")
    assert (line.outcome, line.after) == (Outcome.FAIL, State.SUSPECTED)  # concluded from content: for a person
    assert world.finding("link-other", "/form.doc").evidence.reason is Reason.WRONG_TYPE


def test_the_home_page_dropped_its_dead_link(world: Any) -> None:
    world.served.pages["/"] = _without(world.served.pages["/"], '<a href="/home-gone.html">旧专题</a>')
    assert world.one(*HOME_GONE).after is State.CLOSED
    assert "/p1.html" not in world.served.asked


def test_what_was_not_asked_is_not_touched(fixing: Any) -> None:
    """Every other problem was mended too, and a new one is there: a re-look of one says nothing of them."""
    before = fixing.findings()
    fixing.served.pages["/p2.html"] = fixing.served.pages["/p3.html"] + '<a href="/new-gone.html">新坏</a>'
    fixing.served.pages["/"] = _without(fixing.served.pages["/"], '<a href="/home-gone.html">旧专题</a>')
    fixing.recheck(GONE)
    after = fixing.findings()
    assert after.keys() == before.keys()
    assert {key for key in before if before[key] != after[key]} == {GONE}


def _updated(page: str) -> str:
    url, title, day = NEW
    return page.replace('<ul class="list">', f'<ul class="list"><li><a href="{url}">{title}</a><span>{day}</span></li>')


def test_one_column_is_read_and_closes(world: Any) -> None:
    world.served.pages["/c2/"] = _updated(world.served.pages["/c2/"])
    assert world.one("column-news-stale", "c2").after is State.CLOSED
    asked = set(world.served.asked)
    assert "/c2/" in asked
    assert "/new.html" in asked, "its article says when it was published"
    assert not {"/c1/", "/c3/", "/p1.html"} & asked


def test_a_column_not_updated_stands(world: Any) -> None:
    line = world.one("column-news-stale", "c2")
    assert (line.outcome, line.after) == (Outcome.FAIL, State.CONFIRMED)
    assert "69天" in world.finding("column-news-stale", "c2").message  # 16 September to 24 November


def _undated(world: Any) -> str:
    """A list of six rows that show no date; the pages behind them are of 17 to 22 November."""
    rows = ""
    for n in range(1, 7):
        url = f"/a/202611/t20261101_{n}.html"
        world.served.pages[url] = world.served.pages["/old1.html"].replace("2026-09-11", f"2026-11-{16 + n}")
        rows += f"<li><a href='{url}'>关于第{n}号工作的通知公告</a></li>"
    return f"<ul class=list>{rows}</ul>"


def test_an_undated_list_is_dated_by_its_articles(world: Any) -> None:
    world.served.pages["/c2/"] = world.served.pages["/p3.html"].replace("<body>", "<body>" + _undated(world))
    line = world.one("column-news-stale", "c2")
    assert line.after is State.CLOSED
    assert "2026年11月17日" in line.said  # opened from the top until one lies within the two weeks: no more are asked


def test_the_home_page_is_dated_by_its_new_articles(world: Any) -> None:
    ways = '<a href="/p1.html">第一页</a>'
    plain = world.served.pages["/p3.html"].replace("第3页", "甲区")  # under its own title it is the site still
    world.served.pages["/"] = plain.replace("<body>", "<body>" + ways + _undated(world))
    assert world.one("home-not-updated", "首页").after is State.CLOSED
    assert "/p1.html" not in world.served.asked  # known already


def test_a_count_is_judged_from_all_its_parts(world: Any) -> None:
    world.served.pages["/c2/"] = _updated(world.served.pages["/c2/"])
    assert world.one(*VETO).after is State.CLOSED
    assert {f"/c{n}/" for n in range(1, 6)} <= set(world.served.asked)
    assert world.finding("column-news-stale", "c2").state is State.CONFIRMED  # nobody asked for it


def test_a_count_with_a_part_not_seen_is_not_known(world: Any) -> None:
    world.served.status["/c2/"] = 403
    line = world.one(*VETO)
    assert (line.outcome, line.after) == (Outcome.UNKNOWN, State.SUSPECTED)


def test_a_tag_of_the_home_page_can_be_seen_a_tally_over_pages_cannot(world: Any) -> None:
    named = world.served.pages["/"].replace("<head>", '<head><meta name="SiteName" content="甲区">')
    world.served.pages["/"] = named
    assert world.one("page-tags", "home:SiteName").after is State.CLOSED
    before = world.finding("page-tags", "article:SiteName")
    line = world.one("page-tags", "article:SiteName")
    assert (line.outcome, line.reason, line.after) == (Outcome.UNKNOWN, Reason.NOT_LOOKED, before.state)
    assert "全站" in line.said
    assert world.served.asked == []
    assert world.finding("page-tags", "article:SiteName") == before


def test_it_is_kept_as_a_re_look_and_counts_as_no_inspection(fixing: Any) -> None:
    run = fixing.recheck(GONE).run
    with Ledger.open_for_reading(fixing.desk.workspace.ledger) as ledger:
        record = ledger.runs.get(run)
        assert (record.kind, record.finished is not None) == ("recheck", True)
        assert ledger.runs.coverages(run) == []
        (first, _) = ledger.runs.find()
    later = judge_again(fixing.desk, None, record.started + timedelta(hours=1))
    assert later.run == first.run  # the last inspection, not the re-look


def test_a_number_nobody_knows_is_refused(world: Any) -> None:
    with pytest.raises(NoSuchFinding):
        recheck(world.desk, [10**6], world.finding(*GONE).last_seen)


def _week(world: Any, *, failed: int) -> None:
    """Twenty visits on each of the seven days before the re-look, the last ``failed`` of each day in vain."""
    end = world.finding(*GONE).last_seen + timedelta(hours=20)
    with Archive(world.desk.workspace.archive("jia")) as archive:
        for day in range(7):
            for visit in range(20):
                at = end - timedelta(days=day, minutes=20 * visit)
                opened = visit >= failed
                reason = None if opened else Reason.SERVER_ERROR
                archive.record_probe(Probe(at, world.desk.register.sites["jia"].home, opened, 0.1, True, 200, reason))
        archive.commit()


@pytest.fixture
def unreachable(world: Any) -> Any:
    """Two of twenty visits failed each day for a week: 10 %."""
    _week(world, failed=2)
    end = world.finding(*GONE).last_seen + timedelta(hours=21)
    inspect_desk(world.desk, plan_run(world.desk, ("jia",), end, allow_private=True, daily=True))
    assert world.finding("site-unreachable", "网站").state is State.SUSPECTED, "a veto waits for a person"
    return world


def test_one_visit_that_opens_does_not_close_an_outage(unreachable: Any) -> None:
    now = unreachable.finding(*GONE).last_seen + timedelta(hours=1)
    line = unreachable.one("site-unreachable", "网站", now)
    assert (line.outcome, line.reason, line.after) == (Outcome.UNKNOWN, Reason.FEW_SAMPLES, State.SUSPECTED)
    assert set(unreachable.served.asked) == {"/"}


def test_one_visit_in_vain_confirms_what_the_week_says(unreachable: Any) -> None:
    now = unreachable.finding(*GONE).last_seen + timedelta(hours=1)
    unreachable.served.status["/"] = 500
    assert unreachable.one("site-unreachable", "网站", now).outcome is Outcome.FAIL


def test_the_pages_that_a_finding_no_longer_names_use_the_link_all_the_same(world: Any) -> None:
    """Sixty pages use it, of which a finding names fifty: mended on those fifty, it stands on ten."""
    pages, blank = world.served.pages, world.served.pages["/p7.html"]
    pages["/p3.html"] = blank + "".join(f'<a href="/q{n}.html">页</a>' for n in range(60))
    pages.update({f"/q{n}.html": blank + '<a href="/many.html">旧</a>' for n in range(60)})
    at = world.finding(*GONE).last_seen + timedelta(hours=3)
    inspect_desk(world.desk, plan_run(world.desk, ("jia",), at, allow_private=True))
    place = ("link-other", "/many.html")
    assert "被60个页面使用60次" in world.one(*place, now=at + timedelta(hours=1)).said
    named = [r.page for r in world.finding(*place).evidence.referrers]
    assert len(named) == 50
    for url in named:
        pages[url.removeprefix("http://www.jia.gov.cn")] = blank
    again = world.one(*place, now=at + timedelta(hours=2))
    assert (again.outcome, again.after) == (Outcome.FAIL, State.CONFIRMED)
    assert "被10个页面使用10次" in again.said


def _answered(world: Any, address: str) -> None:
    """The unit's answer to the dead link /gone.html names where it is now."""
    at = world.finding(*GONE).last_seen + timedelta(hours=3)
    with Ledger.open_for_writing(world.desk.workspace.ledger) as ledger:
        number = world.finding(*GONE).id
        ledger.answers.record(
            Answer(number, "u1", at, AnswerKind.FIXED, AnswerSource.MAIL, measure="已换", new_address=address)
        )


@pytest.mark.parametrize(
    ("address", "asked", "told"),
    [
        ("http://www.jia.gov.cn/now.html", True, "能打开，标题“新页”，内容请人工核对"),
        ("http://www.jia.gov.cn/not-there.html", True, "打不开（页面不存在）"),
        ("http://www.jia.gov.cn/closed.html", True, "未能查看"),
        ("http://www.other.example/now.html", False, ""),  # not the site's own: nobody asked us to look there
        ("见首页", False, ""),
    ],
)
def test_where_the_unit_says_it_is_now_is_looked_at_and_closes_nothing(
    world: Any, address: str, asked: bool, told: str
) -> None:
    world.served.pages["/now.html"] = world.served.pages["/p7.html"].replace("第7页", "新页")
    world.served.pages["/closed.html"] = world.served.pages["/p7.html"]
    world.served.status["/closed.html"] = 403
    _answered(world, address)
    line = world.one(*GONE)
    assert (line.outcome, line.after) == (Outcome.FAIL, State.FIXING)  # two pages still lead to what is gone
    assert bool({"/now.html", "/not-there.html", "/closed.html"} & set(world.served.asked)) is asked
    assert told in line.beside if asked else line.beside == ""


def test_reported_as_put_right_a_dead_target_alone_does_not_say_that_it_is_still_used(fixing: Any) -> None:
    """The unit took the link off; the pages that used it cannot be read just now, or are not read every day."""
    for path in ("/p1.html", "/p2.html"):
        fixing.served.status[path] = 503
    line = fixing.one(*GONE)
    assert (line.outcome, line.reason, line.after) == (Outcome.UNKNOWN, Reason.USE_UNSEEN, State.RECHECK)


def test_a_home_page_in_maintenance_says_nothing_of_the_link_that_was_on_it(world: Any) -> None:
    world.decide(*HOME_GONE, Event.REPORT_FIXED)
    notice = "<h1>网站正在升级维护，请稍后访问</h1>"
    world.served.pages["/"] = (
        f'<html><head><meta charset="utf-8"><title>网站维护中</title></head><body>{notice}</body></html>'
    )
    assert world.one(*HOME_GONE).after is State.RECHECK
