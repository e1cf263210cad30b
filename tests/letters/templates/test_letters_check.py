"""`xuncha letters check`: each mistake that programs and people make is told by its place; what is harmless is not."""

import zipfile
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from desk.cli.main import cli
from desk.workspace.workspace import Workspace
from reports.documents.text_fill import mail_parts
from reports.templates.fields import BY_FILE, LETTERS
from reports.templates.template_check import check_template
from tests.letters.templates.template_made import LETTER, ROWS, made, run, runs, told


def test_a_sound_template_is_left_in_peace(tmp_path: Path) -> None:
    made(
        tmp_path,
        "{{ 单位 }}：",
        "{%p for 类 in 分组 %}",
        "{{ 类.标题 }}",
        "{%p for 行 in 类.行 %}",
        "{{ loop.index }}.{{ 行 }}",
        "{%p endfor %}",
        "{%p endfor %}",
        "{%p if 附注 %}",
        "（{{ 附注 }}）{% if 成文日期 == “2026年11月30日” %}好{% else %}不好{% endif %}",
        "{%p endif %}",
        "合格率100%，{# 只给自己看 #}共{{ 问题 | length }}个",
        rows=("序号 | 位置", *ROWS),
    )
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% with 甲 = 单位 %}{{ 甲 }}{% endwith %}",
        "{% macro 章(字) %}{{ caller(字) }}{% endmacro %}{% call(甲) 章(单位) %}{{ 甲 }}{% endcall %}",
    ],
)
def test_a_name_that_the_template_gives_itself_is_no_field(text: str, tmp_path: Path) -> None:
    made(tmp_path, text)
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("{{ 单立 }}", "第 2 段（“{{ 单立 }}”）", "没有“单立”这个字段；是不是“单位”。"),
        ("{{ 领导 }}", "第 2 段", "没有“领导”这个字段；可用的有：单位、成文日期、附注、问题、段落、分组。"),
        ("{% for 行 in 问题 %}{{ 行.位子 }}{% endfor %}", "第 2 段", "“行”里没有“位子”这个字段；是不是“位置”。"),
        ("｛｛ 单位 ｝｝", "第 2 段", "有全角的括号，会原样印在信里"),
        ("{％ if 单位 ％}", "第 2 段", "有全角的括号"),
        ("{ { 单位 } }", "第 2 段", "两个括号之间有空格"),
        ("{单位}", "第 2 段", "有单个的大括号，会原样印在信里"),
        ("{{ 单位 }", "第 2 段", "标记没有写完整"),
        ("单位 }}", "第 2 段", "标记没有写完整"),
        ("{{ 行。位置 }}", "第 2 段", "里面有全角符号“。”"),
        ("{% if （单位） %}有{% endif %}", "第 2 段", "里面有全角符号“（”"),
        ("{{ 单\u200b位 }}", "第 2 段", "里面有看不见的符号"),
        ("{{ 单位 | 大写 }}", "第 2 段", "写错了"),
        ("{% p if 单位 %}", "第 2 段", "请写成 {%p … %}"),
        ("{%P if 单位 %}", "第 2 段", "请写成 {%p … %}"),
        ("{%p\u00a0if 单位 %}", "第 2 段", "之后有一个半角空格"),
        ("{% for 行 in 段落 %}{{ 行 }}", "第 2 段", "没有结尾；请在后面补上 {% endfor %}。"),
        ("{%p if 单位 %}", "第 2 段", "没有结尾；请在后面补上 {%p endif %}。"),
        ("{%p endfor %}", "第 2 段", "没有与它配对的开头"),
        ("{% if 单位 %}甲{% else %}乙{% else %}丙{% endif %}", "第 2 段", "前面已经有了 else"),
        ("{% if 单位 %}{% for 行 in 段落 %}{{ 行 }}{% endif %}", "第 2 段", "“{% for 行 in 段落 %}”没有结尾"),
        ("{%p if 单位 %}有单位", "第 2 段", "同一段的其他文字会丢掉"),
        ("{%tr for 行 in 问题 %}", "第 2 段", "不在表格里"),
        ("{{ 问题 }}", "第 2 段", "这个字段有多项内容，不能直接写出来"),
        ("{% for 行 in 问题 %}{{ 行 }}{% endfor %}", "第 2 段", "这个字段有多项内容，不能直接写出来"),
        ("{{ 单位 | safe }}", "第 2 段", "不能用“safe”"),
        ("{{ ''.__class__.__mro__ }}", "第 2 段", "按样例填写时出错"),
        ("{{ 1 / 0 }}", "第 2 段", "按样例填写时出错（ZeroDivisionError）"),
    ],
)
def test_each_mistake_is_told_where_it_stands(text: str, place: str, words: str, tmp_path: Path) -> None:
    made(tmp_path, "{{ 单位 }}：", text, "此致")
    first = told(tmp_path)[0]
    assert first.startswith(f"t.docx {place}"), first
    assert words in first


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    made(tmp_path, "{{ 单立 }}", "｛｛ 单位 ｝｝", "{%p if 附注 %}", "{{ 行。位置 }}", "{{ 成文日起 }}")
    places = [one.split("（")[0] for one in told(tmp_path)]
    assert sorted(places) == [f"t.docx 第 {number} 段" for number in (1, 2, 3, 4, 5)]


