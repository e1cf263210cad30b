"""`xuncha register import` and `undo`: what is asked and told on the way. Only words and calls, no rules."""

from pathlib import Path

import click

from desk.cli.asking import on_terminal
from desk.cli.options import NOW
from desk.register_import.keeping import day_of
from desk.register_import.model import SKIP, Doubt
from desk.register_import.plan import ImportPlan
from desk.register_import.preview import counted, preview, question
from desk.register_import.take import Done, Import
from desk.register_import.take import undo as undo_import
from desk.workspace.clock import now_or
from desk.workspace.workspace import Workspace

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("import")
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--yes", is_flag=True, help="不提问：存疑的先不导入，列出来")
@click.option("--dry-run", is_flag=True, help="只看会怎样，不导入")
@click.option("--remove", is_flag=True, help="登记册里有、表里没有的删去；不写则不动")
@NOW
@click.pass_obj
def import_(root: Path | None, file: Path, yes: bool, dry_run: bool, remove: bool, moment: str | None) -> None:
    """把自己的台账（.xlsx、.xls、.et、.ods、.csv）导入登记册。

    工作表和列按名称认（单位名称、网址、备案号、标识码、栏目名称、更新频率、账号名称、公众号……），编号由程序编。
    先列出会怎样：新增、改动、存疑；存疑的逐个问；
    不在屏幕前运行的，存疑的先不导入，列出来，退出码为 1。以前的登记册留着，可用 xuncha register undo 恢复。
    """
    now, workspace = now_or(moment), Workspace.find(root)
    imported = Import.open(workspace, file)
    asking = on_terminal() and not yes
    plan = imported.plan({})
    if asking and plan.doubts:
        click.echo(f"{file.name} 里有 {len(plan.doubts)} 处存疑，先逐个问您；问完列出会怎样，您同意了才导入。")
        plan = imported.plan(imported.asked(_ask))
    for line in preview(plan, remove=remove):
        click.echo(line)
    if dry_run:
        click.echo("以上没有导入；去掉 --dry-run 再运行一次即导入。")
    elif not asking or click.confirm("导入吗？", default=True):
        _tell(imported.apply(plan, now, remove=remove), plan)
    else:
        click.echo("没有导入，登记册没有改动。")
    raise click.exceptions.Exit(1 if plan.doubts else 0)


def _ask(doubt: Doubt, number: int, of: int) -> str:
    for line in question(doubt, number, of):
        click.echo(line)
    while True:
        given = click.prompt("  ", default="", show_default=False, prompt_suffix="> ").strip()
        if not given:
            return SKIP if doubt.default is None else doubt.default
        if given.lower() == SKIP:
            return SKIP
        if given.lower() in doubt.other:
            return doubt.other[given.lower()][0]
        if doubt.free:
            return given
        click.echo(f"  请写 {'、'.join((*doubt.other, SKIP))}，或直接回车")


def _tell(done: Done, plan: ImportPlan) -> None:
    if done.kept is None:
        click.echo(f"没有要改的：登记册里有{counted(done.register)}")
        return
    click.echo(f"已导入：{counted(done.register)}。不对的，用 xuncha register undo 恢复到导入以前。")
    if done.removed:
        click.echo(f"删去 {len(done.removed)} 个；请运行 xuncha register check，看有没有留下的问题要决定。")
    if plan.doubts:
        click.echo(f"还有 {len(plan.doubts)} 处存疑，见上。")


@click.command("undo")
@click.option("--yes", is_flag=True, help="导入以后又改过登记册的，也恢复")
@click.pass_obj
def undo(root: Path | None, yes: bool) -> None:
    """把登记册恢复到最近一次导入以前。"""
    workspace = Workspace.find(root)

    def anyway(folder: Path) -> bool:
        text = f"{day_of(folder)}导入以后，登记册又改过。连以后的改动一起撤销吗？"
        return yes or (on_terminal() and click.confirm(text, default=False))

    folder = undo_import(workspace, anyway=anyway)
    click.echo(f"登记册已恢复到 {day_of(folder)}导入以前；导入的内容留在 {folder.name}-undone。")
