"""What a unit reads: how much changed, what is wrong where and by when, how to answer. Nothing of anyone else's."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser

from ledger.vocabulary import State
from reports.documents.letter import TemplateError
from reports.figures.models import ProblemLine
from reports.mail.unit_mail import UnitMail, bodies, headline, mark, subject, write_list

LETTERS = Path(__file__).parents[2] / "config" / "letters"
Line, Mail = Callable[..., ProblemLine], Callable[..., UnitMail]
LATE = {"overdue": True, "due": date(2026, 10, 30)}


def said(mail: UnitMail) -> tuple[str, str]:
    """The plain part, and the HTML part's text."""
    text, html = bodies(mail, LETTERS, ["整改通知单2026-11.docx", "问题清单2026-11.xlsx"])
    body = LexborHTMLParser(html).body
    assert body is not None
    return text, body.text(separator=" ")


def test_the_subject_is_led_by_what_changed(line: Line, mail: Mail) -> None:
    new = (line(), line(no=2), line(no=3))
    assert headline(mail(new, (line(**LATE),))) == "新增 3 项，逾期 1 项"
    assert headline(mail((), (line(**LATE), line()))) == "逾期 1 项，其他未整改 1 项"
    assert headline(mail((line(state=State.CLOSED),), (), (line(),))) == "已整改 2 项"
    assert headline(mail((line(), line(**LATE)), (line(**LATE),), (line(),))) == "新增 2 项，逾期 2 项，已整改 1 项"
    assert subject(mail(new)) == "新增 3 项（2026年11月政府网站问题整改通知单，望舒区教育局）"


def test_both_parts_say_what_where_by_when_and_how_to_answer(line: Line, mail: Mail) -> None:
    old = line(
        no=4, place="首页", message="首页最近一条信息发布于2026年9月1日。", address="https://jy.wangshu.example/"
    )
    told = mail((line(),), (replace(old, **LATE),), (line(title="链接不可用", place="链接"),))  # type: ignore[arg-type]
    for part in said(told):
        for words in (
            "望舒区教育局：",
            "新增 1 项，逾期 1 项，已整改 1 项",
            "1项已逾期，请立即整改；其余1项请于2026年12月4日前完成整改。",
            "请于2026年12月4日前回复本邮件，附上填好、盖章的回执。",
            "“望舒教育网”“通知公告”栏目",
            "最新信息发布于2026年9月28日，至检查时已53天未更新。",
            "2026年10月30日",
            "已逾期",
            "“望舒教育网”链接：链接不可用",
            "附件：整改通知单2026-11.docx、问题清单2026-11.xlsx",
            "联系人：网站管理岗，电话：000-0000000",
        ):
            assert words in part, words


@pytest.mark.parametrize(
    ("new", "older", "demand"),
    [
        ([{}], [], "请于2026年12月4日前完成整改。"),
        ([{}, {"due": date(2026, 12, 1)}], [], "请按所列时限完成整改（最早2026年12月1日）。"),
        ([{"due": date(2026, 12, 1)}], [], "请于2026年12月1日前完成整改。"),
        ([{"due": None}], [], "请于2026年12月4日前完成整改。"),
        ([], [LATE, LATE], "2项已逾期，请立即整改。"),
        ([{}], [LATE], "1项已逾期，请立即整改；其余1项请于2026年12月4日前完成整改。"),
    ],
)
def test_the_demand_fits_what_is_open(
    line: Line, mail: Mail, new: list[dict[str, object]], older: list[dict[str, object]], demand: str
) -> None:
    text, _ = said(mail(tuple(line(**c) for c in new), tuple(line(**c) for c in older)))
    assert demand in text.splitlines()


def test_where_all_is_put_right_nothing_is_demanded(line: Line, mail: Mail) -> None:
    for part in said(mail((line(state=State.CLOSED),))):
        assert "已整改 1 项" in part
        assert "请于" not in part
        assert "回执的扫描件" not in part


def test_a_deadline_in_a_year_without_known_holidays_says_so(line: Line, mail: Mail) -> None:
    told = mail((line(),))
    unknown = UnitMail(replace(told.sheet, deadline_known=False))
    assert "节假日安排尚未公布或尚未载入" in said(unknown)[0]


