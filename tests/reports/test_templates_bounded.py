"""Templates that would fill memory or never end are refused in one sentence; what an office writes is filled."""

import os
import resource
from functools import partial
from pathlib import Path

import docx
import pytest

from reports.documents.bounded import TooMuch, bounded
from reports.documents.letter import TOO_MUCH, TemplateError, fill
from reports.documents.text_fill import fill_text, text_room
from reports.templates.fields import LetterTemplate
from reports.templates.template_check import check_template

FIELDS = {"行": ["一", "二", "三"], "单位": "望舒区教育局"}
LETTER = LetterTemplate("试验", ("t.docx",), {"行": "各行", "单位": "单位名称"}, lambda: FIELDS)
NEST = "{% for a in range(99999) %}" * 3 + "{% endfor %}" * 3
DOUBLED = "{% set a = 单位 %}" + "{% set a = a ~ a %}" * 40
HOSTILE = Path(os.environ.get("XUNCHA_CASES") or Path(__file__).parents[2] / ".." / "shared" / "cases") / "hostile"


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """What never ends is ended the same way after two seconds' reckoning as after fifteen."""
    monkeypatch.setattr("reports.documents.bounded.CPU_SECONDS", 2)


def made(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.save(str(folder / "t.docx"))
    return folder / "t.docx"


@pytest.mark.parametrize(
    "text",
    [NEST, DOUBLED, "{{ 'x' * 2000000000 }}", "{{ '%2000000000d' % 1 }}", "{{ '中' * 9000000 }}"],
)
def test_a_text_template_that_asks_for_too_much_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.txt.jinja").write_text(text, encoding="utf-8")
    with pytest.raises(TemplateError) as refused:
        fill_text(tmp_path / "t.txt.jinja", partial(text_room, html=False), FIELDS)
    assert refused.value.trouble == TOO_MUCH
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1_500_000, "kilobytes: nothing of it was made here"


def test_a_letter_that_asks_for_too_much_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    template = made(tmp_path, "致{{ 单位 }}：", "{{ 单位 * 1000000000 }}")
    with pytest.raises(TemplateError, match="时间或内存太多"):
        fill(template, FIELDS, tmp_path / "out.docx")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["t.docx"]
    found = [str(one) for one in check_template(template, LETTER)]
    assert len(found) == 1
    assert TOO_MUCH in found[0]


def test_loops_that_end_are_filled_right_after_one_that_does_not(tmp_path: Path) -> None:
    honest = "{% for a in 行 %}{% for b in 行 %}{{ a }}{{ b }}、{% endfor %}{% endfor %}"
    with pytest.raises(TemplateError):
        fill(made(tmp_path, NEST), FIELDS, tmp_path / "out.docx")
    fill(made(tmp_path, honest), FIELDS, tmp_path / "out.docx")
    text = docx.Document(str(tmp_path / "out.docx")).paragraphs[0].text
    assert text == "一一、一二、一三、二一、二二、二三、三一、三二、三三、"


def test_what_the_work_raises_and_returns_comes_back() -> None:
    assert bounded(int, "12") == 12
    with pytest.raises(ValueError, match="invalid literal"):
        bounded(int, "x")
    with pytest.raises(TooMuch):
        bounded(bytes, 40_000_000)
    assert bounded(bytes, 3) == b"\0\0\0"


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the folder of cases is not here")
@pytest.mark.parametrize("name", ["bigstr", "cycler", "nest", "recur", "ten-mb"])
def test_each_hostile_letter_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        fill(HOSTILE / f"notice-{name}.docx", {"行": ["一"], "单位": "甲"}, tmp_path / "out.docx")