@pytest.mark.parametrize(
    ("rows", "place", "words"),
    [
        ((ROWS[0], ROWS[1]), "表 1 第 1 行第 1 格", "没有结尾；请在后面补上 {%tr endfor %}"),
        ((ROWS[1], ROWS[2]), "表 1 第 2 行第 1 格", "没有与它配对的开头"),
        ((ROWS[0], "{{ 行.序号 }} | {{ 行.地址 }}", ROWS[2]), "表 1 第 2 行第 2 格", "“行”里没有“地址”这个字段"),
        (("{%tr for 行 in 问题 %} | 说明", *ROWS[1:]), "表 1 第 1 行第 1 格", "同一行的其他文字会丢掉"),
        (("{%tr for 行 in 问题 %} | {%tr endfor %}",), "表 1 第 1 行第 1 格", "同一行的其他文字会丢掉"),
        (("{% for 行 in 问题 %}{{ 行.序号 }} | {{ 行.位置 }}{% endfor %}",), "表 1 第 1 行第 2 格", "不在同一个单元格"),
        (("{%tr for 行 in 问题 %}", ROWS[1], "{% endfor %}"), "表 1 第 3 行第 1 格", "写法不同"),
        (("{%p if 单位 %}",), "表 1 第 1 行第 1 格", "填完可能一段不剩，Word 打不开"),
    ],
)
def test_mistakes_in_tables(rows: tuple[str, ...], place: str, words: str, tmp_path: Path) -> None:
    made(tmp_path, "{{ 单位 }}", rows=rows)
    assert any(one.startswith(f"t.docx {place}") and words in one for one in told(tmp_path)), told(tmp_path)


def test_tracked_changes_and_comments_would_go_out(tmp_path: Path) -> None:
    document = made(tmp_path, "{{ 单位 }}：")
    inserted = f'<w:ins w:id="1" w:author="甲" w:date="2026-11-01T00:00:00Z">{run("{{ 成文")}</w:ins>'
    deleted = '<w:del w:id="2" w:author="甲"><w:r><w:delText>的</w:delText></w:r></w:del>'
    runs(document, f"{inserted}{deleted}{run('日期 }}')}")
    document.add_comment(document.paragraphs[0].runs, text="这里写单位", author="甲")
    first, second = told(tmp_path, document)
    assert first.startswith("t.docx 第 2 段（“{{ 成文日期 }}”）：有没有接受的修订")
    assert second.startswith("t.docx 批注：有批注")


def test_headers_footers_boxes_and_field_codes_are_looked_at(tmp_path: Path) -> None:
    document = made(tmp_path, "{{ 单位 }}：")
    document.settings.odd_and_even_pages_header_footer = True
    document.sections[0].header.paragraphs[0].text = "{{ 页眉 }}"
    document.sections[0].even_page_footer.paragraphs[0].text = "{{ 页脚 }}"
    runs(document, f"<w:r><w:pict><w:txbxContent><w:p>{run('{{ 框 }}')}</w:p></w:txbxContent></w:pict></w:r>")
    code = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    quote = '<w:r><w:instrText xml:space="preserve"> QUOTE "{{ 单位 }}" </w:instrText></w:r>'
    runs(document, code.format("begin") + quote + code.format("separate") + run("旧") + code.format("end"))
    said = "\n".join(told(tmp_path, document))
    assert "t.docx 页眉第 1 段（“{{ 页眉 }}”）：没有“页眉”这个字段" in said
    assert "t.docx 偶数页页脚第 1 段（“{{ 页脚 }}”）：没有“页脚”这个字段" in said
    assert "t.docx 第 2 段的文本框（“{{ 框 }}”）：没有“框”这个字段" in said
    assert "t.docx 第 3 段（“旧”）：域代码里有标记" in said


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "是旧的 .doc 文件，只是改了名字"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "设了打开密码"),
        (b"", "不是可读的 .docx 文件"),
        (b"{\\rtf1 hello}", "不是可读的 .docx 文件"),
    ],
)
def test_a_file_of_another_kind_is_named(content: bytes, words: str, tmp_path: Path) -> None:
    (tmp_path / "t.docx").write_bytes(content)
    (only,) = told(tmp_path)
    assert words in only