def test_another_units_line_is_refused_wherever_it_stands(line: Line, mail: Mail) -> None:
    stranger = line(unit="望舒区文化馆")
    for lines in (((stranger,), (), ()), ((), (stranger,), ()), ((), (), (stranger,))):
        with pytest.raises(ValueError, match="望舒区教育局的信件混入了其他单位的问题：望舒区文化馆"):
            mail(*lines)


def test_at_most_100_rows_and_the_rest_is_counted(line: Line, mail: Mail, tmp_path: Path) -> None:
    new = tuple(line(no=n, place=f"第{n}处") for n in range(1, 91))
    older = tuple(line(no=n, place=f"旧{n}处") for n in range(1, 61))
    told = mail(new, older)
    text, html = bodies(told, LETTERS, [])
    assert text.count("   问题：") == 100
    assert html.count("<tr valign") == 100
    assert "本期新增（90项）" in text
    assert "仍未整改（60项，请一并整改）" in text
    assert "以上列出100项，其余50项见附件中的问题清单。" in text
    book = load_workbook(write_list(told, tmp_path / "list.xlsx"))
    assert [(sheet.title, sheet.max_row - 1) for sheet in book] == [("需整改的问题", 90), ("以前通报仍未整改", 60)]


def test_the_page_to_open_is_the_one_that_uses_the_dead_target(line: Line, mail: Mail) -> None:
    """The target may by now belong to someone else: it stands as words, never as a link."""
    dead = "http://old.example/"
    one = line(address=dead, message=f"首页链接“旧站”（{dead}）打不开", examples=("https://jy.wangshu.example/",))
    text, html = bodies(mail((one,)), LETTERS, [])
    assert "   地址：https://jy.wangshu.example/" in text.splitlines()
    assert [a.attributes["href"] for a in LexborHTMLParser(html).css("a")] == ["https://jy.wangshu.example/"]


def test_crawled_text_is_data(line: Line, mail: Mail, tmp_path: Path) -> None:
    evil = line(
        message='<script>alert(1)</script>{{ 7*7 }}\x1b[2J\r\n.\r\nRCPT TO:<all@else.example>"',
        site="<b>站</b>",
        address="javascript:alert(1)",
    )
    told = mail((evil,))
    text, html = bodies(told, LETTERS, [])
    page = LexborHTMLParser(html)
    assert not page.css("script, td b, a")
    assert "{{ 7*7 }}" in text
    assert "\x1b" not in text + html
    assert all(line.isprintable() for line in text.splitlines())
    assert "." not in text.splitlines()
    cell = load_workbook(BytesIO(write_list(told, tmp_path / "list.xlsx").read_bytes())).active["L2"]  # type: ignore[index]
    assert cell.data_type == "s"


def test_the_same_problems_on_another_day_are_the_same_letter(line: Line, mail: Mail) -> None:
    told = mail((line(state=State.CONFIRMED),), (line(no=2),))
    later = replace(told.sheet, made=told.sheet.made + timedelta(days=2), deadline=date(2026, 12, 8))
    looked = line(state=State.NOTIFIED, checked=datetime(2026, 11, 21, 10, 5, tzinfo=told.sheet.made.tzinfo))
    assert mark(UnitMail(replace(later, problems=(looked,)))) == mark(told)
    for changed in (
        mail((line(),)),
        mail((line(state=State.CLOSED),), (line(no=2),)),
        mail((line(),), (line(no=2, overdue=True),)),
        mail((line(place="首页"),), (line(no=2),)),
        mail((line(),), (line(no=2),), (line(no=3),)),
    ):
        assert mark(changed) != mark(told)


def test_a_template_that_is_missing_or_wrong_is_said(line: Line, mail: Mail, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match=r"mail-sheet\.txt\.jinja 不存在"):
        bodies(mail((line(),)), tmp_path, [])
    (tmp_path / "mail-sheet.txt.jinja").write_text("{{ 没有的字段 }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="用了没有的字段“没有的字段”"):
        bodies(mail((line(),)), tmp_path, [])
