"""The pre-holiday letter (节前提醒) to one unit: duties, what would run out during the holiday, the duty table."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.models import BODY_ROWS, Sender
from reports.figures.text import han_date, shorten

WEEKDAYS = "一二三四五六日"
FIELDS: Mapping[str, str] = {
    "标题": "标题，一行一项。",
    "单位": "收信单位。",
    "缘由": "第一段：假期的起止日期和上班日期。",
    "值班说明": "值班安排表由本办填好，还是由收信单位填报。",
    "更新说明": "有没有栏目、账号在假期结束前到更新期限，怎样安排。",
    "到期": "假期结束前到更新期限的栏目、首页和账号，没有时为空。",
    "到期.序号": "从1起的序号。",
    "到期.位置": "网站或账号的名称，和栏目或首页。",
    "到期.最近": "最近一次读到的更新日期。",
    "到期.最迟": "不晚于这一天更新，才不超过规定期限。",
    "到期.指标": "依据的检查指标。",
    "未核查说明": "未能核查部分的第一句。",
    "未核查": "未能核查、请单位自行检查的内容，没有时为空。",
    "未核查.序号": "从1起的序号。",
    "未核查.位置": "网站或账号的名称，和栏目或首页。",
    "未核查.原因": "未能核查的原因。",
    "报告方式": "应急报告的联系方式，没有填写联系人和电话时为空。",
    "值班表标题": "值班安排表的标题。",
    "值班": "假期每天的值班安排，没有值班表时留空待填。",
    "值班.日期": "日期和星期。",
    "值班.值班人": "值班人。",
    "值班.领导": "带班领导。",
    "值班.电话": "电话。",
    "发文单位": "发信的单位。",
    "成文日期": "写成的日期。",
}


@dataclass(frozen=True)
class DutyRow:
    """Who is on duty on a day."""

    day: date
    person: str = ""
    leader: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Ending:
    """``last``: the last day on which the place still keeps its line without anything new."""

    where: str
    newest: date
    last: date
    title: str


@dataclass(frozen=True)
class NotRead:
    where: str
    why: str


@dataclass(frozen=True)
class HolidayFigures:
    """One unit's letter. ``before``/``back``: the last working day before the holiday, the first one after it.

    ``duty``: the office's rows; none where it gave no table. ``known`` is False where the calendar does not know
    the year: then ``before`` and ``back`` left out weekends only.
    """

    office: Sender
    unit: str
    name: str
    first: date
    last: date
    before: date
    back: date
    made: datetime
    endings: tuple[Ending, ...] = ()
    unread: tuple[NotRead, ...] = ()
    duty: tuple[DutyRow, ...] = ()
    known: bool = True

    @property
    def holiday(self) -> str:
        return f"{self.first.year}年{self.name}"


def write_holiday(figures: HolidayFigures, template: Path, out: Path) -> Path:
    """The letter as .docx. Raises TemplateError, OSError."""
    return fill(template, holiday_fields(figures), out)


def subject(figures: HolidayFigures) -> str:
    return f"关于做好{figures.holiday}假期政府网站和政务新媒体管理工作的提醒"


def mail_lines(figures: HolidayFigures) -> tuple[str, ...]:
    """The text of the mail above the letter."""
    more = [f"你单位有{len(figures.endings)}处在假期结束前到更新期限，请提前安排。"] if figures.endings else []
    if figures.unread:
        more.append(f"另有{len(figures.unread)}处未能核查，请自行检查。")
    return (f"{_span(figures)}。有关要求见附件，请认真落实。", *more)


def holiday_fields(figures: HolidayFigures) -> dict[str, object]:
    """The fields a pre-holiday template can use."""
    office = figures.office
    contact = phrases.contact(office)
    return {
        "标题": [f"关于做好{figures.holiday}假期", "政府网站和政务新媒体管理工作的提醒"],
        "单位": figures.unit,
        "缘由": f"{_span(figures)}。为保障假期期间政府网站和政务新媒体安全平稳运行，现将有关事项提醒如下：",
        "值班说明": _duty_note(figures),
        "更新说明": _update_note(figures),
        "到期": [_ending(no, one) for no, one in enumerate(figures.endings[:BODY_ROWS], 1)],
        "未核查说明": "下列内容本办未能核查，不作为问题，请自行检查最近更新日期，一并安排："
        if len(figures.unread) <= BODY_ROWS
        else f"有{len(figures.unread)}处内容本办未能核查，不作为问题，请自行检查，下面列出前{BODY_ROWS}处：",
        "未核查": [
            {"序号": str(no), "位置": shorten(one.where, 120), "原因": shorten(one.why, 80)}
            for no, one in enumerate(figures.unread[:BODY_ROWS], 1)
        ],
        "报告方式": f"（{contact}）" if contact else "",
        "值班表标题": f"{figures.holiday}假期值班安排表",
        "值班": [_duty(row) for row in _duty_rows(figures)],
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
    }


def _span(figures: HolidayFigures) -> str:
    days = (figures.last - figures.first).days + 1
    known = "" if figures.known else "（该年放假安排尚未载入，上班日期按周末和固定日期的节日推算，以正式通知为准）"
    last = _short(figures.last) if figures.last.year == figures.first.year else han_date(figures.last)
    span = f"{han_date(figures.first)}至{last}" if days > 1 else han_date(figures.first)
    return f"{figures.holiday}假期为{span}，共{days}天，{_short(figures.back)}上班{known}"


def _duty_note(figures: HolidayFigures) -> str:
    if figures.duty:
        return f"附件所列为{figures.office.name}值班安排，请据此联系，并落实本单位值班人员。"
    return f"请填写本单位值班安排，于{_short(figures.before)}前报送{figures.office.name}。"


def _update_note(figures: HolidayFigures) -> str:
    rule = "栏目和账号在假期内也不得超过规定的更新期限，已经超过的请在放假前更新。"
    if not figures.endings:
        checked = "除未能核查的以外，" if figures.unread else ""
        return f"{rule}{checked}按最近一次检查情况，你单位没有其他将在假期结束前到期限的栏目和账号，请保持更新。"
    total, told = len(figures.endings), min(len(figures.endings), BODY_ROWS)
    shown = "列表如下" if total == told else f"下面列出最早到期的{told}处"
    back = _short(figures.back)
    return (
        f"{rule}按最近一次检查情况，你单位有{total}处在{back}上班前到期限，请提前安排更新，确需在假期内更新的落实到人，"
        f"更新不晚于“最迟更新日”；在放假前较早更新的，还要核对新的期限能否管到{back}。{shown}："
    )


def _ending(no: int, one: Ending) -> dict[str, str]:
    return {
        "序号": str(no),
        "位置": shorten(one.where, 120),
        "最近": han_date(one.newest),
        "最迟": han_date(one.last),
        "指标": shorten(one.title, 60),
    }


def _duty_rows(figures: HolidayFigures) -> list[DutyRow]:
    """Each day of the holiday, with a row to fill in where the table has none."""
    days = [figures.first + timedelta(days=n) for n in range((figures.last - figures.first).days + 1)]
    rows: list[DutyRow] = []
    for day in days:
        rows += [row for row in figures.duty if row.day == day] or [DutyRow(day)]
    return rows


def _duty(row: DutyRow) -> dict[str, str]:
    day = f"{_short(row.day)}（星期{WEEKDAYS[row.day.weekday()]}）"
    return {
        "日期": day,
        "值班人": shorten(row.person, 40),
        "领导": shorten(row.leader, 40),
        "电话": shorten(row.phone, 40),
    }


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
