"""The yearly score: reckoned by hand, from what signed notices told; a letter holds its own unit's lines only."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from desk.cli.main import cli
from desk.context import Desk
from desk.correspondence.annual import queue_scores, year_figures
from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import Ledger
from ledger.vocabulary import Column, Decision, Duty, Event, Outcome
from ledger.vocabulary.post.outbox import LetterKind, LetterState, Matter
from reports.letters.annual import LostLine, ScoreFigures, score_fields, write_score
from tests.letters.periodic_office import signed
from tests.letters.urging_office import CIV, EDU, LINK, TODAY, VETO, at, look, problem, says, words

NEXT_YEAR = at(12, 31).replace(year=2027, month=1, day=20)
PRICES = "[criterion.link-home]\npoints = 3\ncap = 5\n"


def settle_points(desk: Desk, text: str) -> None:
    (desk.workspace.config / "scoring.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def year(desk: Desk, ledger: Ledger) -> dict[str, int]:
    """What July's notice tells 望舒区教育局 of: fixed in time, seen unfixed after its day, a 误报, an appeal; and what
    nobody told it of. 望舒区民政局 has a veto.
    """
    made = {
        name: problem(desk, ledger, LINK, "jy", at(7, 6, 8 + n))
        if n == 0
        else problem(desk, ledger, LINK, "jy", at(7, 6, 8 + n), place=f"http://jy.wangshu.example/{name}")
        for n, name in enumerate(("intime", "late", "false", "appealed", "untold"))
    }
    made["veto"] = problem(desk, ledger, VETO, "mz", at(7, 7), place="首页")
    july = {made[name]: date(2026, 8, 5) for name in ("intime", "late", "false", "appealed", "veto")}
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31, 10), july)
    intime, late = ledger.findings.get(made["intime"]).place, ledger.findings.get(made["late"]).place
    look(desk, ledger, at(8, 4), says(LINK, "jy", at(8, 4), Outcome.PASS, place=intime))
    look(desk, ledger, at(8, 6), says(LINK, "jy", at(8, 6), Outcome.FAIL, place=late))
    ledger.decisions.decide(made["false"], Decision(Event.DISMISS, at(8, 7), "张三", "误报", date(2026, 9, 30)))
    ledger.decisions.decide(made["appealed"], Decision(Event.APPEAL, at(8, 8), "张三", "不属实"))
    signed(ledger, "2026-12", "望府办〔2026〕12号", at(12, 31, 10), {})
    return made


def figures(desk: Desk, ledger: Ledger) -> dict[str, ScoreFigures]:
    made, unowned = year_figures(desk, ledger, 2026, NEXT_YEAR)
    assert unowned == 0
    return made


def test_the_years_notices_are_charged(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    """Three told and not false: 3 × 3 = 9, at most 5; one overdue takes 1 more. The 误报 stays one when it expires."""
    settle_points(desk, "overdue = 1\n" + PRICES)
    edu = figures(desk, ledger)["edu"]
    assert (edu.points, edu.lost, edu.months) == (94.0, 6.0, (7, 12))
    assert edu.unissued == (1, 2, 3, 4, 5, 6, 8, 9, 10, 11)
    (line,) = edu.lines
    assert line.findings == (year["intime"], year["late"], year["appealed"])
    assert (line.overdue, line.fixed, line.appealed) == (1, 1, (year["appealed"],))
    assert line.price == "每个3分，最多扣5分"
    assert edu.provisional == (f"问题{year['appealed']}的申诉待裁定，裁定后得分可能变动。",)


def test_an_upheld_appeal_is_charged_no_more(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    settle_points(desk, PRICES)
    ledger.decisions.decide(year["appealed"], Decision(Event.RULE_ON_APPEAL, at(8, 9), "张三", "成立"))
    ledger.decisions.decide(year["appealed"], Decision(Event.DISMISS, at(8, 9), "张三", "申诉成立"))
    edu = figures(desk, ledger)["edu"]
    assert (edu.lines[0].findings, edu.provisional) == ((year["intime"], year["late"]), ())
    assert (edu.points, edu.result, edu.rank) == (95.0, "合格", 1)


def test_a_problem_that_came_back(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    """Closed on 4 August, seen again on 1 and confirmed: one return. What is only suspected to be back is none."""
    settle_points(desk, "returned = 2\n" + PRICES.replace("cap = 5", "cap = 50"))
    place = ledger.findings.get(year["intime"]).place
    look(desk, ledger, at(9, 1), says(LINK, "jy", at(9, 1), Outcome.FAIL, place=place))
    (line,) = figures(desk, ledger)["edu"].lines
    assert (line.returned, line.extra, line.fixed, line.taken) == (1, 2.0, 0, 11.0)


def test_what_is_only_suspected_to_be_back_counts_as_fixed(desk: Desk, ledger: Ledger) -> None:
    severe = problem(desk, ledger, TODAY, "jy", at(7, 6), place="http://jy.wangshu.example/a")
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {severe: None})
    for day, outcome in ((4, Outcome.PASS), (5, Outcome.FAIL)):
        look(desk, ledger, at(8, day), says(TODAY, "jy", at(8, day), outcome, place="http://jy.wangshu.example/a"))
    (line,) = figures(desk, ledger)["edu"].lines
    assert (line.returned, line.fixed) == (0, 1)


def test_as_shipped_the_score_is_not_final(desk: Desk, ledger: Ledger, year: dict[str, int], tmp_path: Path) -> None:
    """No points of dead links are verified: nothing is taken, and the letter says so."""
    done = queue_scores(desk, ledger, 2026, tmp_path, NEXT_YEAR)
    edu, civ = (words(data) for _, data in done.documents)
    numbers = "、".join(str(year[name]) for name in ("intime", "late", "appealed"))
    for said in (
        "评分情况的通知（暂定）",
        f"{EDU}：",
        "按2026年度印发的2期月度通报（7月、12月）所通报的问题对各单位进行了评分。"
        "1月至6月、8月至11月没有印发通报；没有通报过的问题不计。",
        "你单位2026年度暂定得分100分（基础分100分，问题扣0分），暂不评定结果，暂不排名。",
        "本次得分为暂定，不作为最终结果：",
        "有1项指标的分值未核实（首页链接不可用），涉及问题3个，没有计入扣分。",
        f"分值未核实\n未扣\n“望舒教育网”链接，共3个问题（编号{numbers}）；其中逾期1个",
        "已整改1个，未完成整改2个",
    ):
        assert said in edu, said
    assert "最终" in edu
    assert "合格" not in edu
    assert "因通报过“单项否决”类问题（首页不更新），评定为不合格" in civ
    for strange in (EDU, "望舒教育网", "首页链接"):
        assert strange not in civ


def test_the_letters_wait_and_name_what_they_rest_on(
    desk: Desk, ledger: Ledger, year: dict[str, int], tmp_path: Path
) -> None:
    done = queue_scores(desk, ledger, 2026, tmp_path, NEXT_YEAR, "李四")
    edu, civ = (ledger.letters.get(number) for number in done.numbers)
    assert (edu.kind, edu.period, edu.state, edu.unit) == (LetterKind.SCORE, "2026", LetterState.HELD, "edu")
    assert ledger.letters.matters(civ.id) == [Matter(year["veto"])]
    assert [m.finding for m in ledger.letters.matters(edu.id)] == sorted(
        year[n] for n in ("intime", "late", "appealed")
    )
    again = queue_scores(desk, ledger, 2026, tmp_path, NEXT_YEAR.replace(day=21))
    assert again.numbers == done.numbers


def test_a_letter_to_a_unit_that_was_merged_says_so_to_the_clerk(
    desk: Desk, ledger: Ledger, year: dict[str, int], tmp_path: Path
) -> None:
    gone = replace(desk.register.units["edu"], closed=date(2026, 9, 1), successor="civ")
    merged = replace(desk, register=replace(desk.register, units={**desk.register.units, "edu": gone}))
    edu, civ = (
        ledger.letters.get(number) for number in queue_scores(merged, ledger, 2026, tmp_path, NEXT_YEAR).numbers
    )
    assert edu.note == f"单位已于2026-09-01撤并，由{CIV}承接，放行前请核对收件人"
    assert civ.note == ""


def test_the_offices_workbook(desk: Desk, ledger: Ledger, year: dict[str, int], tmp_path: Path) -> None:
    rule = '[[adjustment]]\nyear = 2026\nunit = "edu"\npoints = -0.5\nwhy = "=cmd"\nby = "经手人甲"\n'
    settle_points(desk, PRICES + rule + rule.replace("2026", "2025"))
    done = queue_scores(desk, ledger, 2026, tmp_path, NEXT_YEAR)
    book = load_workbook(done.workbook)
    rows = list(book["各单位得分"].iter_rows(min_row=2, max_col=9, values_only=True))
    assert [tuple(v for v in row) for row in rows] == [
        (EDU, None, 94.5, "未评定", 1, 2, 3, 5, -0.5),
        (CIV, None, 100, "不合格（单项否决）", 2, 2, 1, 0, 0),
    ]
    assert book["加减分"]["C2"].value == "=cmd"
    assert book["加减分"]["C2"].data_type == "s"
    assert [row[3] for row in book["加减分"].iter_rows(min_row=2, values_only=True)] == ["经手人甲"]
    text = words(done.documents[0][1])
    assert "人工加减-0.5分" in text
    assert "经手人甲" not in text


def test_the_command(desk: Desk, tmp_path: Path) -> None:
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {problem(desk, ledger, LINK, "jy", at(7, 6)): None})
    words_ = ["--workspace", str(desk.workspace.root), "letters", "score", "--year", "2026", "--out", str(tmp_path)]
    done = CliRunner().invoke(cli, [*words_, "--now", "2027-01-20T09:00"])
    assert done.exit_code == 0, done.output
    assert f"待放行  {EDU}  年度评分通知" in done.output
    assert "注意：2 个单位的得分是暂定的" in done.output  # December's notice is not signed
    assert len(list(tmp_path.glob("*年度评分通知-2026-*.docx"))) == 2
    assert (tmp_path / "年度评分-2026.xlsx").is_file()


def test_a_strangers_line_is_refused(desk: Desk, ledger: Ledger, year: dict[str, int], tmp_path: Path) -> None:
    edu = figures(desk, ledger)["edu"]
    mixed = replace(edu, lines=(*edu.lines, LostLine(CIV, "首页不更新", "单项否决", 0.0, (9,), ("首页",), 0)))
    with pytest.raises(ValueError, match=CIV):
        write_score(mixed, desk.workspace.letters / "score.docx", tmp_path / "a.docx")


def test_a_year_that_goes_on_is_said(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    settle_points(desk, PRICES)
    scored, _ = year_figures(desk, ledger, 2026, at(8, 20))
    assert scored["edu"].provisional[0] == "2026年度尚未结束。"
    assert scored["edu"].unissued == (1, 2, 3, 4, 5, 6)
    with pytest.raises(ConfigError, match="--year"):
        year_figures(desk, ledger, 2027, at(8, 20))


def test_numbers_in_a_row_are_told_as_a_span(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    edu = figures(desk, ledger)["edu"]
    line = replace(edu.lines[0], findings=(3, 4, 5, 6, 8, 9), appealed=(3, 4, 5))
    told_ = str(score_fields(replace(edu, lines=(line,)))["扣分"])
    assert "共6个问题（编号3至6、8、9）" in told_
    assert "编号3至5申诉待裁定" in told_


def test_a_year_is_final_only_after_its_last_notice(desk: Desk, ledger: Ledger) -> None:
    """December's notice is signed in January; until then its problems are not charged."""
    settle_points(desk, PRICES)
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {problem(desk, ledger, LINK, "jy", at(7, 6)): None})
    early, _ = year_figures(desk, ledger, 2026, NEXT_YEAR.replace(day=4))
    assert early["civ"].provisional == ("2026年12月的通报尚未印发，印发后得分可能变动。",)
    assert early["civ"].result == "未评定"
    # a later month's notice tells what December's would have told
    signed(ledger, "2027-01", "望府办〔2027〕1号", NEXT_YEAR, {})
    assert figures(desk, ledger)["civ"].provisional == ()


