"""Tells every mistake of an office's template, place by place, and tries the template with a sample."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import docx
from docx.document import Document
from docx.oxml.ns import qn
from lxml import etree

from reports.documents.bounded import TooMuch, bounded
from reports.documents.letter import NO_DOCX, TOO_MUCH, environment, fill
from reports.documents.spots import TAG, TBL, TC, TR, P, ParagraphSpot, mend, own_texts, page_breaks, spots
from reports.documents.template_error import TemplateError
from reports.documents.template_tags import Slip, Tag, badly_written, quoted, stumbles, unpaired, wrong_names
from reports.documents.text_fill import text_room
from reports.page import page_room
from reports.templates.fields import LetterTemplate

_BRACES = re.compile(r"[{}\uff5b\uff5d]|%\}")
_WIDE_MARK = re.compile(r"[\uff5b{][\uff5b\uff05%#]|\{\uff5b|[\uff05%\uff5d]\uff5d|\uff05\}")
_TRACKED = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
_OLE = b"\xd0\xcf\x11\xe0"
AGAIN = "可以用 xuncha init 另建一个工作区，从它的 config/letters 里复制原来的模板"


@dataclass(frozen=True)
class Mistake:
    """In which file, where in it, what is wrong, what to do."""

    file: str
    place: str
    text: str
    advice: str

    def __str__(self) -> str:
        return f"{self.file} {self.place}：{self.text}；{self.advice.rstrip('。')}。"


def check_template(path: Path, letter: LetterTemplate) -> list[Mistake]:
    """Everything wrong with one template. Raises OSError where it cannot be read."""
    if not path.is_file():
        return [Mistake(path.name, "全文", "没有这个文件", AGAIN)]
    known = replace(letter, sample=partial(_same, letter.sample()))
    try:
        found = bounded(_slips, path, known)
    except TooMuch:
        found = (Slip("全文", TOO_MUCH, f"请删去这样的标记，或者{AGAIN}"),)
    return [Mistake(path.name, slip.place, slip.text, slip.advice) for slip in found]


def _same(fields: Mapping[str, object]) -> Mapping[str, object]:
    return fields


def _slips(path: Path, letter: LetterTemplate) -> tuple[Slip, ...]:
    return tuple(dict.fromkeys(_docx(path, letter) if path.suffix == ".docx" else _text(path, letter)))


def _text(path: Path, letter: LetterTemplate) -> Iterator[Slip]:
    try:
        source = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        yield Slip("全文", "不是 UTF-8 编码", "请用记事本另存为 UTF-8 编码")
        return
    room = page_room() if path.name.startswith("check.") else text_room(html=".html." in path.name)
    places = [f"第 {number} 行" for number, _ in enumerate(source.split("\n"), 1)]
    for number, line in enumerate(source.split("\n")):
        if (wide := _WIDE_MARK.search(TAG.sub("", line))) and not wide[0].isascii():
            yield Slip(places[number], f"有全角的括号{quoted(wide[0])}", "请改成半角的 {{ }} 或 {% %}")
    tags = [Tag(found[0], places[source.count("\n", 0, found.start())]) for found in TAG.finditer(source)]
    bad = [slip for tag in tags if (slip := badly_written(tag, room))]
    pairs, _ = unpaired(tags)
    yield from (*bad, *pairs)
    if not bad and not pairs:
        yield from wrong_names(source, places, letter.sample(), room) or stumbles(source, places, letter.sample(), room)


def _docx(path: Path, letter: LetterTemplate) -> Iterator[Slip]:
    if trouble := _unopened(path):
        yield trouble
        return
    document = docx.Document(str(path))
    yield from _left_over_edits(document, path)
    mend(document)
    everything = list(spots(document))
    tags: list[Tag] = []
    for spot in everything:
        own = [
            _tag(found[0], spot, text) for text in own_texts(spot.paragraph) for found in TAG.finditer(text.text or "")
        ]
        yield from _stray(spot)
        yield from _company(spot, own)
        tags += own
    room = environment()
    written = [(tag, badly_written(tag, room)) for tag in tags]
    yield from (slip for _, slip in written if slip)
    good = [tag for tag, slip in written if slip is None]
    pairs, code = unpaired(good)
    yield from pairs
    source, places = "\n".join(code), [tag.place for tag in good] + ["结尾"] * (len(code) - len(good))
    slips = wrong_names(source, places, letter.sample(), room) or list(stumbles(source, places, letter.sample(), room))
    yield from slips
    if not slips and not pairs and len(good) == len(tags):
        yield from _tried(path, letter, everything)


def _unopened(path: Path) -> Slip | None:
    """Why it is no letter at all."""
    head = path.read_bytes()
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in head:
            return Slip("全文", "设了打开密码，读不了", "请在 Word 或 WPS 里取消密码后重新保存")
        return Slip("全文", "是旧的 .doc 文件，只是改了名字", "请在 Word 或 WPS 里“另存为” .docx")
    try:
        docx.Document(str(path))
    except (*NO_DOCX, ValueError):
        return Slip("全文", "不是可读的 .docx 文件", f"请在 Word 或 WPS 里打开后“另存为” .docx；打不开的，{AGAIN}")
    return None


def _left_over_edits(document: Document, path: Path) -> Iterator[Slip]:
    """What of the office's own editing would go out with every letter, and marks where nothing is filled."""
    for spot in spots(document):
        if any(True for _ in spot.paragraph.iter(*_TRACKED)):
            yield Slip(_named(spot), "有没有接受的修订，会随每封信发出去", "请在“审阅”里接受或拒绝全部修订")
            break
    for spot in spots(document):
        hidden = "".join(t.text or "" for t in spot.paragraph.iter(qn("w:instrText")))
        if TAG.search(hidden) or "{{" in hidden:
            yield Slip(_named(spot), f"域代码里有标记{quoted(hidden)}，填了也不显示", "请把标记直接写在正文里")
    with ZipFile(path) as package:
        for name in package.namelist():
            part = re.fullmatch(r"word/(comments|endnotes|charts/\w+|diagrams/\w+)\.xml", name)
            if part is None:
                continue
            text = re.sub(rb"<[^<>]*>", b"", package.read(name)).decode("utf-8", "replace")
            if part[1] == "comments" and text.strip():
                yield Slip("批注", "有批注，会随每封信发出去", "请删除全部批注")
            elif TAG.search(text):
                yield Slip({"endnotes": "尾注"}.get(part[1], "图表"), "里面的标记不会填", "请把标记写在正文里")


