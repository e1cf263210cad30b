"""The letters that press a unit (紧急整改通知、整改到期提醒、督办单): only its own problems, never another unit's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from ledger.vocabulary.post.outbox import LetterKind
from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.groups import whole_message
from reports.figures.models import BODY_ROWS, ProblemLine, Sender
from reports.figures.text import han_date, han_time, local, shorten, stamp

FIELDS: Mapping[str, str] = {
    "标题": "信件的标题。",
    "单位": "收件单位的名称。",
    "概述": "第一段：截至何时，有几个问题，为什么发这封信。",
    "问题": "问题列表，最多100行。",
    "问题.编号": "问题在台账里的编号，单位反馈时写它。",
    "问题.位置": "网站或账号、栏目和地址。",
    "问题.描述": "问题是什么，对应哪项指标，什么时候查到的。",
    "问题.要求": "整改要求。",
    "问题.时限": "这封信要求的整改时限。",
    "问题.原定": "原来的整改时限。",
    "问题.首次通知": "最先由哪份通报或通知告知，文号和日期。",
    "问题.逾期": "逾期几天，合几个工作日；没有逾期的为空。",
    "其余": "列不下的问题有几个、在哪里看；都列出了的为空。",
    "首次通知": "各问题的首次通知文号和日期，合在一起。",
    "逾期情况": "几个问题逾期，最长几天；都没有逾期的为空。",
    "整改期限": "时限，接在“请于”之后、“完成”之前。",
    "期限说明": "当年节假日安排尚未公布时的说明；已公布的为空。",
    "反馈方式": "括号里的电话等；没有填写的为空。",
    "发文单位": "本办公室的名称。",
    "成文日期": "写信的日期。",
    "附注": "联系人和电话；没有填写的为空。",
}
MOST_FIRSTS = 5
_TITLES = {
    LetterKind.PROMPT: "问题紧急整改通知",
    LetterKind.REMIND: "问题整改到期提醒",
    LetterKind.SUPERVISE: "问题整改督办单",
}


@dataclass(frozen=True)
class Urged:
    """One problem and the day by which this letter wants it put right.

    ``first``: what told the unit of it first, with number and date. ``days``, ``working``: how long it is overdue.
    ``unseen``: since when its place could not be looked at.
    """

    line: ProblemLine
    due: date
    first: str = ""
    days: int = 0
    working: int = 0
    unseen: datetime | None = None


@dataclass(frozen=True)
class UrgingFigures:
    """One letter. ``unit``: its name as the lines carry it. ``known``: False where the holidays are not known yet."""

    kind: LetterKind
    office: Sender
    unit: str
    made: datetime
    problems: tuple[Urged, ...]
    known: bool = True

    def __post_init__(self) -> None:
        if strangers := {one.line.unit for one in self.problems} - {self.unit}:
            raise ValueError(f"{self.unit}的{self.kind.word}混入了其他单位的问题：{'、'.join(sorted(strangers))}")

    @property
    def title(self) -> str:
        return phrases.subject(one.line.platform for one in self.problems) + _TITLES[self.kind]


def write_urging(figures: UrgingFigures, template: Path, out: Path) -> Path:
    """Write the letter as .docx. Raises TemplateError, OSError."""
    return fill(template, urging_fields(figures), out)


def urging_fields(figures: UrgingFigures) -> dict[str, object]:
    office, rows = figures.office, figures.problems[:BODY_ROWS]
    means = "、".join(part for part in (office.email, office.phone) if part)
    rest = len(figures.problems) - len(rows)
    return {
        "标题": figures.title,
        "单位": figures.unit,
        "概述": _opening(figures),
        "问题": [_row(one) for one in rows],
        "其余": f"以上列出{len(rows)}个，其余{rest}个见所附问题清单。" if rest else "",
        "首次通知": _firsts(figures.problems),
        "逾期情况": _late(figures.problems),
        "整改期限": _by_when(figures),
        "期限说明": _calendar(figures),
        "反馈方式": f"（{means}）" if means else "",
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
        "附注": phrases.contact(office),
    }


def urging_subject(figures: UrgingFigures) -> str:
    """What the unit reads first: what it is, how much, by when."""
    return f"{figures.kind.word}：{len(figures.problems)}个问题，{_by_when(figures)}整改（{figures.unit}）"


def urging_lines(figures: UrgingFigures) -> tuple[str, ...]:
    """The mail's few lines."""
    return (
        _opening(figures),
        f"请于{_by_when(figures)}完成整改。{_calendar(figures)}",
        "问题的位置、内容和要求见附件。",
        "整改完成后请回复本邮件，写明问题编号并附整改情况回执；对问题有异议的，请在时限内说明理由并附依据。",
    )


def _opening(figures: UrgingFigures) -> str:
    count, until = len(figures.problems), han_time(figures.made)
    if figures.kind is LetterKind.PROMPT:
        veto = sum(one.line.veto for one in figures.problems)
        told = f"，其中“单项否决”类问题{veto}个" if veto else ""
        return (
            "根据《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）等要求检查，"
            f"截至{until}，你单位有{count}个问题需要紧急整改{told}。"
        )
    if figures.kind is LetterKind.REMIND:
        return f"截至{until}，你单位有{count}个问题的整改时限即将到期，尚未复查销号。"
    return f"截至{until}，你单位有{count}个问题超过整改时限仍未复查销号，现予督办。"


def _by_when(figures: UrgingFigures) -> str:
    first, *later = sorted({one.due for one in figures.problems})
    today = first == local(figures.made).date()
    if later:
        return f"所列时限（最早{'为当日' if today else han_date(first)}）前"
    return f"当日（{han_date(first)}）内" if today else f"{han_date(first)}前"


def _calendar(figures: UrgingFigures) -> str:
    return phrases.calendar_note(max(one.due for one in figures.problems), figures.known)


def _firsts(problems: tuple[Urged, ...]) -> str:
    told = [shorten(text, 60) for text in dict.fromkeys(one.first for one in problems if one.first)]
    return "；".join(told[:MOST_FIRSTS]) + ("等" if len(told) > MOST_FIRSTS else "")


def _late(problems: tuple[Urged, ...]) -> str:
    late = [one for one in problems if one.days]
    if not late:
        return ""
    longest = max(late, key=lambda one: one.days)
    return f"逾期{len(late)}个，最长{longest.days}天（{longest.working}个工作日）"


def _row(one: Urged) -> dict[str, str]:
    line = one.line
    unseen = f"（{han_date(one.unseen)}起未能复查）" if one.unseen else ""
    when = f"，检查时间{stamp(at)}" if (at := phrases.looked(line)) else ""
    return {
        "编号": str(line.finding),
        "位置": f"{phrases.where(line, ' ')} {shorten(line.address, 160)}",
        "描述": (
            f"{whole_message(line)}。{shorten(line.title, 40)}（{shorten(line.clause, 60)}）"
            f"{'，单项否决' if line.veto else ''}。{phrases.method(line)}{when}{unseen}。"
        ),
        "要求": shorten(line.demand, 200),
        "时限": han_date(one.due),
        "原定": phrases.due(line.due),
        "首次通知": shorten(one.first, 60),
        "逾期": f"{one.days}天（{one.working}个工作日）" if one.days else "",
    }