def test_whom_a_notice_told_is_charged_whoever_answers_now(desk: Desk, ledger: Ledger) -> None:
    """Told of 教育局 and put right; the site goes to 民政局, and there it is seen again and told of once more."""
    settle_points(desk, "returned = 2\n" + PRICES)
    link = problem(desk, ledger, LINK, "jy", at(7, 6))
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {link: None})
    look(desk, ledger, at(8, 4), says(LINK, "jy", at(8, 4), Outcome.PASS))
    site = replace(desk.register.sites["jy"], sponsor="civ", former_sponsors=(Duty("edu", until=date(2026, 8, 31)),))
    desk = replace(desk, register=replace(desk.register, sites={**desk.register.sites, "jy": site}))
    look(desk, ledger, at(9, 10), says(LINK, "jy", at(9, 10), Outcome.FAIL))
    signed(ledger, "2026-12", "望府办〔2026〕12号", at(12, 31), {})
    scored = figures(desk, ledger)
    assert [line.fixed for line in scored["edu"].lines] == [1]
    assert (scored["edu"].points, scored["civ"].points) == (97.0, 100.0)
    signed(ledger, "2027-01", "望府办〔2027〕1号", NEXT_YEAR.replace(day=10), {link: None})
    assert figures(desk, ledger)["civ"].points == 100.0
    (line,) = year_figures(desk, ledger, 2027, NEXT_YEAR)[0]["civ"].lines
    assert (line.findings, line.returned, line.fixed, line.taken) == ((link,), 0, 0, 3.0)


