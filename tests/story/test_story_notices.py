"""The two notices of the story, read back out of their files: September's as issued, October's as drafted."""

import email
from email.policy import SMTP
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterKind
from tests.story.story_plan import d
from tests.story.story_play import NUMBER, Played

pytestmark = pytest.mark.timeout(1200)
SEPTEMBER = frozenset(
    (
        *("专题死链", "招生简章", "教育动态", "镇街动态", "招生快讯", "活动预告", "非遗专题"),
        *("政民互动", "公安备案", "栏目标签", "会议材料", "电话簿", "教育微信"),
    )
)
OCTOBER = frozenset(
    (
        *("专题死链", "镇街动态", "镇街动态空白", "便民服务", "往期活动", "首页不更新", "文体动态"),
        *("学校名录", "通知附件", "清水通知", "办事大厅", "文体微信名称", "严重表述"),
    )
)
OLD, NEW = "望舒区文化体育局", "望舒区文化广电旅游局"


def _document(played: Played, month: str) -> "Document":
    return Document(str(played.out / f"通报-{month}.docx"))


def _text(played: Played, month: str) -> str:
    return "\n".join(p.text for p in _document(played, month).paragraphs)


def _units(played: Played, month: str) -> dict[str, tuple[str, ...]]:
    """The last annex by unit: sites, items, problems, vetoes."""
    rows = [tuple(cell.text for cell in row.cells) for row in _document(played, month).tables[-1].rows]
    assert rows[0] == ("序号", "单位", "网站（个）", "发布信息（条）", "问题（个）", "单项否决")
    return {row[1]: row[2:] for row in rows[1:]}


def test_september_tells_what_was_confirmed_by_its_cut_off(
    played: Played, ledger: Ledger, names: dict[int, str]
) -> None:
    issued = ledger.notices.issued("2026-09")
    assert issued is not None
    assert issued.number == NUMBER
    assert {names[number] for number in issued.told} == SEPTEMBER
    text = _text(played, "2026-09")
    assert "上期整改" not in text  # nothing was told before
    assert "本期核实问题13个，涉及5个单位，其中单项否决1个；3个经提醒后已完成整改。" in text
    assert "发布信息25条" in text
    units = {row.cells[1].text for row in _document(played, "2026-09").tables[0].rows}
    assert OLD in units
    assert NEW not in units


def test_october_tells_what_nobody_was_told_of_yet(played: Played, ledger: Ledger, names: dict[int, str]) -> None:
    """Confirmed after September's cut-off, those of the last days of September among them."""
    draft = ledger.notices.draft("2026-10")
    assert draft is not None
    assert {names[matter.finding] for matter in draft.matters} == OCTOBER
    assert ledger.notices.issued("2026-10") is None
    text = _text(played, "2026-10")
    assert "本期核实问题13个，涉及5个单位，其中单项否决2个；7个经提醒后已完成整改。" in text
    assert "发布信息30条" in text
    assert "于2026年9月28日至10月31日17时00分对" in text


def test_octobers_follow_up_is_the_one_reckoned(played: Played) -> None:
    """Of September's 13, three were fixed when it was told (one of them came back since), one appeal was upheld."""
    text = _text(played, "2026-10")
    assert "上期通报时尚未销号的问题9个，已整改销号5个，未完成整改4个（其中1个重新出现，列入本期）" in text
    assert "2个单位未按要求报送整改情况：望舒区人民政府办公室、区文化馆。" in text
    # 非遗专题, 招生简章, 公安备案
    left = text.partition("未整改到位的有")[2].partition("。")[0]
    assert set(left.split("、")) == {"区文化馆1个", "区教育局1个", "清水镇人民政府1个"}


def test_the_renamed_unit_bears_its_new_name(played: Played, ledger: Ledger) -> None:
    units = {f.unit for f in ledger.findings.find() if f.subject == "wenhua"}
    assert units == {"wtj", "whg"}
    assert f"区{NEW.removeprefix('望舒区')}“望舒文化体育网”首页" in _text(played, "2026-10")
    heads, *rows = load_workbook(played.out / "问题台账-2026-10.xlsx")["问题台账"].iter_rows(values_only=True)
    charged = {str(row[heads.index("责任单位")]) for row in rows}
    assert NEW in charged
    assert OLD not in charged


def test_a_problem_that_comes_back_after_the_column_moved_is_the_new_units(played: Played) -> None:
    table = _document(played, "2026-10").tables[0]
    rows = [[cell.text for cell in row.cells][1:4] for row in table.rows]
    back = "“镇街动态”栏目更新不及时（最近更新2026年10月9日）"
    assert ["望舒区政务服务和数据管理局", "“望舒区人民政府门户网站”", back] in rows


