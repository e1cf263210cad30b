"""`xuncha recheck`: look at the places of some findings now, and say of each what came out."""

from pathlib import Path

import click

from desk.cli.json_line import echo_json
from desk.cli.looking.inspect import ALLOW, NOW
from desk.cli.options import JSON
from desk.context import Desk, open_desk
from desk.workspace.clock import now_or
from ledger.vocabulary import Outcome, Reason
from reports.figures.text import plain

WORDS = {
    Outcome.PASS: "通过",
    Outcome.FAIL: "仍存在",
    Outcome.UNKNOWN: "未能核查",
    Outcome.NOT_APPLICABLE: "不适用",
}


@click.command()
@click.argument("numbers", metavar="[编号]…", nargs=-1, type=click.IntRange(1, 10**12))
@click.option("--browser", is_flag=True, help="仍存在的再用浏览器打开看一次，留下截图")
@ALLOW
@NOW
@JSON
@click.pass_obj
def recheck(
    folder: Path | None, numbers: tuple[int, ...], browser: bool, allow_private: bool, moment: str | None, as_json: bool
) -> None:
    """立即复查这些问题所在的地方；不写编号则复查全部待复查的问题。看到已改好的才销号。"""
    from desk.inspections.recheck import (
        recheck as look_again,  # loads the network's libraries, which no other command needs
    )

    desk = open_desk(folder)
    result = look_again(desk, numbers, now_or(moment), allow_private=allow_private, browser=browser)
    lines = result.lines
    if as_json:
        told = [
            {"finding": x.finding, "outcome": x.outcome, "reason": x.reason, "message": x.said}
            | {"before": x.before, "after": x.after, "beside": x.beside}
            for x in lines
        ]
        echo_json({"run": result.run, "findings": told})
        raise click.exceptions.Exit(result.exit_code)
    for x in lines:
        moved = x.before if x.before is x.after else f"{x.before} → {x.after}"
        click.echo(f"{x.finding:>5}  {WORDS[x.outcome]}  {moved}  {plain(x.said)}{_advice(desk, x.reason)}")
        if x.beside:
            click.echo(f"       {plain(x.beside)}")
    counts = [f"{word} {n} 个" for outcome, word in WORDS.items() if (n := sum(x.outcome is outcome for x in lines))]
    click.echo(f"复查 {len(lines)} 个问题：{'，'.join(counts)}。" if lines else "没有待复查的问题。")
    raise click.exceptions.Exit(result.exit_code)


def _advice(desk: Desk, reason: Reason | None) -> str:
    """What the clerk can do; where nothing was looked at, the line itself says it."""
    if reason is None or reason is Reason.NOT_LOOKED:
        return ""
    return f"（{desk.words[reason].label}；{desk.words[reason].advice}）"