def test_a_return_that_was_a_false_alarm_leaves_what_was_told_before(desk: Desk, ledger: Ledger) -> None:
    """Told in July, fixed in August; what was suspected in September is a 误报, and July's problem is none."""
    severe = problem(desk, ledger, TODAY, "jy", at(7, 6), place="http://jy.wangshu.example/a")
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {severe: None})
    for month, outcome in ((8, Outcome.PASS), (9, Outcome.FAIL)):
        look(desk, ledger, at(month, 4), says(TODAY, "jy", at(month, 4), outcome, place="http://jy.wangshu.example/a"))
    ledger.decisions.decide(severe, Decision(Event.DISMISS, at(9, 5), "张三", "看错了", date(2027, 9, 5)))
    (line,) = figures(desk, ledger)["edu"].lines
    assert (line.findings, line.fixed) == ((severe,), 1)
    ledger.decisions.decide(severe, Decision(Event.CONFIRM, at(9, 5, 10), "李四", "属实"))
    (line,) = figures(desk, ledger)["edu"].lines
    assert (line.returned, line.fixed) == (0, 1)  # confirmed by one, and a 误报 to the other: nothing is told of it
    # an appeal is against what was told, whenever it is upheld
    ledger.decisions.decide(severe, Decision(Event.RESTORE, at(9, 6), "张三", "另行处理"))
    ledger.decisions.decide(severe, Decision(Event.APPEAL, at(9, 6, 10), "张三", "七月也没有"))
    ledger.decisions.rule_on_appeal(severe, Decision(Event.DISMISS, at(9, 7), "张三", "属实"), accept=True)
    assert figures(desk, ledger)["edu"].lines == ()


