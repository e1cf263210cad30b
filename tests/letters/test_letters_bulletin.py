"""The quarterly bulletin: what signed notices told and nothing else, and no word in it that must not be published."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from desk.cli.main import cli
from desk.context import Desk
from desk.statistics.bulletin import Quarter, bulletin_figures, write_quarter
from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import Ledger
from ledger.vocabulary import Account, Decision, Duty, Event, Outcome
from reports.figures.bulletin import Checked
from tests.letters.periodic_office import home, inspected, posted, signed, with_accounts
from tests.letters.urging_office import CIV, EDU, LINK, SITES, TODAY, VETO, at, look, problem, says, words

PRIVATE = "请联系张三（13800138000，zhang@jy.wangshu.example），身份证11010519491231002X，见http://bad.example/x.html。"
LEAK = "http://jy.wangshu.example/2026/leak.html"
OCTOBER = at(10, 20)


@pytest.fixture
def quarter(desk: Desk, ledger: Ledger) -> Ledger:
    """July's notice tells four problems and September's one more; August has none. Two are fixed, one is a 误报."""
    first = problem(desk, ledger, LINK, "jy", at(7, 6), PRIVATE, LEAK)
    second = problem(desk, ledger, LINK, "jy", at(7, 6, 10), PRIVATE, LEAK + "?2")
    veto = problem(desk, ledger, VETO, "mz", at(7, 7), "首页自2026年6月1日起未更新。", "首页")
    false = problem(desk, ledger, LINK, "mz", at(7, 8))
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31, 10), dict.fromkeys((first, second, veto, false)))
    problem(desk, ledger, LINK, "mz", at(8, 10), place=f"{SITES['mz']}never-told")
    look(desk, ledger, at(8, 12), says(LINK, "jy", at(8, 12), Outcome.PASS, place=LEAK))
    look(desk, ledger, at(8, 12, 10), says(VETO, "mz", at(8, 12, 10), Outcome.PASS, place="首页"))
    ledger.decisions.decide(false, Decision(Event.DISMISS, at(8, 20), "张三", "误报", date(2027, 8, 20)))
    late = problem(desk, ledger, LINK, "mz", at(9, 15), place=f"{SITES['mz']}late")
    # October's notice belongs to the next quarter
    next_one = problem(desk, ledger, LINK, "jy", at(9, 29), place=f"{SITES['jy']}october")
    signed(ledger, "2026-09", "望府办〔2026〕9号", at(10, 8, 10), {late: date(2026, 10, 13)})
    signed(ledger, "2026-10", "望府办〔2026〕10号", at(10, 15, 10), {next_one: date(2026, 10, 20)})
    return ledger


def written(desk: Desk, ledger: Ledger, folder: Path, name: str = "2026-Q3") -> str:
    letter, _ = write_quarter(desk, ledger, name, folder, OCTOBER)
    return words(letter.read_bytes())


def test_what_the_signed_notices_told(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    """July tells 2 + 1 (without the 误报), September 1: 4 problems of 2 units, 2 fixed, 2 not: half."""
    text = written(desk, quarter, tmp_path)
    for said in (
        "望舒区人民政府办公室关于2026年第三季度",
        "全区政府网站检查情况的通报",
        "本季度印发月度通报2期：7月通报（望府办〔2026〕7号，2026年7月31日）、9月通报（望府办〔2026〕9号，2026年10月8日）。"
        "8月未印发通报；没有通报过的问题不计入本通报。",
        "已印发的通报共通报问题4个，涉及2个单位；截至2026年10月20日9时00分，已整改2个，未完成整改2个，整改率50.0%。"
        "另有1个已通报的问题经复核认定为误报，予以更正，不计入。",
        "本季度通报的问题中，“单项否决”类问题1个。按类别列举如下：",
        f"1.{CIV}“望舒民政网”：首页不更新1个（首页），已整改。",
        f"1.{CIV}“望舒民政网”：首页链接不可用1个，未完成整改。",
        f"2.{EDU}“望舒教育网”：首页链接不可用2个，已整改1个，未完成整改1个。",
        "单项否决类\n1\n1\n0",
        "链接可用性类\n3\n1\n2",
        f"1\n{CIV}\n2\n1\n1\n1",
        f"2\n{EDU}\n2\n1\n1\n0",
    ):
        assert said in text, said


def test_it_says_no_more_than_may_be_published(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    text = written(desk, quarter, tmp_path)
    for never in ("张三", "138", "@", "http", "wangshu", "leak", "never-told", "000-0000000"):
        assert never not in text, never
    book = load_workbook(tmp_path / "季度通报附表-2026-Q3.xlsx")
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row]
    assert not [cell for cell in cells if "http" in cell or "138" in cell]
    rows = list(book["各单位情况"].iter_rows(min_row=2, values_only=True))
    assert rows == [(CIV, 2, 1, 1, 1), (EDU, 2, 1, 1, 0)]


def test_a_round_of_the_last_second_is_the_quarters(desk: Desk, quarter: Ledger) -> None:
    """教育局's site was looked at in September's last second, 民政局's in the second after it."""
    last = at(9, 30, 23).replace(minute=59, second=59)
    for site, seen in (("jy", last), ("mz", last + timedelta(seconds=1))):
        inspected(desk, quarter, site, seen, home(SITES[site], seen, seen.date()))
    counted = [bulletin_figures(desk, quarter, Quarter.of(q, OCTOBER), OCTOBER).sites for q in ("2026-Q3", "2026-Q4")]
    assert [one.inspected for one in counted] == [1, 1]


