"""Shows a crawl's progress: a live table on a terminal, a plain line now and then when piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

LINE_EVERY = 20  # ticks between two plain lines


def _number(row: dict[str, object], key: str) -> int:
    value = row.get(key, 0)
    return int(value) if isinstance(value, int | float) else 0


@contextmanager
def shown() -> Iterator[Callable[[list[dict[str, object]]], None]]:
    """Gives a function to call with the shards' figures (site, pages, waiting, rate)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain()
        return
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:.0f}/{task.total:.0f} 个地址  {task.fields[rate]:.1f} 个/秒"),
        TimeRemainingColumn(),
        console=console,
    )
    tasks: dict[str, TaskID] = {}

    def update(rows: list[dict[str, object]]) -> None:
        for row in rows:
            name, done = str(row.get("site")), _number(row, "done")
            task = tasks.setdefault(name, bar.add_task(name, total=1, rate=0.0)) if name not in tasks else tasks[name]
            rate = row.get("rate", 0.0)
            bar.update(task, completed=done, total=max(1, done + _number(row, "waiting")), rate=rate)

    with bar:
        yield update


def _plain() -> Callable[[list[dict[str, object]]], None]:
    ticks = 0

    def update(rows: list[dict[str, object]]) -> None:
        nonlocal ticks
        ticks += 1
        if ticks % LINE_EVERY == 0 and rows:
            pages = sum(_number(r, "pages") for r in rows)
            waiting = sum(_number(r, "waiting") for r in rows)
            print(f"已看 {len(rows)} 个网站、{pages} 页,还有 {waiting} 个地址待看", file=sys.stderr, flush=True)

    return update
