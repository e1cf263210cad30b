"""What --json prints: one line for programs that, on a terminal, does nothing but stand there."""

import json
from datetime import date

import click

from reports.figures.text import CONTROLS


def echo_json(value: object, indent: int | None = None) -> None:
    """Chinese as it is; signs that steer a terminal, which JSON itself allows, as their numbers."""
    told = json.dumps(value, ensure_ascii=False, indent=indent, default=date.isoformat)
    # of these signs JSON lets through only those above 7e; line ends of an indented text are none of them
    click.echo(CONTROLS.sub(lambda sign: f"\\u{ord(sign[0]):04x}", told))
