"""What the demo leaves beside the notice: letters, answers, comparison, quarter, year and lot."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from demo.run import MARK, contents
from demo.sample.district import UNITS
from demo.sample.truth import Truth
from desk.context import open_desk
from desk.findings.finding_history import history
from desk.spot_checks.random_sample import Share
from desk.spot_checks.sampling import SampleRequest, draw
from ledger.vocabulary import State
from tests.desk.demo.left import NOW, open_ledger, said

SPOT = datetime(2026, 11, 30, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


def units_written_to(demo: Path, folder: str, start: str) -> set[str]:
    return {path.stem.rsplit("-", 1)[1] for path in (demo / folder).glob(f"{start}-*.docx")}


def test_a_letter_beside_the_notice_holds_its_own_unit_only(demo: Path) -> None:
    letters = [path for folder in ("催办", "节前提醒", "年度评分") for path in (demo / folder).glob("*.docx")]
    assert len(letters) == 1 + 6 + 4 + 7 + 7
    for letter in letters:
        own, text = letter.stem.rsplit("-", 1)[1], said(letter)
        assert own in text
        for unit in UNITS:
            if unit.name not in (own, "望舒区人民政府办公室"):
                assert unit.name not in text, (letter.name, unit.name)


def test_who_is_pressed_for_what(demo: Path, expected: Truth) -> None:
    names = {unit.id: unit.name for unit in UNITS}
    # this month's new 单项否决: an account of 教育局; the 检查指标 do not bind the site of 文化馆
    assert units_written_to(demo, "催办", "紧急整改通知") == {names["jyj"]}
    # last month's problems that still stand; three working days have passed since each was due
    still = Counter(f.unit for f in expected.findings if f.fate == "仍存在")
    assert sum(still.values()) == expected.figures["still_open"]
    asleep = {"qsz": 1}  # told with that the account is silent
    for unit, count in still.items():
        count -= asleep.get(unit, 0)
        assert f"有{count}个问题超过整改时限" in said(demo / "催办" / f"督办单-{names[unit]}.docx")
    # told on the 23rd with five working days: due on Monday the 30th, reminded on Friday
    near = {"qsz": 1, "jyj": 1, "whg": 2, "zsj": 1}
    assert units_written_to(demo, "催办", "整改到期提醒") == {names[unit] for unit in near}
    for unit, count in near.items():
        text = said(demo / "催办" / f"整改到期提醒-{names[unit]}.docx")
        assert f"截至2026年11月27日8时30分，你单位有{count}个问题的整改时限即将到期" in text
        assert "2026年11月30日" in text


def test_a_true_answer_is_closed_and_an_untrue_one_is_not(demo: Path) -> None:
    with open_ledger(demo) as ledger:
        found = {(f.criterion, f.subject, f.place): f for f in ledger.findings.find()}
        answered = ledger.answers.find(unit="qsz")
        mended = found["link-other", "qingshui", "http://qs.wangshu.gov.cn/fw/banshi.html"]
        told = [" ".join(line.split()) for line in history(open_desk(demo / "工作区"), ledger, mended, NOW)]
    # of four rows; the appeal is against all that says the account is silent
    assert len(answered) == 4 + 1
    # who said so is named as people know it
    assert any("反馈已整改 已通报 → 待复查 望舒区清水镇人民政府" in line for line in told)
    assert mended.state is State.CLOSED
    assert found["link-home", "qingshui", "http://old.qingshuizhen.invalid/"].state is State.FIXING
    assert found["account-stale", "wb-qsz", "账号"].appeal
    assert (demo / "回执" / "整改回执-望舒区清水镇人民政府.xlsx").is_file()


def test_the_third_party_is_compared(demo: Path, expected: Truth) -> None:
    book = load_workbook(demo / "第三方" / "比对表.xlsx")
    rows = {sheet.title: sheet.max_row - 2 for sheet in book}  # a caption and the heads
    # what stood in November: all of last month's (none was closed before the 8th) and the new ones, less the one told
    figures = expected.figures
    ours = figures["told_last"] + figures["new_this"] - 1
    assert rows == {"双方都发现": 1, "对方发现我方未发现": 2, "我方发现对方未报": ours}


def test_the_quarter_and_the_year_add_up(demo: Path, expected: Truth) -> None:
    figures = expected.figures
    told = figures["told_last_facts"] + figures["new_this"]
    text = said(demo / "季度通报" / "季度通报-2026-Q4.docx")
    # 清水镇's link came back, was told again and mended: one more than the notice of November knew
    assert f"共通报问题{told}个" in text
    assert "，涉及7个单位；" in text
    fixed = figures["fixed_facts"] + 1
    assert f"已整改{fixed}个，未完成整改{told - fixed}个" in text
    scores = load_workbook(demo / "年度评分" / "年度评分-2026.xlsx").worksheets[0]
    heads, *rows = scores.iter_rows(values_only=True)
    column = heads.index("问题数")
    assert len(rows) == len(UNITS)
    assert sum(int(str(row[column])) for row in rows) == told


def test_the_lot_can_be_drawn_again_in_the_workspace(demo: Path) -> None:
    again = draw(open_desk(demo / "工作区"), SampleRequest(Share.read("20%"), Share.read("10%"), 20261130), SPOT)
    assert len(again.subjects) == 1 + 2  # a fifth of 5 sites, a tenth of 12 accounts
    text = said(demo / "抽查" / "抽查情况表-2026-11-30-20261130.docx")
    assert again.register in text
    for one in again.subjects:
        assert one.name in text


def test_the_terminal_says_where_everything_lies(demo: Path) -> None:
    named = {line.partition("  ")[0] for line in contents(demo)}
    assert named == {str(path) for path in demo.iterdir() if path.name != MARK}
