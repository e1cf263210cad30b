"""`xuncha --help`: what a clerk does every day first, then what comes once a month, then the rest."""

from collections.abc import Sequence
from typing import cast

import click

from desk.cli.lazy_group import Lazily

SECTIONS: Sequence[tuple[str, tuple[str, ...]]] = (
    ("每天", ("inspect", "causes", "finding", "recheck", "daily")),
    ("每月", ("notice", "letters", "answers")),
    ("登记", ("init", "register", "accounts", "columns", "site")),
    ("自动运行", ("serve", "timetable", "doctor", "backup", "restore")),
)
REST = "其他"


class ByTheDay(click.Group):
    """A group of ``Lazily`` whose help lists its commands under headings; those that none names under 其他."""

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        named = {name for _, names in SECTIONS for name in names}
        rest = tuple(name for name in self.list_commands(ctx) if name not in named)
        listed = cast(Lazily, self.commands)
        wide = max(map(len, listed), default=0)
        for title, names in (*SECTIONS, (REST, rest)):
            rows = [(name.ljust(wide), listed.told(name)) for name in names if name in listed]
            if rows:
                with formatter.section(title):
                    formatter.write_dl(rows)