def test_sites_and_accounts_of_the_quarter(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    """Both sites were looked at; 望舒民政网 had a veto told, fixed since or not. Of two accounts one was seen."""
    accounts = (Account("wx", "edu", "微信", "望舒教育"), Account("wb", "civ", "微博", "望舒民政"))
    whole = with_accounts(desk, *accounts)
    seen = at(10, 16)
    for site in ("jy", "mz"):
        inspected(whole, quarter, site, seen if site == "jy" else at(10, 16, 10), home(SITES[site], seen, seen.date()))
    posted(whole, quarter, "wx", at(10, 16, 11), date(2026, 10, 15))
    fourth = bulletin_figures(whole, quarter, Quarter.of("2026-Q4", OCTOBER), OCTOBER)
    assert fourth.sites == Checked(registered=2, inspected=2, qualified=2)
    assert fourth.accounts == Checked(2, 1, 1, unseen=1, kinds=(("微信", 1), ("微博", 1)))
    third = bulletin_figures(whole, quarter, Quarter.of("2026-Q3", OCTOBER), OCTOBER)
    assert (third.sites.inspected, third.accounts.inspected) == (None, None)
    assert "本季度检查情况未统计。" in written(whole, quarter, tmp_path)


def test_a_told_veto_takes_the_quarters_qualification(desk: Desk, ledger: Ledger) -> None:
    inspected(desk, ledger, "mz", at(7, 6), home(SITES["mz"], at(7, 6), date(2026, 7, 1)))
    inspected(desk, ledger, "jy", at(7, 6, 10), home(SITES["jy"], at(7, 6), date(2026, 7, 1)))
    veto = problem(desk, ledger, VETO, "mz", at(7, 7), place="首页")
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31, 10), {veto: None})
    look(desk, ledger, at(8, 12), says(VETO, "mz", at(8, 12), Outcome.PASS, place="首页"))
    figures = bulletin_figures(desk, ledger, Quarter.of("2026-Q3", OCTOBER), OCTOBER)
    assert (figures.sites.inspected, figures.sites.qualified) == (2, 1)


def test_a_quarter_that_goes_on_and_one_without_a_notice(desk: Desk, ledger: Ledger, tmp_path: Path) -> None:
    problem(desk, ledger, LINK, "jy", at(7, 6))
    text = written(desk, ledger, tmp_path)
    assert "7月、8月、9月未印发通报；没有通报过的问题不计入本通报。" in text
    assert "本季度通报的问题未统计。" in text
    assert "首页链接" not in text
    assert "10月未印发通报；没有通报过的问题不计入本通报。11月、12月尚未到。" in written(
        desk, ledger, tmp_path, "2026-Q4"
    )


def test_a_persons_words_for_a_place_are_not_published(desk: Desk, ledger: Ledger, tmp_path: Path) -> None:
    place = "“张三把共和国写成共合国”（jy.wangshu.example/2026/a.html）"
    wording = problem(desk, ledger, TODAY, "jy", at(7, 6), PRIVATE, place)
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31, 10), {wording: None})
    text = written(desk, ledger, tmp_path)
    assert f"1.{EDU}“望舒教育网”：严重表述错误1个，未完成整改。" in text
    assert "张三" not in text


def test_a_problem_told_twice_is_one_and_stays_with_whom_it_was_told_of(
    desk: Desk, ledger: Ledger, tmp_path: Path
) -> None:
    """July and September tell it; after that it is put right, the site goes to 民政局, and it is seen again there."""
    link = problem(desk, ledger, LINK, "jy", at(7, 6))
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31, 10), {link: None})
    for day, outcome in ((4, Outcome.PASS), (10, Outcome.FAIL)):
        look(desk, ledger, at(8, day), says(LINK, "jy", at(8, day), outcome))
    signed(ledger, "2026-09", "望府办〔2026〕9号", at(9, 30, 10), {link: None})
    look(desk, ledger, at(10, 4), says(LINK, "jy", at(10, 4), Outcome.PASS))
    site = replace(desk.register.sites["jy"], sponsor="civ", former_sponsors=(Duty("edu", until=date(2026, 9, 30)),))
    moved = replace(desk, register=replace(desk.register, sites={**desk.register.sites, "jy": site}))
    look(moved, ledger, at(10, 9), says(LINK, "jy", at(10, 9), Outcome.FAIL))
    text = written(moved, ledger, tmp_path)
    assert "共通报问题1个（同一问题再次通报的1次不重复计数），涉及1个单位" in text
    assert f"1.{EDU}“望舒教育网”：首页链接不可用1个，已整改。" in text


