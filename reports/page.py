"""The readable report of a spot check: one HTML file that needs nothing else. Shows hostile text, never runs it."""

from pathlib import Path

import jinja2
from markupsafe import Markup

from ledger.vocabulary import ProblemClass
from reports import wording
from reports.figures import CheckFigures
from reports.letter import TemplateError, environment, replacing, trouble
from reports.text import han_time, is_web, plain, stamp

SHOWN = 500  # dead targets and rows of a list shown; the rest is counted
USERS = 20  # pages shown beneath a dead target


def write_page(figures: CheckFigures, template: Path, out: Path) -> Path:
    """Write the report as .html. Raises TemplateError, or OSError where ``out`` cannot be written."""
    with replacing(out) as part:
        part.write_text(page_text(figures, template), encoding="utf-8")
    return out


def page_text(figures: CheckFigures, template: Path) -> str:
    try:
        return page_room().from_string(template.read_text(encoding="utf-8-sig")).render(page_fields(figures))
    except FileNotFoundError as error:
        raise TemplateError(template, "不存在") from error
    except jinja2.TemplateError as error:
        raise TemplateError(template, trouble(error)) from error
    except (UnicodeDecodeError, TypeError, AttributeError) as error:
        raise TemplateError(template, f"填不了（{type(error).__name__}）") from error


def page_room() -> jinja2.Environment:
    """Where the page is filled: escaped, sandboxed, every text made plain."""
    room = environment()
    room.finalize = lambda value: plain(value) if type(value) is not Markup and isinstance(value, str) else value
    room.tests["web"] = is_web
    room.filters |= {"time": stamp, "han_time": han_time, "cite": wording.citation, "method": wording.method}
    return room


def page_fields(figures: CheckFigures) -> dict[str, object]:
    dead = sorted(figures.dead, key=lambda target: (-target.uses, target.address))
    return {
        "check": figures,
        "problems": sorted(figures.problems, key=lambda line: list(ProblemClass).index(line.problem_class)),
        "dead": dead[:SHOWN],
        "dead_total": len(dead),
        "users": USERS,
        "shown": SHOWN,
    }
