"""The notice and the sheet, read back out of the .docx and, through LibreOffice, off the page."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn

from ledger.vocabulary import ProblemClass
from reports.blank_templates import make_templates
from reports.figures import AccountFigures, FollowUp, NoticeFigures, Office, ProblemLine, SheetFigures
from reports.letter import TemplateError
from reports.notice import write_notice
from reports.sheet import write_sheet

Make = Callable[..., ProblemLine]
LETTERS = Path(__file__).parents[2] / "config" / "letters"


def paragraphs(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(str(path)).paragraphs]


def tables(path: Path) -> list[list[list[str]]]:
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in docx.Document(str(path)).tables]


def test_notice_tells_the_month(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    text = paragraphs(write_notice(figures, templates / "notice.docx", tmp_path / "out" / "notice.docx"))
    assert text[:2] == ["望舒区人民政府办公室关于2026年11月", "全区政府网站检查情况的通报"]
    assert "各镇人民政府、街道办事处，区政府各部门、各直属机构：" in text
    heads = [line for line in text if re.match("[一二三]、|（[一二三]）", line)]
    assert heads == [
        "一、总体情况",
        "（一）上期问题整改情况",
        "（二）政府网站",
        "（三）政务新媒体",
        "二、存在的主要问题",
        "（一）单项否决类问题（1个）",
        "（二）信息更新类问题（1个）",
        "（三）链接可用性类问题（1个）",
        "三、工作要求",
        "（一）限期整改，按时反馈。",
        "（二）严格审核，规范发布。",
        "（三）加强读网，及时更新。",
    ]
    assert (
        "1.望舒区民政局“望舒民政网”首页：检查时间点前2周内首页栏目未更新"
        "（经技术监测并人工核实，检查时间2026年11月20日10时05分，状态：整改中）。"
    ) in text
    whole = "\n".join(text)
    assert "已整改销号6个，未完成整改2个。1个单位未按要求报送整改情况：银钩镇人民政府。" in whole
    assert "合格率80.0%" in whole
    assert "按期办结率100%" in whole
    assert "于2026年12月4日前" in whole
    assert "2026年11月30日" in text
    assert "（联系人：某某，电话：000-0000000）" in text


def test_only_a_person_makes_it_checked_by_a_person(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    text = paragraphs(write_notice(figures, templates / "notice.docx", tmp_path / "notice.docx"))
    rows = [line for line in text if re.match(r"\d\.望|\d\.银", line)]
    assert ["人工核实" in row for row in rows] == [True, False, False]


def test_annexes_are_tables(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    problems, unknown, *receipt, units = tables(write_notice(figures, templates / "notice.docx", tmp_path / "n.docx"))
    assert [row[0] for row in problems] == ["序号", "1", "2", "3"]
    assert problems[3][1] == "银钩镇人民政府"
    assert "证据0123456789ab" in problems[1][8]
    assert unknown[1][3:] == ["列表由脚本生成（2处）", "请人工打开栏目页核对最近更新日期。"]
    assert receipt[1][0] == ["问题序号", "原因", "整改措施", "完成时间", "整改后链接或截图"]
    assert units[1:] == [["1", "望舒区教育局", "1", "120", "1", "0"], ["2", "望舒区民政局", "1", "未统计", "1", "1"]]


def test_what_is_not_known_is_not_zero(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    sites = replace(figures.sites, items=None, qualified=None, reported=None, probes=None)
    unsaid = replace(figures, sites=sites, follow_up=FollowUp(3, 1, 2), units=(), problems=(), waiting=0)
    whole = "\n".join(paragraphs(write_notice(unsaid, templates / "notice.docx", tmp_path / "notice.docx")))
    assert "发布信息未统计" in whole
    assert "合格率未统计" in whole
    assert "留言未统计" in whole
    assert "整改情况反馈未统计" in whole
    assert "（三）政务新媒体\n本期未统计。" in whole
    assert "本期未发现已核实的问题。" in whole
    assert "各单位情况表" not in whole


def test_accounts_and_an_unknown_calendar(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    known = replace(figures, accounts=AccountFigures(15, 10, 9, (("微信", 12), ("微博", 3))), deadline_known=False)
    whole = "\n".join(paragraphs(write_notice(known, templates / "notice.docx", tmp_path / "notice.docx")))
    assert "全区政府网站和政务新媒体检查情况的通报" in whole
    assert "政务新媒体15个（微信12个、微博3个），本期检查10个" in whole
    assert "合格率90.0%" in whole
    assert "2026年节假日安排尚未公布" in whole


def test_a_hundred_rows_and_the_rest_in_the_workbook(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    many = replace(figures, problems=tuple(line(no=n) for n in range(1, 131)))
    out = write_notice(many, templates / "notice.docx", tmp_path / "notice.docx")
    assert sum("望舒教育网" in text for text in paragraphs(out)) == 100
    assert len(tables(out)[0]) == 101
    assert paragraphs(out).count("以上列出100个，其余30个问题详见问题台账（问题台账.xlsx）。") == 2


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        ("{{7*7}}{% raw %}", "{{7*7}}{% raw %}"),
        ("a\x00b\x0bc\ufffe\x1b[31m红\x1b[0m", "ab c红"),
        ("</w:t><w:br/>&lt;x", "</w:t><w:br/>&lt;x"),
        ("\u202egnp.exe", "gnp.exe"),
        ("题" * 10_000, "题" * 299 + "…"),
    ],
)
def test_crawled_text_is_only_text(
    hostile: str, seen: str, figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    out = write_notice(
        replace(figures, problems=(line(message=hostile),)), templates / "notice.docx", tmp_path / "notice.docx"
    )
    assert tables(out)[0][1][3] == seen
    assert any(f"栏目：{seen}（经技术监测" in text for text in paragraphs(out))


def test_the_layout_of_the_standard(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    document = docx.Document(str(write_notice(figures, templates / "notice.docx", tmp_path / "notice.docx")))
    section = document.sections[0]
    margins = (section.top_margin, section.left_margin, section.bottom_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins if margin is not None] == [37, 28, 35, 26]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side is not None] == [210, 297]
    assert section._sectPr.xpath("./w:docGrid/@w:linePitch") == ["579"]
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.name and style.name.startswith("公文")
    }
    assert fonts["公文标题"] == "方正小标宋简体"
    assert fonts["公文正文"] == "仿宋_GB2312"
    assert fonts["公文一级标题"] == "黑体"
    assert fonts["公文二级标题"] == "楷体_GB2312"
    assert document.styles["公文标题"].font.size.pt == 22
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in section.footer.paragraphs[0]._p.xml
    assert "PAGE" in section.even_page_footer.paragraphs[0]._p.xml


def test_the_sheet_holds_one_units_problems(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    own = SheetFigures(
        figures.office, "望舒区教育局", figures.month, figures.cutoff, figures.made, figures.deadline,
        (line(no=1, finding=4), line(no=2, finding=9)), (line(no=1, finding=7, overdue=True),), number="2026-11-03",
    )  # fmt: skip
    out = write_sheet(own, templates / "sheet.docx", tmp_path / "sheet.docx")
    text = paragraphs(out)
    assert "编号：2026-11-03" in text
    assert "望舒区教育局：" in text
    assert any(row.endswith("状态：整改中，已逾期）。") for row in text)
    problems, top, receipt, _ = tables(out)
    assert [row[0] for row in problems] == ["编号", "4", "9"]
    assert top[0][:2] == ["填报单位", "望舒区教育局"]
    assert [row[0] for row in receipt] == ["问题编号", "4", "9", "7"]
    told = write_sheet(replace(own, problems=()), templates / "sheet.docx", tmp_path / "older.docx")
    assert any(row.endswith("你单位本期未发现新的问题。") for row in paragraphs(told))
    assert tables(told)[0][0][0] == "填报单位"
    with pytest.raises(ValueError, match="混入了其他单位"):
        write_sheet(replace(own, problems=(line(unit="银钩镇人民政府"),)), templates / "sheet.docx", out)


@pytest.mark.parametrize("body", ["", "{{ 没有的字段 }}", "{% if %}", "{{ ''.__class__.__mro__ }}", "{{ 1/0 }}"])
def test_a_broken_template_is_named(body: str, figures: NoticeFigures, tmp_path: Path) -> None:
    template = tmp_path / "notice.docx"
    if body:
        document = docx.Document()
        document.add_paragraph(body)
        document.save(str(template))
    else:
        template.write_bytes(b"not a letter")
    with pytest.raises(TemplateError, match="请改正该模板") as caught:
        write_notice(figures, template, tmp_path / "out.docx")
    assert caught.value.path == template
    assert not (tmp_path / "out.docx").exists()


def test_a_missing_template_is_named(figures: NoticeFigures, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="不存在"):
        write_notice(figures, tmp_path / "none.docx", tmp_path / "out.docx")


def test_the_templates_in_config_are_the_scripts(tmp_path: Path) -> None:
    for made in make_templates(tmp_path):
        kept, fresh = docx.Document(str(LETTERS / made.name)), docx.Document(str(made))
        assert kept.element.xml == fresh.element.xml
        assert kept.styles.element.xml == fresh.styles.element.xml


@pytest.mark.needs("libreoffice")
def test_a_full_page_has_22_lines_of_28_characters(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    long = tuple(line(no=n, message="验" * 290, problem_class=ProblemClass.OTHER) for n in range(1, 12))
    out = write_notice(replace(figures, problems=long), templates / "notice.docx", tmp_path / "notice.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftotext", "-bbox", str(tmp_path / "notice.pdf"), str(tmp_path / "box")], check=True, timeout=60)
    page = (tmp_path / "box").read_text(encoding="utf-8").split("<page ")[4]
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page)
    middles = sorted((float(top) + float(bottom)) / 2 for top, bottom, _ in words)
    lines = 1 + sum(after - before > 12 for before, after in pairwise(middles))
    assert lines == 22 + 1  # and the page number
    assert max(len(word) for _, _, word in words if set(word) == {"验"}) == 28


def test_an_office_without_contact(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    silent = replace(figures, office=Office("望舒区人民政府办公室", "各单位"))
    text = paragraphs(write_notice(silent, templates / "notice.docx", tmp_path / "notice.docx"))
    assert not any("联系人" in line for line in text)
