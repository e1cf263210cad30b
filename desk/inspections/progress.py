"""Shows a crawl's progress: a live table on a terminal, a plain line now and then when piped."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from desk.workspace.clock import SHANGHAI

LINE_EVERY = 20  # ticks between two plain lines
WAITS = "等到 {:%H:%M:%S} 复核打不开的地址（现在按 Ctrl-C 离开也可以，再运行一次会接着做）"


@contextmanager
def shown() -> Iterator[Callable[[list[dict[str, float]]], None]]:
    """Gives a function to call with the shards' figures (sites, done, pages, waiting, rate)."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _plain()
        return
    bar = Progress(
        TextColumn("网站 {task.fields[sites]}"),
        BarColumn(),
        TextColumn("{task.completed:.0f} 页，还有 {task.fields[waiting]:.0f} 个地址，{task.fields[rate]:.1f} 页/秒"),
        TextColumn("{task.fields[left]}"),
        console=console,
    )
    task = bar.add_task("", total=1, sites="0/0", waiting=0.0, rate=0.0, left="")

    def update(rows: list[dict[str, float]]) -> None:
        pages, waiting = _sum(rows, "pages"), _sum(rows, "waiting")
        sites = f"{_sum(rows, 'done'):.0f}/{_sum(rows, 'sites'):.0f}"
        rate, left = _sum(rows, "rate"), _left(rows)
        bar.update(task, completed=pages, total=pages + waiting, sites=sites, waiting=waiting, rate=rate, left=left)

    with bar:
        yield update


def _left(rows: list[dict[str, float]]) -> str:
    """The time the slowest shard still needs for what it knows of; more may turn up. Or until when it waits."""
    if (until := max((row.get("until", 0.0) for row in rows), default=0.0)) and not _sum(rows, "waiting"):
        return WAITS.format(datetime.fromtimestamp(until, SHANGHAI))
    seconds = max((row.get("left", 0.0) for row in rows), default=0.0)
    return f"至少还要 {seconds / 60:.0f} 分钟" if seconds >= 60 else f"至少还要 {seconds:.0f} 秒"


def _sum(rows: list[dict[str, float]], key: str) -> float:
    return sum(row.get(key, 0.0) for row in rows)


def _plain() -> Callable[[list[dict[str, float]]], None]:
    ticks, waited = 0, 0.0

    def update(rows: list[dict[str, float]]) -> None:
        nonlocal ticks, waited
        ticks += 1
        until = max((row.get("until", 0.0) for row in rows), default=0.0)
        new, waited = until > waited + 60, max(until, waited)  # a wait is told as it begins
        if rows and (ticks % LINE_EVERY == 0 or new):
            sites = f"{_sum(rows, 'done'):.0f}/{_sum(rows, 'sites'):.0f}"
            waiting = f"还有 {_sum(rows, 'waiting'):.0f} 个地址，{_left(rows)}"
            text = f"网站 {sites}，{_sum(rows, 'pages'):.0f} 页，{waiting}，{_sum(rows, 'rate'):.1f} 页/秒"
            print(text, file=sys.stderr, flush=True)

    return update
