"""How letters look, and the templates that make them so: read out of the .docx and off LibreOffice's page."""

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
from reports.documents.letter import TemplateError
from reports.figures.models import (
    NoticeFigures,
    ProblemLine,
)
from reports.letters.notice import write_notice
from reports.templates.blank_templates import make_templates

Make = Callable[..., ProblemLine]

LETTERS = Path(__file__).parents[2] / "config" / "letters"


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
    long = tuple(line(no=n, site=f"网{n}", message="验" * 60, problem_class=ProblemClass.OTHER) for n in range(1, 24))
    out = write_notice(replace(figures, problems=long), templates / "notice.docx", tmp_path / "notice.docx")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(out)]
    subprocess.run(convert, check=True, capture_output=True, timeout=120)
    subprocess.run(["pdftotext", "-bbox", str(tmp_path / "notice.pdf"), str(tmp_path / "box")], check=True, timeout=60)
    page = (tmp_path / "box").read_text(encoding="utf-8").split("<page ")[2]
    words = re.findall(r'yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</word>', page)
    middles = sorted((float(top) + float(bottom)) / 2 for top, bottom, _ in words)
    lines = 1 + sum(after - before > 12 for before, after in pairwise(middles))
    assert lines == 22 + 1  # and the page number
    assert max(len(word) for _, _, word in words if "验" in word) == 28