def test_a_spreadsheet_and_a_cut_file_are_no_letters(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.docx", "w") as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
    assert "不是可读的 .docx 文件" in told(tmp_path)[0]
    made(tmp_path, "{{ 单位 }}")
    whole = (tmp_path / "t.docx").read_bytes()
    (tmp_path / "t.docx").write_bytes(whole[: len(whole) // 2])
    assert "不是可读的 .docx 文件" in told(tmp_path)[0]


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("你好\n{{ 单立 }}", "第 2 行", "没有“单立”这个字段；是不是“单位”"),
        ("{% for 行 in 问题 %}\n{{ 行.地址 }}\n{% endfor %}", "第 2 行", "“行”里没有“地址”这个字段"),
        ("\n\n{% if 单位 %}", "第 3 行", "没有结尾"),
        ("｛｛ 单位 ｝｝", "第 1 行", "有全角的括号"),
        ("{{ “单位” }}", "第 1 行", "里面有全角符号"),
        ("a\n{{ 单位", "第 2 行", "标记写错了"),
        ("{{ 单位 | safe }}", "第 1 行", "不能用“safe”"),
        ("{{ 1 // 0 }}", "第 1 行", "按样例填写时出错"),
    ],
)
def test_mail_templates_are_told_by_line(text: str, place: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "t.txt.jinja").write_text(text, encoding="utf-8")
    found = [str(one) for one in check_template(tmp_path / "t.txt.jinja", LETTER)]
    assert any(one.startswith(f"t.txt.jinja {place}：") and words in one for one in found), found


def test_a_mail_template_as_notepad_saves_it(tmp_path: Path) -> None:
    letters = Path(__file__).parents[3] / "config" / "letters"
    for kind in ("txt", "html"):
        text = (letters / f"mail-letter.{kind}.jinja").read_text(encoding="utf-8")
        (tmp_path / f"mail-letter.{kind}.jinja").write_text(
            text.replace("\n", "\r\n"), encoding="utf-8-sig", newline=""
        )
        assert check_template(tmp_path / f"mail-letter.{kind}.jinja", BY_FILE["mail-letter.txt.jinja"]) == []
    text, page = mail_parts(tmp_path, "letter", BY_FILE["mail-letter.txt.jinja"].sample())
    assert text.startswith("望舒区教育局：")
    assert page.startswith("<!DOCTYPE html>")


def test_a_mail_template_in_another_coding(tmp_path: Path) -> None:
    (tmp_path / "t.txt.jinja").write_bytes("{{ 单位 }}".encode("gb18030"))
    assert "不是 UTF-8 编码" in str(check_template(tmp_path / "t.txt.jinja", LETTER)[0])


def test_the_command(tmp_path: Path) -> None:
    workspace = Workspace.init(tmp_path / "w")
    call = ["--workspace", str(workspace.root), "letters", "check"]
    fine = CliRunner().invoke(cli, call)
    count = sum(len(letter.files) for letter in LETTERS)
    assert fine.exit_code == 0
    assert fine.output.endswith(f"检查了 {count} 个模板，没有发现错误。\n")
    copy = workspace.letters / "我的通报.docx"
    document = docx.Document(str(workspace.letters / "notice.docx"))
    document.add_paragraph("{{ 单立 }}")
    document.save(str(copy))
    (workspace.letters / "sheet.docx").unlink()
    (workspace.letters / "~$notice.docx").write_bytes(b"lock")
    found = CliRunner().invoke(cli, call)
    assert found.exit_code == 2
    assert "注意：我的通报.docx 不是任何信件的模板" in found.output
    assert "~$" not in found.output
    assert "sheet.docx 全文：没有这个文件" in found.output
    named = CliRunner().invoke(cli, [*call, "--as", "notice.docx", str(copy)])
    assert named.exit_code == 2
    assert "没有“单立”这个字段" in named.output
    assert "检查了 1 个模板，有 1 处错误。" in named.output