def test_units_are_credited_and_charged_with_their_own(played: Played) -> None:
    """Sites, items, problems, vetoes. What 清水镇 published on the column before it moved is its own."""
    assert _units(played, "2026-09") == {
        "望舒区人民政府办公室": ("1", "12", "2", "0"),
        "望舒区教育局": ("1", "5", "5", "1"),
        OLD: ("1", "3", "1", "0"),
        "望舒区清水镇人民政府": ("1", "5", "4", "0"),
        "望舒区文化馆": ("0", "0", "1", "0"),
    }
    assert _units(played, "2026-10") == {
        "望舒区人民政府办公室": ("1", "14", "2", "0"),
        "望舒区教育局": ("1", "8", "2", "1"),
        NEW: ("1", "3", "5", "1"),
        # on its column there is one of the time before it was its own
        "望舒区政务服务和数据管理局": ("0", "", "2", "0"),
        "望舒区清水镇人民政府": ("1", "5", "2", "0"),
    }


def test_a_site_whose_veto_was_mended_did_have_one(played: Played) -> None:
    """文体 had 首页不更新 until 20 October, 教育 a severe wording, and the notice tells both: two sites had none."""
    assert "未出现“单项否决”的2个，合格率50.0%" in _text(played, "2026-10")


@pytest.mark.parametrize(("month", "done"), [("2026-09", 3), ("2026-10", 7)])
def test_nobody_is_given_a_day_for_what_is_done(played: Played, month: str, done: int) -> None:
    """A problem seen fixed before the notice stands in its list without a deadline that is still to come."""
    rows = [[cell.text for cell in row.cells] for row in _document(played, month).tables[0].rows]
    assert rows[0][-1] == "整改时限"
    assert sum(row[-1] == "已整改" for row in rows) == done


def test_messages_of_the_public_are_counted_by_their_three_days(played: Played) -> None:
    """Two came on 22 October (Thursday), due on the 27th; one was dealt with on the 26th, one on the 28th."""
    assert "收到“我为政府网站找错”留言2条，按期办结1条，按期办结率50.0%" in _text(played, "2026-10")


def test_before_the_holiday_only_those_who_would_cross_their_line_are_told_so(ledger: Ledger) -> None:
    """On 30 September 清水动态 last had something on the 22nd: in time until 6 October, in the middle of 国庆."""
    told = {one.unit: _attached(ledger, one.id) for one in ledger.letters.find(kind=LetterKind.HOLIDAY)}
    assert set(told) == {"qfb", "jyj", "wtj", "qsz", "whg"}
    assert {unit for unit, text in told.items() if "清水动态" in text} == {"qsz"}
    assert "2026年10月6日" in told["qsz"]
    others = ("望舒要闻", "镇街动态", "教育动态", "文体动态", "活动预告", "非遗专题")
    assert [(unit, name) for unit, text in told.items() for name in others if f"“{name}”栏目" in text] == []


def _attached(ledger: Ledger, number: int) -> str:
    """The text of a letter's .docx."""
    message = email.message_from_bytes(ledger.letters.raw(number), policy=SMTP)
    files = [part for part in message.iter_attachments() if (part.get_filename() or "").endswith(".docx")]
    document = Document(BytesIO(files[0].get_content()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def test_a_reminder_names_what_the_unit_heard_first(ledger: Ledger) -> None:
    """教育微信 was told by an urgent letter on 21 September, a week before the notice; on the notice's own day nothing
    else presses for it."""
    first = next(one for one in ledger.letters.find(kind=LetterKind.REMIND))
    assert f"{first.created:%m-%d}" == "09-29"
    text = _attached(ledger, first.id)
    assert "紧急整改通知（2026年9月21日）" in text


def test_what_a_machine_will_look_at_again_is_no_persons_to_verify(played: Played) -> None:
    """When September's notice was written only 学校名录 waited: a dead link, for tomorrow's look and for no clerk."""
    assert "正在人工核实" not in _text(played, "2026-09")


def test_the_record_of_one_busy_day(played: Played) -> None:
    """9 October: 清水通知 and 办事大厅 found; three units reminded; 镇街动态 closed in the afternoon."""
    played.office.at(d("10-31"), "18:00", "daily", "--date", "2026-10-09", "--out", str(played.out))
    text = "\n".join(p.text for p in Document(str(played.out / "巡查日志-2026-10-09.docx")).paragraphs)
    assert "今日检查网站4个" in text
    assert "发现问题2个" in text
    assert "催办3个，整改销号1个；未能核查4处" in text