def test_what_flapped_before_anyone_was_told_is_no_return(desk: Desk, ledger: Ledger) -> None:
    severe = problem(desk, ledger, TODAY, "jy", at(7, 6), place="http://jy.wangshu.example/a")
    for day, outcome in ((7, Outcome.PASS), (8, Outcome.FAIL)):
        look(desk, ledger, at(7, day), says(TODAY, "jy", at(7, day), outcome, place="http://jy.wangshu.example/a"))
    ledger.decisions.decide(severe, Decision(Event.CONFIRM, at(7, 9), "张三", "属实"))
    signed(ledger, "2026-07", "望府办〔2026〕7号", at(7, 31), {severe: None})
    (line,) = figures(desk, ledger)["edu"].lines
    assert (line.returned, line.fixed) == (0, 0)


def test_an_appeal_leaves_the_ranks_of_its_group_open(desk: Desk, ledger: Ledger, year: dict[str, int]) -> None:
    settle_points(desk, PRICES)
    civ = figures(desk, ledger)["civ"]
    assert (civ.provisional, civ.rank, civ.rank_open) == ((), 2, True)
    assert "个单位中暂列第2位" in str(score_fields(civ)["得分"])


def test_who_answers_for_a_closed_site_alone_is_not_scored(desk: Desk, ledger: Ledger) -> None:
    closed = replace(desk.register.sites["mz"], closed=date(2026, 9, 1))
    column = Column("mz-1", "mz", "通知公告", "http://mz.wangshu.example/tz/")
    register = replace(desk.register, sites={**desk.register.sites, "mz": closed}, columns={"mz-1": column})
    assert list(figures(replace(desk, register=register), ledger)) == ["edu"]


def test_a_year_without_notices(desk: Desk, ledger: Ledger) -> None:
    problem(desk, ledger, LINK, "jy", at(7, 6))
    edu = figures(desk, ledger)["edu"]
    assert (edu.points, edu.lines) == (100.0, ())
    assert "2026年度没有印发月度通报，没有可以扣分的问题。" in str(score_fields(edu)["依据"])