def _named(spot: ParagraphSpot) -> str:
    return f"{spot.place}{f'（{quoted(spot.text[:16])}）' if spot.text.strip() else ''}"


def _tag(text: str, spot: ParagraphSpot, piece: etree._Element) -> Tag:
    found = re.match(r"\{[%{#](p|tr|tc|r) (?=[^}%]*[%}#]\})", text)
    level = found[1] if found else ""
    up = {"tr": TBL, "tc": TR}.get(level)
    run_in = next(run.getparent() for run in piece.iterancestors(qn("w:r")))
    home = next(spot.paragraph.iterancestors(up), None) if up else spot.paragraph.getparent()
    return Tag(text, _named(spot), level, run_in if run_in is not spot.paragraph and not level else home)


def _stray(spot: ParagraphSpot) -> Iterator[Slip]:
    """Braces that belong to no mark: they would be printed as they are."""
    rest = TAG.sub(" ", spot.text)
    if not _BRACES.search(rest):
        return
    if re.search("[\uff5b\uff5d\uff05]", rest):
        yield Slip(_named(spot), "有全角的括号，会原样印在信里", "请在英文输入状态下改成半角的 {{ }} 或 {% %}")
    elif re.search(r"\{\s+[{%]|[}%]\s+\}", rest):
        yield Slip(_named(spot), "两个括号之间有空格，会原样印在信里", "请写成 {{ 字段 }} 或 {% … %}，括号紧挨着")
    elif re.search(r"\{[{%#]|[}%#]\}", rest):
        yield Slip(_named(spot), "标记没有写完整", "请检查 {{ }} 和 {% %} 是否成对，并且在同一段里")
    else:
        yield Slip(_named(spot), "有单个的大括号，会原样印在信里", "字段要写成 {{ 字段 }}；不是字段的，请把大括号删掉")


def _company(spot: ParagraphSpot, tags: Sequence[Tag]) -> Iterator[Slip]:
    """What stands beside a mark that takes away its whole paragraph or row."""
    for tag in tags:
        if tag.level == "p":
            yield from _in_paragraph(tag, spot)
        elif tag.level in ("tr", "tc"):
            yield from _in_row(tag, spot)


def _in_paragraph(tag: Tag, spot: ParagraphSpot) -> Iterator[Slip]:
    if spot.text.strip() != tag.text:
        yield Slip(tag.place, f"和{quoted(tag.text)}同一段的其他文字会丢掉", "请让 {%p … %} 单独成段")
    kept = [spot.paragraph.iter(qn(name)) for name in ("w:drawing", "w:pict")]
    if any(next(found, None) is not None for found in kept) or page_breaks(spot.paragraph):
        yield Slip(tag.place, f"和{quoted(tag.text)}同一段的分页符或图片会丢掉", "请在后面另起一段放它")
    holder = spot.paragraph.getparent()
    if holder is not None and holder.tag == TC and list(holder.iterchildren(P, TBL))[-1] is spot.paragraph:
        yield Slip(
            tag.place, f"{quoted(tag.text)}是单元格的最后一段，填完可能一段不剩，Word 打不开", "请在后面加一个空段"
        )


def _in_row(tag: Tag, spot: ParagraphSpot) -> Iterator[Slip]:
    up = TR if tag.level == "tr" else TC
    whole = next(spot.paragraph.iterancestors(up), None)
    if whole is None:
        yield Slip(tag.place, f"{quoted(tag.text)}不在表格里", "请移到表格的一行里，或改成 {%p … %}")
        return
    text = "".join(t.text or "" for p in whole.iter(P) for t in own_texts(p))
    if text.strip() != tag.text:
        what = "行" if tag.level == "tr" else "格"
        yield Slip(tag.place, f"和{quoted(tag.text)}同一{what}的其他文字会丢掉", f"请让它单独占一{what}")


def _tried(path: Path, letter: LetterTemplate, everything: Sequence[ParagraphSpot]) -> Iterator[Slip]:
    """Filled with the sample and read back: no mark may be left, no standing words may be lost."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            filled = fill(path, letter.sample(), Path(folder) / path.name)
        except TemplateError as error:
            yield Slip("全文", error.trouble, AGAIN)
            return
        back = [spot.text for spot in spots(docx.Document(str(filled)))]
        whole = "\n".join(back)
        for text in back:
            if re.search(r"\{[{%#]|[%#}]\}", text):
                yield Slip("全文", f"按样例填写后还留着标记{quoted(text)}", AGAIN)
    depth = 0
    for spot in everything:
        opened = len(re.findall(r"\{%\w*\s*(?:for|if)\b", spot.text))
        closed = len(re.findall(r"\{%\w*\s*end(?:for|if)\b", spot.text))
        if depth == opened == closed == 0:
            for words in filter(None, map(str.strip, TAG.split(spot.text))):
                if words not in whole:
                    yield Slip(_named(spot), f"按样例填写后{quoted(words)}不见了", "请检查它前后的标记")
        depth += opened - closed
