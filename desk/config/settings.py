"""The office's settings: config/xuncha.toml, checked whole. Never reads a default from anywhere else."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Any

from desk.config.people import people
from desk.workspace.problems import ConfigError, Problem
from desk.workspace.textfiles import read_toml
from desk.workspace.values import Read, clock, switch, text, whole

CONTROLS = ("www.gov.cn", "www.people.com.cn", "www.xinhuanet.com")


@dataclass(frozen=True)
class Office:
    """Who inspects and signs. ``address_to`` is the 主送 line of a notice; ``region`` the home region, by which the
    short names of units are known."""

    name: str = ""
    address_to: str = "各有关单位"
    contact: str = ""
    phone: str = ""
    copy_to: str = ""  # 抄送
    region: str = ""


@dataclass(frozen=True)
class Crawl:
    """Limits of one inspection of one site. ``rate`` serves addresses that the register does not hold."""

    pages: int = 5000
    depth: int = 12
    deadline_minutes: int = 120
    timeout: int = 30  # seconds of one request
    rate: float = 2.0
    night_from: time = time(22, 0)
    night_to: time = time(6, 0)


@dataclass(frozen=True)
class ProbeSettings:
    """How often a home page is tried a day (站点无法访问; the clause wants 20 good visits, some are spoilt)."""

    per_day: int = 24


@dataclass(frozen=True)
class Rectify:
    """整改期限, in working days: to answer a notice, to remind before a problem is due, to supervise after it was.
    ``answer_by``: until when on the last day."""

    answer_days: int = 5
    remind_days: int = 1
    supervise_days: int = 3
    answer_by: time = time(17, 0)


@dataclass(frozen=True)
class Messages:
    """网民留言. ``answer_days``: in how many working days an answer is in time (按期); ``None``: nobody has said."""

    answer_days: int | None = None


@dataclass(frozen=True)
class NoticeSettings:
    """``older_annex``: whether the notice lists, as an annex, what earlier ones told and what is not closed yet."""

    older_annex: bool = False


@dataclass(frozen=True)
class Settings:
    """All of config/xuncha.toml. ``controls`` are hosts that show whether our own line works; ``people`` names who
    comes in by a login of the system."""

    office: Office = field(default_factory=Office)
    crawl: Crawl = field(default_factory=Crawl)
    probe: ProbeSettings = field(default_factory=ProbeSettings)
    rectify: Rectify = field(default_factory=Rectify)
    controls: tuple[str, ...] = CONTROLS
    messages: Messages = field(default_factory=Messages)
    people: Mapping[str, str] = field(default_factory=dict)
    notice: NoticeSettings = field(default_factory=NoticeSettings)


def _rate(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= 50:
        raise ValueError("要写成大于 0、不超过 50 的数")
    return float(value)


def _hosts(value: object) -> tuple[str, ...]:
    hosts = [h for h in value if isinstance(h, str)] if isinstance(value, list) else []
    if not hosts or not isinstance(value, list) or len(hosts) != len(value):
        raise ValueError('要写成域名列表，至少一个，如 ["www.gov.cn"]')
    if not all(re.fullmatch(r"[0-9A-Za-z.-]+(:[0-9]{1,5})?", h) for h in hosts):
        raise ValueError("只写域名，不带 http:// 和路径")
    return tuple(hosts)


_WHOLE: Mapping[str, Read] = {"controls": _hosts, "people": people}
_TABLES: Mapping[str, tuple[Callable[..., Any], Mapping[str, Read]]] = {
    "office": (Office, dict.fromkeys(("name", "address_to", "contact", "phone", "copy_to", "region"), text)),
    "crawl": (
        Crawl,
        {
            "pages": whole(1, 1_000_000),
            "depth": whole(1, 100),
            "deadline_minutes": whole(1, 1440),
            "timeout": whole(1, 300),
            "rate": _rate,
            "night_from": clock,
            "night_to": clock,
        },
    ),
    "probe": (ProbeSettings, {"per_day": whole(1, 288)}),
    "rectify": (
        Rectify,
        {"answer_days": whole(1, 30), "answer_by": clock, "remind_days": whole(0, 30), "supervise_days": whole(1, 60)},
    ),
    "messages": (Messages, {"answer_days": whole(1, 90)}),
    "notice": (NoticeSettings, {"older_annex": switch}),
}


def load_settings(path: Path) -> Settings:
    """Settings from ``path`` (config/xuncha.toml); every mistake of the file in one ConfigError."""
    _, given = read_toml(path)
    mistakes: list[Problem] = []

    def read(key: str, value: object, reader: Read) -> Any:
        try:
            return reader(value)
        except ValueError as wanted:
            mistakes.append(Problem(path.name, f"“{key}”的值不对", str(wanted)))

    def unknown(key: str, allowed: object) -> None:
        mistakes.append(Problem(path.name, f"不认识“{key}”", f"请删去或改正；可用的有：{allowed}"))

    made: dict[str, Any] = {}
    for key, value in given.items():
        if key in _WHOLE:
            made[key] = read(key, value, _WHOLE[key])
        elif key not in _TABLES:
            unknown(key, "、".join([*_WHOLE, *_TABLES]))
        elif not isinstance(value, dict):
            mistakes.append(Problem(path.name, f"“{key}”应是一节", f"请写成单独一行 [{key}]，下面逐行写各项"))
        else:
            make, readers = _TABLES[key]
            for name in value.keys() - readers.keys():
                unknown(f"{key}.{name}", "、".join(readers))
            pairs = {n: read(f"{key}.{n}", v, readers[n]) for n, v in value.items() if n in readers}
            made[key] = (make, pairs)
    if mistakes:
        raise ConfigError(*sorted(mistakes, key=str))
    return Settings(**{k: v[0](**v[1]) if k in _TABLES else v for k, v in made.items()})
