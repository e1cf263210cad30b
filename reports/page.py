"""The readable report of a spot check: one HTML file that needs nothing else. Shows hostile text, never runs it."""

from pathlib import Path

import jinja2

from ledger.vocabulary import ProblemClass
from reports.documents.letter import replacing
from reports.documents.text_fill import fill_text, text_room
from reports.figures import phrases
from reports.figures.check import CheckFigures
from reports.figures.text import han_time, stamp

SHOWN = 500  # dead targets and rows of a list shown; the rest is counted
USERS = 20  # pages shown beneath a dead target


def write_page(figures: CheckFigures, template: Path, out: Path) -> Path:
    """Write the report as .html. Raises TemplateError, or OSError where ``out`` cannot be written."""
    with replacing(out) as part:
        part.write_text(page_text(figures, template), encoding="utf-8")
    return out


def page_text(figures: CheckFigures, template: Path) -> str:
    return fill_text(template, page_room, page_fields(figures))


def page_room() -> jinja2.Environment:
    """Where the page is filled, with the filters it uses."""
    room = text_room(html=True)
    room.filters |= {"time": stamp, "han_time": han_time, "cite": phrases.citation, "method": phrases.method}
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
