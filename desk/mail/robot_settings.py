"""Which groups are told of urgent problems: config/robots.toml, and their addresses, which are secrets."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from desk.context import Desk
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.secrets_file import SECRETS, secrets
from desk.workspace.textfiles import read_toml
from reports.mail.robots import ADDRESSES, Platform

_KEYS = ("name", "platform", "units", "keyword")


@dataclass(frozen=True)
class Robot:
    """A group's robot. ``units``: the ids of the units it is told of, none for all."""

    name: str
    platform: Platform
    units: tuple[str, ...] = ()
    keyword: str = ""
    address: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    def hears_of(self, unit: str) -> bool:
        return not self.units or unit in self.units


def load_robots(desk: Desk) -> tuple[Robot, ...]:
    """Every robot with its address; none where the file names none. ConfigError tells all mistakes."""
    path = desk.workspace.config / "robots.toml"
    if not path.exists():
        return ()
    _, given = read_toml(path)
    advice = "每个机器人写一节 [[robot]]"
    mistakes = [ConfigMistake(path.name, f"不认识“{key}”", advice) for key in given if key != "robot"]
    rows = given.get("robot", [])
    if not isinstance(rows, list):
        raise ConfigError(ConfigMistake(path.name, "“robot”应是一节一节的", advice))
    known = secrets(desk.workspace).get("robots", {}) if rows else {}
    robots: list[Robot] = []
    for no, row in enumerate(rows, 1):
        try:
            robots.append(_with_address(_robot(row, desk), known if isinstance(known, dict) else {}))
        except ValueError as wanted:
            mistakes.append(ConfigMistake(path.name, f"第 {no} 个 [[robot]] 不能用", str(wanted)))
    names = Counter(robot.name for robot in robots)
    mistakes += [ConfigMistake(path.name, f"“{name}”写了不止一次", "请改名") for name, n in names.items() if n > 1]
    if mistakes:
        raise ConfigError(*mistakes)
    return tuple(robots)


def _robot(row: object, desk: Desk) -> Robot:
    if not isinstance(row, dict) or row.keys() - set(_KEYS):
        raise ValueError(f"可用的有：{'、'.join(_KEYS)}")
    name, platform, keyword = (row.get(key, "") for key in ("name", "platform", "keyword"))
    if not all(isinstance(one, str) and one.isprintable() for one in (name, platform, keyword)) or not name.strip():
        raise ValueError("name、platform、keyword 要写成带双引号的一行文字，name 不能空着")
    if platform not in frozenset(Platform):
        raise ValueError(f"platform 要写成{'、'.join(Platform)}之一")
    units = row.get("units", [])
    if not isinstance(units, list) or not all(isinstance(unit, str) for unit in units):
        raise ValueError('units 要写成单位编号的列表，如 ["jyj"]')
    if wrong := [unit for unit in units if unit not in desk.register.units]:
        raise ValueError(f"登记册里没有单位“{'、'.join(wrong)}”，请核对 units.csv 的编号")
    return Robot(name.strip(), Platform(platform), tuple(units), keyword.strip())


def _with_address(robot: Robot, known: Mapping[str, object]) -> Robot:
    """``known``: what the file of secrets says of robots. No value of it is ever told."""
    row = known.get(robot.name)
    address, secret = (row.get("address"), row.get("secret", "")) if isinstance(row, dict) else ("", "")
    if not isinstance(address, str) or not isinstance(secret, str) or not address:
        told = f'请在环境变量 {SECRETS} 指明的文件里加一节 [robots."{robot.name}"]，写上 address'
        raise ValueError(told)
    start = ADDRESSES[robot.platform]
    if not address.startswith(start) or not address.isascii() or not address.isprintable() or " " in address:
        told = f"密码文件里的地址不是{robot.platform}机器人的地址，请照群设置里的复制，应以 {start} 开头"
        raise ValueError(told)
    return replace(robot, address=address, secret=secret)
