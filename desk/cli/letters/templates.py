"""`xuncha letters check`: what is wrong with the office's letter templates, before a letter is written with them."""

from pathlib import Path

import click

from desk.facts.run_result import WRONG_USE
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from reports.templates.fields import BY_FILE, LETTERS
from reports.templates.template_check import check_template


@click.command("check")
@click.argument("files", metavar="[文件]…", type=click.Path(path_type=Path), nargs=-1)
@click.option("--as", "name", metavar="模板名", help="文件改过名时，按哪个模板检查，如 notice.docx")
@click.pass_obj
def check_letters(folder: Path | None, files: tuple[Path, ...], name: str | None) -> None:
    """检查信件模板（.docx、.jinja）里的标记，逐处列出错误；不写文件则检查 config/letters 里的全部模板。"""
    if name is not None and name not in BY_FILE:
        advice = f"可用的有：{'、'.join(sorted(BY_FILE))}"
        raise ConfigError(ConfigMistake("--as", f"没有叫“{name}”的模板", advice))
    chosen = files or _all(Workspace.find(folder).letters)
    if strange := [file for file in chosen if name is None and file.name not in BY_FILE]:
        advice = "请用 --as 指明，如 --as notice.docx"
        raise ConfigError(*(ConfigMistake(str(file), "看不出是哪个信件的模板", advice) for file in strange))
    mistakes = [one for file in chosen for one in check_template(file, BY_FILE[name or file.name])]
    for one in mistakes:
        click.echo(str(one))
    told = f"有 {len(mistakes)} 处错误" if mistakes else "没有发现错误"
    click.echo(f"检查了 {len(chosen)} 个模板，{told}。")
    raise click.exceptions.Exit(WRONG_USE if mistakes else 0)


def _all(folder: Path) -> tuple[Path, ...]:
    """Every template of ours in the folder; what else lies there is named, for no letter is made with it."""
    for other in sorted(folder.iterdir()):
        # ~$… is the lock of an open Word file
        if other.suffix in (".docx", ".jinja") and not other.name.startswith(("~$", ".")) and other.name not in BY_FILE:
            click.echo(f"注意：{other.name} 不是任何信件的模板，写信时用不到它，没有检查。", err=True)
    return tuple(folder / file for letter in LETTERS for file in letter.files)
