"""Fills a letter template of the office (.docx). Crawled text is data here: it is escaped and never run."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from zipfile import BadZipFile, ZipFile

import jinja2
from docx.opc.exceptions import OpcError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from reports.documents.bounded import TooMuch, bounded
from reports.documents.shots import Picture
from reports.documents.spots import mend
from reports.documents.template_error import TemplateError
from reports.figures.text import plain

# What a template of the office's making can raise when it is read, and when it is filled.
NO_DOCX = (OpcError, BadZipFile, etree.LxmlError, KeyError)
BROKEN = (ValueError, TypeError, AttributeError, ArithmeticError)
TOO_MUCH = "填写时要用的时间或内存太多，没有填（多半是循环套循环，或把文字重复了太多遍）"
LARGEST = 8_000_000  # bytes of the parts of one letter, unpacked: the longest honest one has a fifth


def trouble(error: jinja2.TemplateError) -> str:
    """What is wrong with a template's marks, in Chinese; the engine's own word for the spot stays quoted."""
    spot = re.findall(r"'([\w.]+)'", error.message or "")
    if isinstance(error, jinja2.UndefinedError):
        return f"用了没有的字段“{plain(spot[-1]) if spot else ''}”"
    return f"中的标记写错了{f'（在“{plain(spot[0])}”处）' if spot else ''}，请检查 {{{{ }}}} 和 {{% %}} 是否成对"


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A file beside ``out`` to write into; it takes ``out``'s place only when it is whole. OSErrors name ``out``."""
    part = out.with_name(f".{out.name}.part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(out)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(out)) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def save_whole(save: Callable[[IO[bytes]], object], out: Path) -> None:
    """Write a .docx or .xlsx, made in memory first: a zip file that meets a full disk cannot even be closed."""
    whole = BytesIO()
    save(whole)
    with replacing(out) as part:
        part.write_bytes(whole.getvalue())


def environment() -> jinja2.Environment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=jinja2.StrictUndefined)


_ROOM = environment()
# a template's text is read once, however many letters it is filled for
_ROOM.from_string = lru_cache(64)(_ROOM.from_string)  # type: ignore[assignment, method-assign]


def _drawn(document: "_Letter", value: Any) -> Any:
    """The same value with every picture in it as the engine draws it."""
    if isinstance(value, Picture):
        if value.size is None:
            return "（截图读不出）"
        wide, high = map(Mm, value.size)
        return InlineImage(document, BytesIO(value.data), width=wide, height=high)
    if isinstance(value, Mapping):
        return {key: _drawn(document, part) for key, part in value.items()}
    return [_drawn(document, part) for part in value] if isinstance(value, list) else value


def clean(value: Any) -> Any:
    """The same value with every text in it made plain."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


class _Letter(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    def fix_tables(self, xml: str) -> object:
        """docxtpl reads over whatever is torn here, and so would lose text without a word."""
        etree.fromstring(xml)
        tables: object = super().fix_tables(xml)
        return tables


def fill(template: Path, fields: Mapping[str, object], out: Path) -> Path:
    """Write ``out`` from ``template``. Raises TemplateError, or OSError where ``out`` cannot be written."""
    try:
        data = bounded(filled, template, clean(fields))
    except TooMuch as error:
        raise TemplateError(template, TOO_MUCH) from error
    with replacing(out) as part:
        part.write_bytes(data)
    return out


def filled(template: Path, fields: Mapping[str, object]) -> bytes:
    """The letter's bytes. Works without a bound: to be called by ``bounded`` only."""
    document = _opened(template)
    try:
        document.render(_drawn(document, fields), _ROOM, autoescape=True)
    except jinja2.TemplateError as error:
        raise TemplateError(template, trouble(error)) from error
    except etree.XMLSyntaxError as error:  # a mark opens in one part of the document and closes in another
        torn = "里有的标记开头和结尾不在同一个段落、单元格或表格里，填出来的文件不完整"
        raise TemplateError(template, torn) from error
    except BROKEN as error:
        raise TemplateError(template, f"填不了（{type(error).__name__}）") from error
    whole = BytesIO()
    document.save(whole)
    with ZipFile(whole) as parts:
        if sum(one.file_size for one in parts.infolist() if one.filename.endswith(".xml")) > LARGEST:
            raise TemplateError(template, TOO_MUCH)
    return whole.getvalue()


def _opened(template: Path) -> _Letter:
    if not template.is_file():
        raise TemplateError(template, "不存在")
    try:
        document = _Letter(template)
        mend(document.get_docx())
    except (*NO_DOCX, *BROKEN) as error:
        raise TemplateError(template, "不是可读的 .docx 文件") from error
    return document