def test_a_return_that_was_a_false_alarm_corrects_nothing(desk: Desk, ledger: Ledger, tmp_path: Path) -> None:
    severe = problem(desk, ledger, TODAY, "jy", at(7, 6), place="首页")
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {severe: None})
    for month, outcome in ((8, Outcome.PASS), (9, Outcome.FAIL)):
        look(desk, ledger, at(month, 4), says(TODAY, "jy", at(month, 4), outcome, place="首页"))
    ledger.decisions.decide(severe, Decision(Event.DISMISS, at(9, 5), "张三", "看错了", date(2027, 9, 5)))
    text = written(desk, ledger, tmp_path)
    assert "共通报问题1个，涉及1个单位" in text
    assert "予以更正" not in text


def test_a_veto_fixed_after_the_quarter_stood_in_it(desk: Desk, ledger: Ledger) -> None:
    """Seen on 29 September, after the last notice, and fixed in October before the bulletin is written."""
    inspected(desk, ledger, "mz", at(9, 28), home(SITES["mz"], at(9, 28), date(2026, 9, 1)))
    problem(desk, ledger, VETO, "mz", at(9, 29), place="首页")
    look(desk, ledger, at(10, 4), says(VETO, "mz", at(10, 4), Outcome.PASS, place="首页"))
    third = bulletin_figures(desk, ledger, Quarter.of("2026-Q3", OCTOBER), OCTOBER)
    assert (third.sites.inspected, third.sites.qualified) == (1, 0)


@pytest.mark.parametrize("name", ["2026-Q5", "2026Q0", "第三季度", "2027-Q1", ""])
def test_what_is_no_quarter(desk: Desk, ledger: Ledger, tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError, match="--quarter"):
        write_quarter(desk, ledger, name, tmp_path, OCTOBER)
    assert list(tmp_path.glob("季度*")) == []


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("望舒教育网 http://jy.wangshu.example", "网址"),
        ("望舒教育网jy.wangshu.gov.cn", "网址"),
        ("望舒教育网（13800138000）", "手机号"),
    ],
)
def test_a_register_that_holds_it_stops_the_bulletin(
    desk: Desk, quarter: Ledger, tmp_path: Path, name: str, what: str
) -> None:
    site = replace(desk.register.sites["jy"], name=name)
    loose = replace(desk, register=replace(desk.register, sites={**desk.register.sites, "jy": site}))
    with pytest.raises(ConfigError, match=f"有{what}，不能写进公开的通报"):
        write_quarter(loose, quarter, "2026-Q3", tmp_path, OCTOBER)
    assert list(tmp_path.glob("季度*")) == []


def test_so_does_a_template_that_holds_it(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    template = desk.workspace.letters / "bulletin.docx"
    document = docx.Document(str(template))
    document.sections[0].footer.paragraphs[0].add_run("联系电话：020-83000000")
    document.save(str(template))
    with pytest.raises(ConfigError, match="电话号码"):
        write_quarter(desk, quarter, "2026-Q3", tmp_path, OCTOBER)


def test_the_file_does_not_name_who_made_the_template(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    template = desk.workspace.letters / "bulletin.docx"
    document = docx.Document(str(template))
    document.core_properties.author = document.core_properties.last_modified_by = "张三"
    document.save(str(template))
    letter, _ = write_quarter(desk, quarter, "2026-Q3", tmp_path, OCTOBER)
    core = docx.Document(str(letter)).core_properties
    assert (core.author, core.last_modified_by) == ("", "")


def test_the_command_writes_two_files_and_queues_nothing(desk: Desk, quarter: Ledger, tmp_path: Path) -> None:
    words_ = ["--workspace", str(desk.workspace.root), "letters", "bulletin", "--quarter", "2026-Q3"]
    done = CliRunner().invoke(cli, [*words_, "--out", str(tmp_path), "--now", "2026-10-20T09:00"])
    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in tmp_path.glob("季度*")) == [
        "季度通报-2026-Q3.docx",
        "季度通报附表-2026-Q3.xlsx",
    ]
    assert quarter.letters.find() == []
