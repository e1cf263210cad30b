"""Whatever is typed into a template: the check ends, and what it lets pass is filled with no mark left."""

import tempfile
from pathlib import Path

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.documents.letter import fill
from reports.templates.template_check import check_template
from tests.letters.templates.template_made import LETTER, SAMPLE, made, told

PIECES = st.sampled_from(
    [
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "{",
            "}",
            "%",
            " ",
            "｛｛",
            "｝｝",
            "％",
            "“",
            "|",
            ".",
            "\u200b",
            "\u3000",
            "{#",
            "#}",
        ),
        *("单位", "行", "行.位置", "问题", "段落", "不有", "if", "else", "endif", "for 行 in 段落", "p ", "tr "),
        *("{{ 单位 }}", "{% if 单位 %}", "{% else %}", "{% endif %}", "{{ 行 }}", "{{ 行.序号 }}", "{# 话 #}"),
        *("{% for 行 in 段落 %}", "{% endfor %}", "{%tr for 行 in 问题 %}", "{%tr endfor %}", "100%", "文字"),
        *("{%p if 单位 %}", "{%p else %}", "{%p endif %}", "{%p for 行 in 段落 %}", "{%p endfor %}"),
    ]
)
PARAGRAPHS = st.lists(st.lists(PIECES, min_size=1, max_size=4).map("".join), min_size=1, max_size=6)
ROWS = st.lists(st.lists(PIECES, min_size=1, max_size=2).map(" | ".join), max_size=4)


@settings(max_examples=60)
@given(PARAGRAPHS, ROWS)
def test_what_passes_is_filled_whole(paragraphs: list[str], rows: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        made(place, *paragraphs, rows=tuple(rows))
        if told(place):
            return
        for fields in (SAMPLE, {name: "" if isinstance(value, str) else [] for name, value in SAMPLE.items()}):
            filled = docx.Document(str(fill(place / "t.docx", fields, place / "out.docx")))
            texts = [p.text for p in filled.paragraphs]
            texts += [cell.text for table in filled.tables for row in table.rows for cell in row.cells]
            assert not any(sign in text for text in texts for sign in "{}｛｝"), texts


@settings(max_examples=60)
@given(st.lists(st.lists(PIECES, max_size=4).map("".join), min_size=1, max_size=6).map("\n".join))
def test_a_mail_template_is_always_judged(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "t.txt.jinja").write_text(text, encoding="utf-8")
        for one in check_template(Path(folder) / "t.txt.jinja", LETTER):
            assert str(one).startswith("t.txt.jinja 第 ")
