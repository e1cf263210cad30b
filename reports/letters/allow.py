"""访问放行函: asks a unit to let the inspection through its firewall. Says only what was seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.models import Sender
from reports.figures.text import han_date, shorten

FIELDS: Mapping[str, str] = {
    "标题": "信件的标题。",
    "单位": "收件单位，即网站的主办单位。",
    "概述": "第一段：为什么请求放行。",
    "网站": "请求放行的网站列表。",
    "网站.序号": "从1编起。",
    "网站.网站": "网站的名称。",
    "网站.地址": "首页地址。",
    "网站.速度": "检查访问的最高速度。",
    "网站.情况": "最近一次检查时，有几处未能核查，各因什么。",
    "来源": "检查访问的 IP 地址。",
    "时段": "检查访问的时间。",
    "标识": "检查访问的 User-Agent，含本办公室的联系方式。",
    "反馈方式": "括号里的电话等；没有填写的为空。",
    "发文单位": "发文单位全称；来自设置中的 [office]。",
    "成文日期": "写成的日期。",
    "附注": "联系人、电话、邮箱；都没有填写时为空。",
}
TITLE = "关于放行网站检查访问的函"


@dataclass(frozen=True)
class AllowSite:
    """``checked``: its last inspection, or None. ``unseen``: places that it could not look at; ``stopped``: those of
    them that a firewall may have kept from us, as (reason's word, how many)."""

    name: str
    home: str
    rate: float
    checked: datetime | None = None
    unseen: int = 0
    stopped: tuple[tuple[str, int], ...] = ()

    @property
    def kept_out(self) -> int:
        return sum(count for _, count in self.stopped)


@dataclass(frozen=True)
class AllowFigures:
    """One unit's letter. ``night``: from and to of the sweep of whole sites."""

    office: Sender
    unit: str
    made: datetime
    sites: tuple[AllowSite, ...]
    addresses: tuple[str, ...]
    night: tuple[time, time]
    agent: str


def write_allow(figures: AllowFigures, template: Path, out: Path) -> Path:
    """Write the letter as .docx. Raises TemplateError, OSError."""
    return fill(template, allow_fields(figures), out)


def allow_fields(figures: AllowFigures) -> dict[str, object]:
    office = figures.office
    means = "、".join(part for part in (office.email, office.phone) if part)
    return {
        "标题": TITLE,
        "单位": figures.unit,
        "概述": _opening(figures),
        "网站": [
            {
                "序号": str(number),
                "网站": shorten(site.name, 40),
                "地址": shorten(site.home, 120),
                "速度": f"每秒不超过{site.rate:g}页",
                "情况": _seen(site),
            }
            for number, site in enumerate(figures.sites, 1)
        ],
        "来源": "、".join(figures.addresses),
        "时段": _hours(figures.night),
        "标识": figures.agent,
        "反馈方式": f"（{means}）" if means else "",
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
        "附注": phrases.contact(office),
    }


def allow_lines(figures: AllowFigures) -> tuple[str, ...]:
    """The mail's few lines."""
    return (
        _opening(figures),
        f"请在防火墙、防护系统中放行来自 {'、'.join(figures.addresses)} 的检查访问，时段、速度和访问标识见附件。",
        "放行后请回复本邮件，以便再次检查；不便放行的，请说明原因。",
    )


def _opening(figures: AllowFigures) -> str:
    why = f"为做好政府网站检查工作，{figures.office.name}对你单位主办的下列网站的公开页面进行技术监测。"
    if any(site.kept_out for site in figures.sites):
        why += "最近一次检查时，有的内容因访问受阻未能核查（未能核查的，不作为问题通报）。"
    return f"{why}为使检查如实反映网站情况，请你单位对检查访问予以放行。"


def _seen(site: AllowSite) -> str:
    if site.checked is None:
        return "近一个月没有检查记录"
    day = han_date(site.checked)
    if not site.unseen:
        return f"{day}检查，没有未能核查的内容"
    each = "、".join(f"{word}{count}处" for word, count in site.stopped)
    return f"{day}检查，未能核查{site.unseen}处，其中访问受阻{site.kept_out}处{f'（{each}）' if each else ''}"


def _hours(night: tuple[time, time]) -> str:
    first, last = night
    over = "次日" if last <= first else ""
    return (
        f"全站普查：每日{first:%H}时{first:%M}分至{over}{last:%H}时{last:%M}分；"
        "首页访问监测、每日巡查和问题复查：全天。"
    )
