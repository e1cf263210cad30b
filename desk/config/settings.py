"""The office's settings: config/xuncha.toml, checked whole. Never reads a default from anywhere else."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator

from crawler.spiders.task import RESERVED
from desk.config.people import people
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import Closed, by_key, validated
from desk.workspace.validators import FASTEST, Clock, Switch, Text, whole

CONTROLS = ("www.gov.cn", "www.people.com.cn", "www.xinhuanet.com")


def _rate(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value <= FASTEST:
        raise ValueError(f"要写成大于 0、不超过 {FASTEST} 的数")
    return float(value)


def _scrapy(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict) or not all(re.fullmatch("[A-Z][A-Z0-9_]*", name) for name in value):
        raise ValueError("要写成单独一节 [scrapy]，一行一项，名称照 Scrapy 的写，如 CLOSESPIDER_PAGECOUNT = 500")
    if taken := RESERVED & value.keys():
        raise ValueError(f"{'、'.join(sorted(taken))} 由巡查自己定（访问受地址检查保护），请删去")
    return value


def _hosts(value: object) -> tuple[str, ...]:
    hosts = [h for h in value if isinstance(h, str)] if isinstance(value, list) else []
    if not hosts or not isinstance(value, list) or len(hosts) != len(value):
        raise ValueError('要写成域名列表，至少一个，如 ["www.gov.cn"]')
    if not all(re.fullmatch(r"[0-9A-Za-z.-]+(:[0-9]{1,5})?", h) for h in hosts):
        raise ValueError("只写域名，不带 http:// 和路径")
    return tuple(hosts)


def bind_of(value: object) -> str:
    """Where pages are served, "127.0.0.1:8600". ValueError, with what to do, on anything else."""
    said = re.fullmatch(r"([0-9A-Za-z.-]+|\[[0-9a-f:]+\]):([0-9]{1,5})", value) if isinstance(value, str) else None
    if said is None or not 0 < int(said[2]) < 65536:
        raise ValueError('要写成地址和端口，如 "127.0.0.1:8600"')
    return said[0]


def _names(value: object) -> tuple[str, ...]:
    return _hosts(value) if value else ()


People = Annotated[Mapping[str, str], PlainValidator(people)]


@dataclass(frozen=True)
class OfficeSettings(Closed):
    """Who inspects and signs. ``address_to`` is the 主送 line of a notice; ``region`` the home region, by which the
    short names of units are known."""

    name: Text = ""
    address_to: Text = "各有关单位"
    contact: Text = ""
    phone: Text = ""
    copy_to: Text = ""  # 抄送
    region: Text = ""


@dataclass(frozen=True)
class Crawl(Closed):
    """Limits of one inspection of one site. ``rate`` serves addresses that the register does not hold,
    ``outside_rate`` the hosts that a site's pages lead to; no site is asked more than ``fastest`` times a second,
    whatever the register says."""

    pages: Annotated[int, whole(1, 1_000_000)] = 5000
    depth: Annotated[int, whole(1, 100)] = 12
    deadline_minutes: Annotated[int, whole(1, 1440)] = 120
    timeout: Annotated[int, whole(1, 300)] = 30  # seconds of one request
    rate: Annotated[float, PlainValidator(_rate)] = 2.0
    night_from: Clock = time(22, 0)
    night_to: Clock = time(6, 0)
    outside_rate: Annotated[float, PlainValidator(_rate)] = 2.0
    fastest: Annotated[float, PlainValidator(_rate)] = 50.0


@dataclass(frozen=True)
class ProbeSettings(Closed):
    """How often a home page is tried a day (站点无法访问; the clause wants 20 good visits, some are spoilt)."""

    per_day: Annotated[int, whole(1, 288)] = 24


@dataclass(frozen=True)
class Rectify(Closed):
    """整改期限, in working days: to answer a notice, to remind before a problem is due, to supervise after it was.
    ``answer_by``: until when on the last day."""

    answer_days: Annotated[int, whole(1, 30)] = 5
    remind_days: Annotated[int, whole(0, 30)] = 1
    supervise_days: Annotated[int, whole(1, 60)] = 3
    answer_by: Clock = time(17, 0)


@dataclass(frozen=True)
class MessageSettings(Closed):
    """网民留言. ``answer_days``: in how many working days an answer is in time (按期); ``None``: nobody has said."""

    answer_days: Annotated[int | None, whole(1, 90)] = None


@dataclass(frozen=True)
class NoticeSettings(Closed):
    """``older_annex``: whether the notice lists, as an annex, what earlier ones told and what is not closed yet."""

    older_annex: Switch = False


@dataclass(frozen=True)
class DeskSettings(Closed):
    """The pages (`xuncha desk`). ``bind``: where they are served; ``names``: by what names browsers ask for them;
    ``tls``: a server before them speaks HTTPS (deploy/nginx.conf): cookies then go over nothing else."""

    bind: Annotated[str, PlainValidator(bind_of)] = "127.0.0.1:8600"
    names: Annotated[tuple[str, ...], PlainValidator(_names)] = ()
    tls: Switch = False


@dataclass(frozen=True)
class Settings(Closed):
    """All of config/xuncha.toml. ``controls`` are hosts that show whether our own line works; ``people`` names who
    comes in by a login of the system; ``scrapy`` holds settings of Scrapy's, by its own names."""

    office: OfficeSettings = field(default_factory=OfficeSettings)
    crawl: Crawl = field(default_factory=Crawl)
    probe: ProbeSettings = field(default_factory=ProbeSettings)
    rectify: Rectify = field(default_factory=Rectify)
    controls: Annotated[tuple[str, ...], PlainValidator(_hosts)] = CONTROLS
    messages: MessageSettings = field(default_factory=MessageSettings)
    people: People = field(default_factory=dict)
    notice: NoticeSettings = field(default_factory=NoticeSettings)
    scrapy: Annotated[Mapping[str, object], PlainValidator(_scrapy)] = field(default_factory=dict)
    desk: DeskSettings = field(default_factory=DeskSettings)


def load_settings(path: Path) -> Settings:
    """Settings from ``path`` (config/xuncha.toml); every mistake of the file in one ConfigError."""
    _, given = read_toml(path)
    return validated(Settings, given, by_key(Settings, path.name))
