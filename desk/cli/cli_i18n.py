"""click's own words (help, wrong use) in Chinese. Changes no command's behaviour.

Not by a catalogue of gettext: that takes the language out of the environment at every word, so LANGUAGE would have to
be set for as long as we run, and the browser and every other child would have it too.
"""

import click
from click import core, decorators, exceptions, formatting, parser, types

WORDS = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示这段说明",
    "default: {default}": "默认：{default}",
    "(dynamic)": "自动",
    "required": "必填",
    "Missing command.": "没有写命令",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "No such option {name!r}.": "没有“{name}”这个选项",
    "No such command {name!r}.": "没有“{name}”这个命令",
    "Did you mean {possibility}?": "是不是想写 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是想写其中之一：{possibilities}？）",
    "Option {name!r} requires an argument.": "选项“{name}”后面要写值",
    "Option {name!r} does not take a value.": "选项“{name}”后面不写值",
    "Got unexpected extra argument ({args})": "多写了“{args}”",
    "Got unexpected extra arguments ({args})": "多写了“{args}”",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数",
    "{value} is not in the range {range}.": "{value} 不在允许的范围内（{range}）",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}",
    "{value!r} is not one of {choices}.": "“{value}”不是其中之一：{choices}",
    "{value!r} does not match the format {format}.": "“{value}”不是日期，请写成 2026-11-23",
    "{value!r} does not match the formats {formats}.": "“{value}”不是日期，请写成 2026-11-23",
    "{name} {filename!r} does not exist.": "“{filename}”不存在",
    "{name} {filename!r} is a file.": "“{filename}”是文件，要写文件夹",
    "{name} {filename!r} is a directory.": "“{filename}”是文件夹，要写文件",
    "{name} {filename!r} is not readable.": "“{filename}”没有读取权限",
    "{name} {filename!r} is not writable.": "“{filename}”没有写入权限",
}
KINDS = {
    click.types.StringParamType: "文字",
    click.types.IntParamType: "整数",
    click.types.IntRange: "整数",
    click.types.FloatParamType: "数字",
    click.types.DateTime: "日期",
    click.Path: "路径",
}


def _one(text: str) -> str:
    return WORDS.get(text, text)


def _many(one: str, several: str, n: int) -> str:
    return _one(one if n == 1 else several)


def speak_chinese(command: click.Command) -> None:
    """Make click say its own words, and name the values of this command, in Chinese."""
    for module in (core, decorators, exceptions, formatting, parser, types):
        vars(module).update(_=_one, ngettext=_many)
    name_values(command)


def name_values(command: click.Command) -> None:
    """The values of this command and of those below it that are loaded."""
    command.options_metavar = "[选项]"
    for param in command.params:
        if isinstance(param, click.Option) and param.metavar is None and not param.is_flag:
            param.metavar = KINDS.get(type(param.type))
    if isinstance(command, click.Group):
        command.subcommand_metavar = "命令 [参数]…"
        for below in getattr(command.commands, "loaded", command.commands.values)():
            name_values(below)


def wrong_use(error: click.ClickException) -> str:
    """One sentence on a command that was typed wrong; the help itself where a group was typed alone."""
    if isinstance(error, exceptions.NoArgsIsHelpError):
        return error.format_message()
    text = error.format_message().rstrip(".。 ")
    where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "xuncha"
    return f"用法不对：{text}；运行 {where} --help 查看说明"
