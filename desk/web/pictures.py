"""Pictures as SVG: each beside a table with the same numbers; what a colour says a form or a word says too."""

from collections.abc import Sequence
from html import escape

from desk.overview.site import ColumnClock, VisitsOfDay
from desk.overview.weeks import Week

WIDE, HIGH = 640, 170


def _svg(width: int, height: int, title: str, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" class="chart" role="img">'
    return f"{head}<title>{escape(title)}</title>{''.join(parts)}</svg>"


def month(days: Sequence[VisitsOfDay]) -> str:
    """A cell a day: full where all visits opened, crossed where any failed, empty where nobody could look."""
    cells = []
    for n, one in enumerate(days):
        x, kind = 4 + n * 21, "none"
        if one.opened or one.failed:
            kind = "bad" if one.failed else "good"
        told = f"{one.day:%m-%d}：打开 {one.opened}，未打开 {one.failed}，不计 {one.unlooked}"
        cross = f'<path d="M{x + 3} 13l12 12m0-12l-12 12"/>' if kind == "bad" else ""
        cells.append(
            f'<g class="{kind}"><title>{told}</title><rect x="{x}" y="10" width="18" height="18" rx="3"/>{cross}</g>'
        )
        if one.day.day == 1 or n == 0:
            cells.append(f'<text x="{x}" y="44">{one.day:%m-%d}</text>')
    return _svg(WIDE, 50, "近30天首页访问", cells)


def bars(weeks: Sequence[Week]) -> str:
    """Two bars a week: opened filled, closed hatched by its outline."""
    most = max((max(w.opened, w.closed) for w in weeks), default=0) or 1
    parts, step = [], WIDE / max(len(weeks), 1)
    for n, week in enumerate(weeks):
        x = n * step
        for shift, kind, count in ((6, "opened", week.opened), (6 + step * 0.4, "closed", week.closed)):
            tall = round(120 * count / most, 1)
            top = 140 - tall
            parts.append(
                f'<rect class="{kind}" x="{x + shift:.1f}" y="{top}" width="{step * 0.34:.1f}" height="{tall}"/>'
                + (f'<text class="n" x="{x + shift:.1f}" y="{top - 3}">{count}</text>' if count else "")
            )
        parts.append(f'<text x="{x + 4:.1f}" y="158">{week.begins:%m-%d}</text>')
    return _svg(WIDE, HIGH, "每周新核实（实心）和销号（空心）的问题", parts)


def clocks(columns: Sequence[ColumnClock]) -> str:
    """A bar of the days left a column, the shortest first; only of what was read."""
    known = sorted((one for one in columns if one.left is not None), key=lambda one: one.left or 0)
    most = max((one.left or 0 for one in known), default=0) or 1
    parts = []
    for n, one in enumerate(known):
        y, left = 4 + n * 22, one.left or 0
        kind = "soon" if left <= 10 else "far"
        parts.append(
            f'<text x="0" y="{y + 13}">{escape(one.name[:12])}</text>'
            f'<rect class="{kind}" x="190" y="{y}" width="{max(2, round(380 * left / most))}" height="16"/>'
            f'<text class="n" x="{196 + max(2, round(380 * left / most))}" y="{y + 13}">{left} 天</text>'
        )
    return _svg(WIDE, 8 + 22 * len(known), "各栏目离更新期限还有几天", parts) if known else ""
