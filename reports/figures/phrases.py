"""Sentences of the letters, made from figures. Machine results are worded so: 人工核实 only where a person did."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from ledger.vocabulary import State
from reports.figures.models import Citation, ProblemLine, Sender, UnknownLine
from reports.figures.text import han_date, plain, shorten, stamp

LINE = 20  # characters of the title's size in a line


def title_lines(office: str, about: str, subject: str) -> list[str]:
    """The title in one line if it fits, else broken where the sense allows: 望舒区…关于2026年11月 / 全区…的通报."""
    whole = f"{office}关于{about}{subject}"
    return [whole] if _width(whole) <= LINE else [f"{office}关于{about}", subject]


def _width(words: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in words)


def unbound(count: int) -> str:
    """Why a rate of sites is of fewer than are watched."""
    return f"（另有{count}个网站不适用检查指标，不计入）" if count else ""


def subject(platforms: Iterable[str]) -> str:
    """What a unit's problems are about: 政府网站, 政务新媒体, or both."""
    kinds = {platform == "网站" for platform in platforms}
    return "政府网站和政务新媒体" if len(kinds) == 2 else "政务新媒体" if kinds == {False} else "政府网站"


def sheet_title(month: date, what: str) -> list[str]:
    """In one line if it fits, else broken where the sense allows."""
    head, tail = f"{month.year}年{month.month}月{what}", "问题整改通知单"
    return [head + tail] if _width(head + tail) <= LINE else [head, tail]


def method(line: ProblemLine) -> str:
    if line.by_record and line.origin:
        return f"由{shorten(line.origin, 30)}发现{'并经人工核实' if line.by_person else ''}"
    if line.by_record:
        return "经人工查看并核实" if line.by_person else "经人工查看"
    return "经技术监测并人工核实" if line.by_person else "经技术监测"


def looked(line: ProblemLine) -> datetime | None:
    """When we looked; ``None`` where only a third party did: the message says the day, if they named one."""
    return None if line.by_record and line.origin else line.checked


def where(line: ProblemLine | UnknownLine, separator: str = "") -> str:
    return f"“{shorten(line.site, 40)}”{separator}{shorten(line.place, 80)}" if line.site else shorten(line.place, 80)


def citation(evidence: Citation) -> str:
    """Address, time, quote, short hash."""
    quote = f" “{shorten(evidence.quote, 60)}”" if plain(evidence.quote) else ""
    mark = f" 证据{evidence.short}" if evidence.short else ""
    return f"{shorten(evidence.address, 160)} {stamp(evidence.seen)}{quote}{mark}"


def due(day: date | None) -> str:
    return han_date(day) if day else ""


def latest(deadline: date, lines: Iterable[ProblemLine]) -> date:
    """The last of the days that a letter sets."""
    return max((deadline, *(line.due for line in lines if line.due)))


def calendar_note(deadline: date, known: bool) -> str:
    if known:
        return ""
    told = "期限仅扣除周末和元旦、劳动节、国庆节的法定假日，遇其他节假日顺延，调休以公布的安排为准"
    return f"（{deadline.year}年节假日安排尚未公布或尚未载入，{told}。）"


def redated(again: bool) -> str:
    """What a sheet says where the notice it goes with was signed after a day that it sets itself."""
    return "（通报所列时限早于印发日期的，以本通知单所列时限为准。）" if again else ""


def rests(line: ProblemLine) -> bool:
    """Reported put right, or appealed: it waits for our own look or ruling."""
    return line.state is State.RECHECK or line.appealed


def standing(line: ProblemLine) -> str:
    """What is said behind a deadline."""
    if line.state is State.CLOSED:
        return "（已整改销号）"
    if line.state is State.RECHECK:
        return "（已反馈，待复查）"
    return "（已申诉，待裁定）" if rests(line) else "（已逾期）" if line.overdue else ""


def contact(office: Sender) -> str:
    parts = (("联系人", office.contact), ("电话", office.phone), ("邮箱", office.email))
    return "，".join(f"{name}：{value}" for name, value in parts if value)


def left_over(told: int, total: int) -> str:
    """What the letter says of rows it has no room for."""
    return "" if total <= told else f"以上列出{told}个，其余{total - told}个见问题台账。"


def numbered(lines: Sequence[UnknownLine]) -> list[dict[str, str]]:
    """Rows of a 未能核查 table."""
    return [
        {
            "序号": str(no),
            "单位": shorten(line.unit, 40),
            "位置": " ".join(part for part in (where(line), shorten(line.address, 120)) if part),
            "原因": shorten(line.reason, 80) + (f"（{line.count}处）" if line.count > 1 else ""),
            "建议": shorten(line.advice, 200),
        }
        for no, line in enumerate(lines, 1)
    ]
