"""Fills a text template of the office (*.jinja), plain or HTML. Crawled text is data here."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reports.documents.bounded import TooMuch, bounded
from reports.documents.letter import LARGEST, TOO_MUCH, environment, trouble
from reports.documents.template_error import TemplateError
from reports.figures.text import is_web, plain


def mail_parts(templates: Path, name: str, fields: Mapping[str, object]) -> tuple[str, str]:
    """The plain and the HTML part of mail-``name``. Raises TemplateError, or OSError where one cannot be read."""
    return (
        fill_text(templates / f"mail-{name}.txt.jinja", partial(text_room, html=False), fields),
        fill_text(templates / f"mail-{name}.html.jinja", partial(text_room, html=True), fields),
    )


def text_room(html: bool) -> jinja2.Environment:
    """Where a text template is filled: sandboxed, every text made plain, and escaped where it is HTML."""
    if html:
        room = environment()
    else:
        room = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    room.finalize = lambda value: plain(value) if type(value) is not Markup and isinstance(value, str) else value
    room.tests["web"] = is_web
    return room


def fill_text(template: Path, room: Callable[[], jinja2.Environment], fields: Mapping[str, object]) -> str:
    """The filled template; ``room``: what makes the place to fill it in. Raises TemplateError, or OSError where it
    cannot be read."""
    try:
        return bounded(_filled, template, room, fields)
    except TooMuch as error:
        raise TemplateError(template, TOO_MUCH) from error


def _filled(template: Path, room: Callable[[], jinja2.Environment], fields: Mapping[str, object]) -> str:
    try:
        text = room().from_string(template.read_text(encoding="utf-8-sig")).render(fields)
    except FileNotFoundError as error:
        raise TemplateError(template, "不存在") from error
    except jinja2.TemplateError as error:
        raise TemplateError(template, trouble(error)) from error
    except (UnicodeDecodeError, TypeError, AttributeError) as error:
        raise TemplateError(template, f"填不了（{type(error).__name__}）") from error
    if len(text) > LARGEST:
        raise TemplateError(template, TOO_MUCH)
    return text
