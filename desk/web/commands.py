"""`xuncha desk` and `xuncha people`: the pages are served, and who may come in. Django is loaded only by what runs."""

from pathlib import Path

import click

from desk.web.roles import Role


@click.command()
@click.option("--bind", help="在哪个地址和端口提供；不写则按 config/xuncha.toml 的 [desk]")
@click.option("--no-clock", is_flag=True, help="不同时运行定时程序（已经另外运行 xuncha serve 的）")
@click.option("--allow-private", is_flag=True, help="复查时允许访问内网和本机地址")
@click.option("--now", "moment", help="从这个时间开始走（ISO），用于示范区")
@click.pass_obj
def desk(folder: Path | None, bind: str | None, no_clock: bool, allow_private: bool, moment: str | None) -> None:
    """工作台：在浏览器里核实、催办、裁定；同时运行定时程序。"""
    from desk.web.server import run

    run(folder, bind, clock=not no_clock and moment is None, allow_private=allow_private, moment=moment)


@click.group()
def people() -> None:
    """谁可以登录工作台。"""


@people.command("list")
@click.pass_obj
def list_people(folder: Path | None) -> None:
    """列出全部人员。"""
    from desk.web.server import opened

    opened(folder)
    from desk.web.people.accounts import everybody

    for one in everybody():
        gone = "" if one.is_active else "（停用）"
        click.echo("  ".join(filter(None, (f"{one.login}{gone}", one.name, one.role, one.unit))))


@people.command()
@click.argument("login", metavar="登录名")
@click.option("--name", required=True, help="姓名，决定记在这个名下")
@click.option("--role", type=click.Choice([one.value for one in Role]), required=True, help="角色")
@click.option("--unit", default="", help="单位联系人是哪个单位的（编号或名称）")
@click.pass_obj
def add(folder: Path | None, login: str, name: str, role: str, unit: str) -> None:
    """新增一个人，显示一次性口令。"""
    from desk.web.server import opened

    here = opened(folder)
    from desk.web.people.accounts import add as added

    person, password = added(here.desk(), login, name, Role(role), unit)
    click.echo(f"已新增 {person.name}（{person.login}），一次性口令：{password}")


@people.command()
@click.argument("login", metavar="登录名")
@click.pass_obj
def reset(folder: Path | None, login: str) -> None:
    """重设口令，显示一次性口令；原来的登录随即结束。"""
    from desk.web.server import opened

    opened(folder)
    from desk.web.people.accounts import reset as renewed

    click.echo(f"{login} 的一次性口令：{renewed(login)}")
