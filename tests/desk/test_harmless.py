"""What a page may say to harm its reader (formula, header, escape, template, script, length) comes out as words only.

The whole way: a site that says it, inspected; the ledger; the terminal, .docx, .xlsx, mail and HTML read back.
"""

import email
import re
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from docx import Document
from lxml import html
from openpyxl import load_workbook

NOW = "2026-11-23T08:30"
FORMULA = "=cmd|' /C calc'!A0"
HEADER = "题\r\nBcc: evil@else.example\r\n\r\n正文"
ESCAPE = "红\x1b[31m字\x1b]0;改标题\x07\x9b2J\x08"
TEMPLATE = "{{ 7*191 }}{% for x in y %}{{ self.__init__ }}"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)>"
TURNED = "\u202e倒过来\u2066"
LONG = "长" * 10_000
TEXTS = (FORMULA, HEADER, ESCAPE, TEMPLATE, SCRIPT, TURNED, LONG, "@SUM(1)", "+1+1", "-2-2", "\tTAB")
BAD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069]")
ISSUED = ("--date", NOW[:10], "--signed-file", "out/通报-2026-11.docx", "--why", "先行签发")
LONGEST = 3_000  # signs of one paragraph or cell: a title of 10,000 is cut


def escaped(text: str) -> str:
    signs = {"&": "&amp;", "<": "&lt;", '"': "&quot;"}
    odd = {sign: f"&#{ord(sign)};" for sign in text if ord(sign) < 32}
    return "".join((signs | odd).get(sign, sign) for sign in text)


def harmful(site: Any) -> None:
    """Each text as a title, as a link's words, in a dead target, as a tag's value and as a row of a list."""
    tags = "".join(f'<meta name="{name}" content="{escaped(FORMULA)}">' for name in ("SiteName", "ColumnName"))
    dead = "".join(
        f'<a href="/gone{n}.html?q={quote(text[:300])}" title="{escaped(text)}">{escaped(text)}</a>'
        f'<a href="/raw{n}.html?{escaped(text[:100]).replace(" ", "_")}">x</a>'
        for n, text in enumerate(TEXTS)
    )
    rows = "".join(
        f'<li><a href="/row{n}.html">{escaped(text)}</a><span>2026-01-{n + 1:02}</span></li>'
        for n, text in enumerate(TEXTS)
    )
    foot = f"<div class=footer>主办单位：{escaped(FORMULA + ESCAPE)} 承办：{escaped(TEMPLATE)}</div>"
    words = "正文写得足够长，不会被当作空页。" * 30
    for path in ("/", "/list.html"):
        head = f"<title>{escaped(''.join(TEXTS))}</title>{tags}"
        site.pages[path] = f"<html><head><meta charset=utf-8>{head}</head><body>{dead}<ul>{rows}</ul>{words}{foot}"
    for n, text in enumerate(TEXTS):
        site.pages[f"/row{n}.html"] = f"<html><head><title>{escaped(text)}</title></head><body>{words}</body></html>"


def written(office: Any, site: Any) -> Iterator[str]:
    """Everything done once; what the terminal showed."""
    office.register(site.port)
    units = "编号,名称,邮箱\nu1,甲区办公室,u1@jia.example\n"
    (office.config / "register" / "units.csv").write_text(units, encoding="utf-8")
    columns = "编号,网站,名称,地址,类别\nc1,jia,要闻,http://www.jia.gov.cn/list.html,动态要闻\n"
    (office.config / "register" / "columns.csv").write_text(columns, encoding="utf-8")
    office.edit("mail.toml", 'sender = ""', 'sender = "office@jia.example"')
    for words in (
        ("inspect", "--allow-private", "--now", NOW),
        ("inspect", "--allow-private", "--now", NOW, "--json"),
        ("findings", "--now", NOW),
        ("finding", "urge", "1", "--why", ESCAPE + FORMULA, "--now", NOW),
        ("daily", "--out", "out", "--now", NOW),
        ("notice", "--month", "2026-11", "--out", "out", "--now", NOW),
        ("notice", "issue", "--yes", "--month", "2026-11", "--number", "〔2026〕1号", *ISSUED, "--now", NOW),
        ("letters", "list"),
        ("letters", "show", "1"),
        ("letters", "save", "--out", "out"),
        ("check", f"http://127.0.0.1:{site.port}/", "--allow-private", "--rate", "500", "--out", "out", "--now", NOW),
    ):
        done = office.run(*words)
        assert done.returncode in (0, 1), (words, done.stderr)
        yield done.stdout + done.stderr


def read_docx(data: bytes) -> None:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    for text in [p.text for p in document.paragraphs] + cells:
        assert not BAD.search(text), text[:200]
        assert len(text) < LONGEST, text[:200]
    with zipfile.ZipFile(BytesIO(data)) as packed:
        xml = packed.read("word/document.xml").decode()
    assert "1337" not in xml  # 7 × 191: a template that ran
    assert "<script" not in xml
    assert "HYPERLINK" not in xml


def read_xlsx(data: bytes) -> None:
    book = load_workbook(BytesIO(data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert cells
    for cell in cells:
        assert cell.data_type != "f", cell.value
        if isinstance(cell.value, str):
            assert not BAD.search(cell.value), cell.value[:200]
            assert len(cell.value) <= 32_767
            # Excel asks at once when a cell that starts so is edited; quotePrefix keeps it text
            assert cell.value[:1] not in "=+-@" or cell.quotePrefix, cell.value[:100]
        if cell.hyperlink:
            assert re.match(r"https?://", cell.hyperlink.target), cell.hyperlink.target


def read_html(text: str) -> None:
    page = html.fromstring(text)
    assert not page.xpath("//script | //iframe | //object | //embed")
    assert not page.xpath("//@*[starts-with(name(), 'on')]")
    for target in page.xpath("//@href | //@src"):
        assert re.match(r"(https?:|data:image/|#|mailto:)", target), target
    assert not BAD.search(text)


def read_mail(data: bytes) -> int:
    """What it holds, read; how many attachments."""
    letter = email.message_from_bytes(data, policy=SMTP)
    assert isinstance(letter, EmailMessage)
    allowed = {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type"}
    assert set(letter.keys()) == allowed
    assert letter["To"] == "甲区办公室 <u1@jia.example>"
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None
        text = body.get_content()
        assert not BAD.search(text)
        if kind == "html":
            read_html(text)
    attached = list(letter.iter_attachments())
    for part in attached:
        read = {"docx": read_docx, "xlsx": read_xlsx}[str(part.get_filename()).rpartition(".")[2]]
        read(part.get_content())
    return len(attached)


def test_what_a_page_says_is_only_words(site: Any, office: Any) -> None:
    harmful(site)
    for shown in written(office, site):
        assert not BAD.search(shown), shown[:500]
    out: Path = office.root / "out"
    found = {suffix: sorted(out.rglob(f"*.{suffix}")) for suffix in ("docx", "xlsx", "html", "eml")}
    assert {suffix: len(files) for suffix, files in found.items()} == {"docx": 3, "xlsx": 2, "html": 1, "eml": 1}
    sheet = Document(str(next(out.glob("整改通知-2026-11-*.docx"))))
    text = "".join(cell.text for table in sheet.tables for row in table.rows for cell in row.cells)
    assert "gone0.html" in text  # what is harmful was told: the test looks at something
    for path in found["docx"]:
        read_docx(path.read_bytes())
    for path in found["xlsx"]:
        read_xlsx(path.read_bytes())
    for path in found["html"]:
        read_html(path.read_text(encoding="utf-8"))
    assert read_mail(found["eml"][0].read_bytes()) >= 3
