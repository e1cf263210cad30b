"""Bytes to text, by our own order of trust. It never asks a parser or a statistic to guess the charset."""

import codecs
import re
from dataclasses import dataclass

_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,20}=\s{0,20}+[\"']?\s{0,20}+([\w-]{2,20})", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w-]{2,20})", re.I)
_HEADER = re.compile(r"charset\s{0,20}=\s{0,20}+[\"']?\s{0,20}+([\w-]{2,20})", re.I)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHINESE = {"gb2312", "gbk", "x-gbk", "gb18030", "gb_2312-80", "cp936", "ms936"}


@dataclass(frozen=True)
class Decoded:
    """``declared`` is what header or page say; ``conflict`` tells, in Chinese, who disagrees with the bytes."""

    text: str
    charset: str
    declared: str
    conflict: str = ""


def _family(name: str) -> str:
    lowered = name.lower()
    if lowered in _CHINESE:
        return "gb18030"
    try:
        return codecs.lookup(lowered).name.removesuffix("-le").removesuffix("-be")
    except LookupError:
        return lowered


def _utf8(body: bytes) -> str | None:
    """Strict over the whole body; only a last character cut by a length limit is forgiven."""
    try:
        return codecs.getincrementaldecoder("utf-8")("strict").decode(body, False)
    except UnicodeDecodeError:
        return None


def _declarations(body: bytes, content_type: str | None) -> tuple[str, str]:
    in_header = _HEADER.search(content_type or "")
    head = body[:8192].replace(b"\x00", b"")  # the ASCII of a UTF-16 page
    in_page = _META.search(head) or _XML.search(head)
    header = in_header.group(1).lower() if in_header else ""
    return header, in_page.group(1).decode("ascii", "replace").lower() if in_page else ""


def _to_text(body: bytes, declared: tuple[str, ...]) -> tuple[str, str]:
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(charset, "replace"), charset
    text = _utf8(body)
    if text is not None:
        return text, "utf-8"
    for name in declared:
        family = _family(name)
        if not name or family.startswith("utf-8") or family in {"iso8859-1", "ascii", "cp1252"}:
            continue
        try:
            return body.decode(family), family
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("gb18030", "replace"), "gb18030"


def decode(body: bytes, content_type: str | None = None) -> Decoded:
    """BOM, strict UTF-8, declared charset (gb2312 and gbk read as gb18030), gb18030 with replacement."""
    header, page = _declarations(body, content_type)
    text, charset = _to_text(body, (header, page))
    plain = text.isascii() and not charset.startswith("utf-16")
    said = [("响应头", header), ("页面", page)]
    wrong = [] if plain else [f"{who}声明{name}" for who, name in said if name and _family(name) != _family(charset)]
    conflict = f"{'、'.join(wrong)}，实际为{charset}" if wrong else ""
    return Decoded(text.replace("\x00", ""), charset, header or page, conflict)
