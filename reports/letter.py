"""Fills a letter template of the office (.docx). Crawled text is data here: it is escaped and never run."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile

import jinja2
from docx.opc.exceptions import OpcError
from docxtpl import DocxTemplate
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml.etree import LxmlError

from reports.text import plain

# What a template of the office's making can raise when it is read or filled.
_BROKEN = (
    jinja2.TemplateError,
    OpcError,
    BadZipFile,
    LxmlError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    ArithmeticError,
)


class TemplateError(Exception):
    """A template is missing or cannot be filled: which one, and what to do."""

    def __init__(self, path: Path, trouble: str) -> None:
        self.path = path
        super().__init__(
            f"模板 {path} {trouble}。请改正该模板，"
            f"或运行 python -m reports.blank_templates {path.parent} 重新生成全部信函模板。"
        )


@contextmanager
def replacing(out: Path) -> Iterator[Path]:
    """A file beside ``out`` to write into; it takes ``out``'s place only when it is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    part = out.with_name(f".{out.name}.part")
    try:
        yield part
        part.replace(out)
    finally:
        part.unlink(missing_ok=True)


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
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(template, f"中的标记写错了（{plain(str(error.message))}）") from error
    except jinja2.UndefinedError as error:
        raise TemplateError(template, f"用了没有的字段（{plain(str(error.message))}）") from error
    except _BROKEN as error:
        raise TemplateError(template, f"打不开或填不了（{type(error).__name__}）") from error
    with replacing(out) as part:
        document.save(part)
    return out
