"""迁址 and 关停 in the register and the ledger: ids, findings and history stay, addresses follow by rule."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from desk.cli.taking_in.register import register as command
from desk.findings.relocation import move_site, preview
from desk.register import load_register, save_register
from desk.register.closing import Closing, closing
from desk.register.readdress import Addresses, AddressRule, Readdress, readdressed
from desk.register.workbook import export_workbook
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.ledger import ClockWentBack, Ledger
from ledger.vocabulary import (
    Column,
    Criterion,
    Event,
    Evidence,
    FormerHome,
    Outcome,
    ProblemClass,
    Register,
    Site,
    State,
    Unit,
    Verdict,
)
from tests.register.taking import take_in

OLD, NEW = "http://wh.wangshu.example/", "https://www.wangshu.example/wh/"
DAY, EVE = date(2026, 10, 1), date(2026, 9, 30)
T0 = datetime(2026, 9, 20, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
MOVED = Readdress("s1", NEW)
SITE = Site("s1", "文化馆网", OLD, "a", connect="10.1.2.3:80")
REGISTER = Register(
    {"a": Unit("a", "文化馆", "事业单位")},
    {"s1": SITE, "s2": Site("s2", "区政府", "http://www.wangshu.gov.example/", "a")},
    {
        "c1": Column("c1", "s1", "要闻", f"{OLD}yw/index.html"),
        "c2": Column("c2", "s1", "公告", f"{OLD}gg.htm"),
        "c3": Column("c3", "s2", "通知", "http://www.wangshu.gov.example/tz/"),
    },
    {},
)
CRITERIA = {
    code: Criterion(code, code, "", "", "", None, ProblemClass.LINK, "") for code in ("link-other", "column-news-stale")
}


def failed(place: str, code: str = "link-other", seen: datetime = T0) -> Verdict:
    evidence = Evidence(place if "://" in place else OLD, seen, body="ab12")
    return Verdict(code, "s1", place, Outcome.FAIL, f"{place}打不开", evidence)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.init(tmp_path / "w")
    save_register(REGISTER, made.register)
    return made


@pytest.fixture
def settled(workspace: Workspace) -> Callable[[datetime, Iterable[Verdict]], None]:
    def settle(at: datetime, verdicts: Iterable[Verdict]) -> None:
        with Ledger.open_for_writing(workspace.ledger) as ledger:
            run = f"{at:%Y%m%dT%H%M%S}"
            ledger.runs.start(run, "inspect", at, {})
            ledger.verdicts.settle(run, at, verdicts, CRITERIA, load_register(workspace.register))
            ledger.runs.finish(run, at)

    return settle


@pytest.mark.parametrize(
    ("url", "new"),
    [
        (OLD, NEW),
        ("http://wh.wangshu.example", NEW),
        ("https://WH.wangshu.example/a/b.html?x=1#p", f"{NEW}a/b.html?x=1#p"),  # either scheme
        (f"{OLD}content_12.html", "https://www.wangshu.example/wh/post/12"),
        (f"{OLD}zt/2020/1.html", "https://zt.wangshu.example/2020/1.html"),
        (f"{OLD}ztx/1.html", f"{NEW}ztx/1.html"),  # a beginning ends at a slash
        ("http://other.wangshu.example/a.html", None),
        ("首页", None),
    ],
)
def test_addresses_follow_the_rules_then_the_same_path(url: str, new: str | None) -> None:
    rules = (
        AddressRule.read(rf"re:http://wh\.wangshu\.example/content_(\d+)\.html={NEW}post/\1"),
        AddressRule.read(f"{OLD}zt=https://zt.wangshu.example"),
    )
    assert Addresses(OLD, NEW, rules)(url) == new


def test_into_a_folder_of_its_own_host_and_back() -> None:
    """What stands in the folder is there already: a move given twice moves nothing twice."""
    into = Addresses("http://a.example/", "https://a.example/new/")
    assert into("http://a.example/x.html") == "https://a.example/new/x.html"
    assert into("https://a.example/new/x.html") is None
    assert into("http://a.example/new/x.html") == "https://a.example/new/x.html"
    back = Addresses("https://a.example/new/", "https://a.example/")
    assert back("https://a.example/new/x.html") == "https://a.example/x.html"
    assert back("https://a.example/y.html") is None


def test_a_home_in_a_folder_and_a_change_of_scheme_alone() -> None:
    inner = Addresses("http://a.example/gzns/index.html", "http://b.example/ns/")
    assert inner("http://a.example/gzns/x/1.html") == "http://b.example/ns/x/1.html"
    assert inner("http://a.example/other/1.html") is None
    secure = Addresses("http://a.example/", "https://a.example/")
    assert secure("http://a.example/1.html") == "https://a.example/1.html"
    assert secure("https://a.example/1.html") is None


@pytest.mark.parametrize(
    "text", ["", "http://a.example/", "a=b", "re:(=http://b.example/", r"re:x=http://b.example/\1"]
)
def test_what_is_no_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"请写成|正则式"):
        AddressRule.read(text)


def test_the_register_keeps_id_and_old_home_and_comes_back_from_excel(workspace: Workspace, tmp_path: Path) -> None:
    done = move_site(workspace, MOVED, DAY, T0, "张某")
    assert done.columns == (
        ("c1", f"{OLD}yw/index.html", f"{NEW}yw/index.html"),
        ("c2", f"{OLD}gg.htm", f"{NEW}gg.htm"),
    )
    assert done.pinned == "10.1.2.3:80"
    after = load_register(workspace.register)
    assert after.sites["s1"] == replace(SITE, home=NEW, former_homes=(FormerHome(OLD, EVE),))
    assert after.columns["c3"] == REGISTER.columns["c3"]
    export_workbook(workspace.register, tmp_path / "a.xlsx")
    assert take_in(tmp_path / "a.xlsx", workspace.register) == after
    again = readdressed(after, Readdress("s1", "https://wh.example.cn/"), date(2027, 1, 1))
    assert [h.home for h in again.sites["s1"].former_homes] == [OLD, NEW]


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Readdress("x", NEW), "没有网站“x”"),
        (Readdress("s1", "www.b.example"), "不是完整的网址"),
        (Readdress("s1", OLD), "已经是"),
        (Readdress("s1", NEW, (AddressRule.read(f"{OLD}gg.htm=http://third.example/gg.htm"),)), "栏目“c2”.*没有对应"),
        (Readdress("s1", "http://www.wangshu.gov.example/"), "重复"),  # the home of another site
    ],
)
def test_a_mistake_changes_nothing(workspace: Workspace, change: Readdress, text: str) -> None:
    with pytest.raises(ConfigError, match=text):
        preview(workspace, change, DAY)
    with pytest.raises(ConfigError, match=text):
        move_site(workspace, change, DAY, T0, "")
    assert load_register(workspace.register) == REGISTER


def test_findings_move_with_state_and_history_and_close_at_the_new_address(
    workspace: Workspace, settled: Callable[..., None]
) -> None:
    settled(T0, [failed(f"{OLD}a.pdf"), failed("http://out.example/x"), failed("c1", "column-news-stale")])
    later = T0 + timedelta(days=11)
    planned = preview(workspace, MOVED, DAY)
    done = move_site(workspace, MOVED, DAY, later, "张某")
    assert planned == done
    assert [(m.finding.id, m.place, m.taken) for m in done.findings] == [(1, f"{NEW}a.pdf", 0)]
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        moved, outside, column = ledger.findings.find()
        assert (moved.place, moved.state, moved.evidence.address) == (f"{NEW}a.pdf", State.CONFIRMED, f"{OLD}a.pdf")
        assert (outside.place, column.place) == ("http://out.example/x", "c1")
        assert ledger.findings.find_at(later - timedelta(seconds=1))[0].place == f"{OLD}a.pdf"
        last = ledger.findings.history(1)[-1]
        assert (last.event, last.by, last.before, last.after) == (Event.MOVED, "张某", last.after, State.CONFIRMED)
        assert last.why == f"{DAY} 起由 {OLD} 迁至 {NEW}"
    settled(later + timedelta(days=1), [Verdict("link-other", "s1", f"{NEW}a.pdf", Outcome.PASS, "可以打开")])
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        assert ledger.findings.get(1).state is State.CLOSED
        assert len(ledger.findings.find()) == 3


def test_a_place_that_is_taken_stays_and_both_are_named(workspace: Workspace, settled: Callable[..., None]) -> None:
    settled(T0, [failed(f"{OLD}a.pdf"), failed(f"{NEW}a.pdf"), failed(f"{OLD}b.pdf")])
    done = move_site(workspace, MOVED, DAY, T0, "")
    assert [(m.finding.id, m.taken) for m in done.findings] == [(1, 2), (3, 0)]
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        assert [f.place for f in ledger.findings.find()] == [f"{OLD}a.pdf", f"{NEW}a.pdf", f"{NEW}b.pdf"]


def test_an_article_counts_once_under_either_address(workspace: Workspace, settled: Callable[..., None]) -> None:
    settled(T0, [])
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        both = [("c1", f"{OLD}1.html", "甲", date(2026, 9, 2)), ("c1", f"{OLD}2.html", "乙", date(2026, 9, 3))]
        ledger.published.record("s1", both, T0)
        ledger.published.record("s1", [("c1", f"{NEW}1.html", "甲", date(2026, 9, 2))], T0)
    move_site(workspace, MOVED, DAY, T0, "")
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        assert sum(ledger.published.count(datetime(2026, 9, 1, tzinfo=T0.tzinfo), EVE).values()) == 2


def test_a_clock_that_went_back_changes_neither_ledger_nor_register(
    workspace: Workspace, settled: Callable[..., None]
) -> None:
    settled(T0, [failed(f"{OLD}a.pdf")])
    with pytest.raises(ClockWentBack):
        move_site(workspace, MOVED, DAY, T0 - timedelta(hours=1), "")
    assert load_register(workspace.register) == REGISTER
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        assert ledger.findings.get(1).place == f"{OLD}a.pdf"


@pytest.mark.parametrize(("closes", "fine"), [(date(2026, 10, 31), True), (date(2026, 10, 30), False)])
def test_a_site_closes_thirty_days_after_its_notice(closes: date, fine: bool) -> None:
    change = Closing("s1", DAY, closes, "望府办函〔2026〕3号")
    if not fine:
        with pytest.raises(ConfigError, match="不满 30 天；请把关停日定在 2026-10-31 或以后"):
            closing(REGISTER, change)
        return
    site = closing(REGISTER, change).sites["s1"]
    days = (EVE, DAY, date(2026, 10, 30), closes)
    assert [site.closing_on(day) for day in days] == [False, True, True, False]
    assert [site.closed_on(day) for day in days] == [False, False, False, True]


def test_closing_without_approval_or_of_a_site_unknown_is_refused() -> None:
    with pytest.raises(ConfigError) as caught:
        closing(REGISTER, Closing("x", DAY, date(2026, 12, 1), " "))
    assert len(caught.value.problems) == 2


def test_the_register_refuses_a_closing_before_its_notice(workspace: Workspace) -> None:
    wrong = replace(SITE, closing=DAY, closed=EVE)
    with pytest.raises(ConfigError, match="早于“关停公告日”"):
        save_register(replace(REGISTER, sites={**REGISTER.sites, "s1": wrong}), workspace.register)


def test_the_commands(workspace: Workspace, settled: Callable[..., None]) -> None:
    settled(T0, [failed(f"{OLD}a.pdf")])

    def run(*words: str) -> str:
        result = CliRunner().invoke(command, words, obj=workspace.root, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        return result.output

    move = (
        "reorganise",
        "readdress",
        "--site",
        "s1",
        "--home",
        NEW,
        "--day",
        "2026-10-01",
        "--now",
        "2026-10-01T09:00",
    )
    early = CliRunner().invoke(command, [*move[:-1], "2026-09-30T09:00"], obj=workspace.root)
    assert "2026-10-01 还没有到" in str(early.exception)
    assert load_register(workspace.register) == REGISTER
    before = run(*move, "--dry-run")
    assert f"问题 1：{OLD}a.pdf → {NEW}a.pdf" in before
    assert load_register(workspace.register) == REGISTER
    assert "已从 2026-10-01 起迁址" in run(*move)
    close = (
        "close-site",
        "--site",
        "s1",
        "--announced",
        "2026-11-01",
        "--closes",
        "2026年12月1日",
        "--approval",
        "甲号",
    )
    assert "2026-12-01 起关停" in run(*close)
    site = load_register(workspace.register).sites["s1"]
    assert (site.home, site.closing, site.closed, site.approval) == (NEW, date(2026, 11, 1), date(2026, 12, 1), "甲号")
    wrong = CliRunner().invoke(command, [*move[:-4], "--rule", "甲=乙", "--day", "2026-10-01"], obj=workspace.root)
    assert wrong.exit_code == 2
