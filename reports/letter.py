"""Fills a letter template of the office (.docx). Crawled text is data here: it is escaped and never run."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from reports.text import plain

# What a template of the office's making can raise when it is read, and when it is filled.
_NO_DOCX = (OpcError, BadZipFile, LxmlError, KeyError)
_BROKEN = (ValueError, TypeError, AttributeError, ArithmeticError)


class TemplateError(Exception):
    """A template is missing or cannot be filled: which one, and what to do."""

    def __init__(self, path: Path, trouble: str) -> None:
        self.path = path
        super().__init__(
            f"模板 {path} {trouble}；请改正该模板，"
            f"或用 xuncha init 另建一个工作区，从它的 config/letters 里复制原来的 {path.name}。"
        )


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


def clean(value: object) -> object:
    """The same value with every text in it made plain."""
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, Mapping):
        return {key: clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [clean(part) for part in value]
    return value


def fill(template: Path, fields: Mapping[str, object], out: Path) -> Path:
    """Write ``out`` from ``template``. Raises TemplateError, or OSError where ``out`` cannot be written."""
    if not template.is_file():
        raise TemplateError(template, "不存在")
    try:
        document = DocxTemplate(template)
        document.render(clean(fields), environment(), autoescape=True)
    except jinja2.TemplateError as error:
        raise TemplateError(template, trouble(error)) from error
    except _NO_DOCX as error:
        raise TemplateError(template, "不是可读的 .docx 文件") from error
    except _BROKEN as error:
        raise TemplateError(template, f"填不了（{type(error).__name__}）") from error
    save_whole(document.save, out)
    return out
