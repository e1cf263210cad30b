"""What Word, WPS and LibreOffice do to a template's marks when they save is mended, and so never told as a mistake."""

import subprocess
import sys
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

sys.path.insert(0, str(Path(__file__).parent))

from template_made import SAMPLE, made, run, runs, told

from reports.documents.letter import TemplateError, fill
from reports.templates.fields import LETTERS
from reports.templates.template_check import check_template

# A tag torn over runs, as the two programs leave it: after a change of language, of spelling marks, of format.
TORN = {
    "WPS": '<w:r><w:rPr><w:rFonts w:hint="default"/></w:rPr><w:t>{{ </w:t></w:r><w:r><w:rPr>'
    f'<w:rFonts w:hint="eastAsia"/><w:lang w:eastAsia="zh-CN"/></w:rPr><w:t>单位</w:t></w:r>{run(" }}")}',
    "brace by brace": "".join(map(run, "{{ 单位 }}")),
    "spelling": f'{run("{{ 单")}<w:proofErr w:type="spellStart"/>{run("位")}<w:proofErr w:type="spellEnd"/>{run("}}")}',
    "bookmark": f'{run("{{ 单")}<w:bookmarkStart w:id="0" w:name="a"/>{run("位")}<w:bookmarkEnd w:id="0"/>{run(" }}")}',
    "half a bookmark": f'{run("{{ 单")}<w:bookmarkStart w:id="0" w:name="a"/>{run("位 }}")}<w:bookmarkEnd w:id="0"/>',
    "half a link": f'<w:hyperlink w:anchor="a">{run("网址{{ 单")}</w:hyperlink>{run("位 }}")}',
    "half a control": f"<w:sdt><w:sdtContent>{run('{{ ')}</w:sdtContent></w:sdt>{run('单位 }}')}",
}


@pytest.mark.parametrize("xml", TORN.values(), ids=TORN.keys())
def test_a_torn_tag_is_mended_and_nothing_is_said(xml: str, tmp_path: Path) -> None:
    document = made(tmp_path, "前文。")
    runs(document, xml + run("：后文。"))
    assert told(tmp_path, document) == []
    filled = docx.Document(str(fill(tmp_path / "t.docx", SAMPLE, tmp_path / "out.docx")))
    texts = ["".join(t.text or "" for t in p.iter(f"{{{p.nsmap['w']}}}t")) for p in filled.element.body.iter("{*}p")]
    assert texts[0] == "前文。"
    assert texts[1].removeprefix("网址") == "望舒区教育局：后文。"


def test_what_is_torn_beyond_mending_is_never_filled_in_silence(tmp_path: Path) -> None:
    document = made(tmp_path, "前文。")
    runs(document, f'<w:hyperlink w:anchor="a">{run("{% if 单位 %}有")}</w:hyperlink>{run("单位{% endif %}")}')
    assert any("不在同一个单元格、表格或超链接里" in one for one in told(tmp_path, document))
    with pytest.raises(TemplateError, match="填出来的文件不完整"):
        fill(tmp_path / "t.docx", {**SAMPLE, "单位": ""}, tmp_path / "out.docx")


def test_a_torn_header_is_never_filled_in_silence(tmp_path: Path) -> None:
    document = made(tmp_path, "{{ 单位 }}")
    header = document.sections[0].header.paragraphs[0]._p
    half = f'<w:hyperlink w:anchor="a">{run("{% if 单位 %}有")}</w:hyperlink>{run("单位{% endif %}")}'
    for part in list(parse_xml(f"<w:p {nsdecls('w')}>{half}</w:p>")):
        header.append(part)
    assert any("页眉" in one for one in told(tmp_path, document))
    with pytest.raises(TemplateError, match="填出来的文件不完整"):
        fill(tmp_path / "t.docx", {**SAMPLE, "单位": ""}, tmp_path / "out.docx")


def test_a_section_break_on_a_marks_paragraph_is_kept(tmp_path: Path) -> None:
    document = made(tmp_path, "{%p if 附注 %}", "{{ 附注 }}", "{%p endif %}")
    document.add_section()
    breaker = document.element.body.xpath("./w:p/w:pPr[w:sectPr]")[0]
    document.paragraphs[2]._p.insert(0, breaker)  # so LibreOffice saves it
    assert told(tmp_path, document) == []
    filled = docx.Document(str(fill(tmp_path / "t.docx", {**SAMPLE, "附注": ""}, tmp_path / "out.docx")))
    assert len(filled.sections) == 2


def test_a_page_break_on_a_marks_paragraph_goes_to_the_next(tmp_path: Path) -> None:
    document = made(tmp_path, "{%p if 附注 %}", "{{ 附注 }}", "{%p endif %}", "尾", rows=("{{ 单位 }}",))
    document.paragraphs[0].runs[0].add_break(WD_BREAK.PAGE)  # so LibreOffice saves the break before the second
    assert told(tmp_path, document) == []
    filled = docx.Document(str(fill(tmp_path / "t.docx", SAMPLE, tmp_path / "out.docx")))
    assert [bool(one.paragraph_format.page_break_before) for one in filled.paragraphs] == [True, False]
    document.element.body.remove(document.paragraphs[3]._p)
    document.paragraphs[2].runs[0].add_break(WD_BREAK.PAGE)  # only a table follows
    assert any("第 3 段" in one and "分页符或图片会丢掉" in one for one in told(tmp_path, document))


@pytest.mark.needs("libreoffice")
def test_a_file_saved_again_by_another_program_is_still_fine(tmp_path: Path) -> None:
    """LibreOffice stands for Word and WPS here: it writes the whole file anew, in its own manner."""
    letters = Path(__file__).parents[2] / "config" / "letters"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    words = [letter for letter in LETTERS if letter.files[0].endswith(".docx")]
    files = [str(letters / letter.files[0]) for letter in words]
    convert = ["soffice", profile, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(tmp_path)]
    subprocess.run([*convert, *files], check=True, capture_output=True, timeout=180)
    for letter in words:
        assert [str(one) for one in check_template(tmp_path / letter.files[0], letter)] == []
