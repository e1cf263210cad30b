"""One unit's letter by mail: what changed, its own problems with place and deadline, how to answer. Sends nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from ledger.vocabulary import State
from reports.documents.text_fill import mail_parts
from reports.figures import phrases
from reports.figures.groups import whole_message
from reports.figures.models import BODY_ROWS, ProblemLine, SheetFigures
from reports.figures.text import han_date, han_time, shorten
from reports.sheets.workbook import Sheet, problem_sheet, write_sheets

_ROW = {
    "序号": "问题在台账中的编号，与通知单和回执一致",
    "位置": "网站或账号、栏目",
    "地址": "要打开的网址；可能为空",
    "问题": "问题描述",
    "时限": "整改时限；可能为空",
    "逾期": "是否逾期；只用于 {% if row.逾期 %}",
    "否决": "是否单项否决；只用于 {% if row.否决 %}",
}
FIELDS: Mapping[str, str] = {
    "标题": "通知单的名称",
    "单位": "收件单位",
    "变化": "一句话：新增几项、逾期几项、已整改几项",
    "需整改": "是否有要整改的问题；只用于 {% if 需整改 %}",
    "截至": "问题状态的截止时间",
    "整改要求": "请于何时前完成整改",
    "答复要求": "请于何时前回复本邮件并附回执",
    "新增标题": "“本期新增”一节的标题，带个数",
    "以往标题": "“以前通报、仍未整改”一节的标题，带个数",
    "已整改标题": "“已整改”一节的标题，带个数",
    "新增": "本期新增的问题",
    **{f"新增.{name}": words for name, words in _ROW.items()},
    "以往": "以前通报、仍未整改的问题",
    **{f"以往.{name}": words for name, words in _ROW.items()},
    "已整改": "已复查通过的问题，每项一句话",
    "其余": "列不下时，说明其余见附件；否则为空",
    "附件": "附件的文件名",
    "发文单位": "发文单位全称",
    "成文日期": "写成的日期",
    "联系": "联系人、电话、邮箱；都没有填写时为空",
}


@dataclass(frozen=True)
class UnitMail:
    """What a unit is told: its sheet, and what was told earlier and has since been seen fixed. ``as_of``: when it all
    stood so; None at the cut-off."""

    sheet: SheetFigures
    fixed: tuple[ProblemLine, ...] = ()
    as_of: datetime | None = None

    def __post_init__(self) -> None:
        """Raises ValueError where a line is another unit's: such a letter must not even exist."""
        lines = (*self.sheet.problems, *self.sheet.older, *self.fixed)
        if strangers := {line.whose for line in lines} - {self.sheet.whose}:
            raise ValueError(f"{self.sheet.unit}的信件混入了其他单位的问题：{'、'.join(sorted(strangers))}")

    @property
    def new(self) -> tuple[ProblemLine, ...]:
        """This month's, still open."""
        return tuple(line for line in self.sheet.problems if line.state is not State.CLOSED)

    @property
    def done(self) -> tuple[ProblemLine, ...]:
        return (*(line for line in self.sheet.problems if line.state is State.CLOSED), *self.fixed)

    @property
    def overdue(self) -> int:
        return sum(line.overdue for line in (*self.new, *self.sheet.older))


def headline(mail: UnitMail) -> str:
    """What changed: 新增 3 项，逾期 1 项."""
    counts = (
        ("新增", len(mail.new)),
        ("逾期", mail.overdue),
        ("其他未整改", sum(not line.overdue for line in mail.sheet.older)),
        ("已整改", len(mail.done)),
    )
    return "，".join(f"{word} {count} 项" for word, count in counts if count) or "没有需整改的问题"


def title(mail: UnitMail) -> str:
    month = mail.sheet.month
    what = phrases.subject(line.platform for line in (*mail.sheet.problems, *mail.sheet.older, *mail.fixed))
    return f"{month.year}年{month.month}月{what}问题整改通知单"


def subject(mail: UnitMail) -> str:
    return f"{headline(mail)}（{title(mail)}，{shorten(mail.sheet.unit, 40)}）"


def mark(mail: UnitMail) -> str:
    """Hash of what the letter says: the same problems told again, on another day, have the same."""
    parts = (mail.new, mail.sheet.older, mail.done)
    told = [[(x.site, x.place, x.address, x.title, x.message, str(x.due), x.overdue) for x in lines] for lines in parts]
    return hashlib.sha256(json.dumps([mail.sheet.unit, told], ensure_ascii=False).encode()).hexdigest()


def bodies(mail: UnitMail, templates: Path, attached: Sequence[str]) -> tuple[str, str]:
    """The plain and the HTML part. Raises TemplateError, or OSError where a template cannot be read."""
    return mail_parts(templates, "sheet", mail_fields(mail, attached))


def mail_fields(mail: UnitMail, attached: Sequence[str]) -> dict[str, object]:
    """The fields a mail template can use, by the names the office sees in it."""
    sheet = mail.sheet
    new = mail.new[:BODY_ROWS]
    older = sheet.older[: BODY_ROWS - len(new)]
    left = len(mail.new) + len(sheet.older) - len(new) - len(older)
    return {
        "标题": title(mail),
        "单位": sheet.unit,
        "变化": headline(mail),
        "需整改": bool(new or older),
        "截至": han_time(mail.as_of or sheet.cutoff),
        "整改要求": _demand(mail),
        "答复要求": f"请于{han_date(sheet.deadline)}前回复本邮件，附上填好、盖章的回执。"
        + phrases.calendar_note(sheet.deadline, sheet.deadline_known)
        + phrases.redated(sheet.redated),
        "新增标题": f"本期新增（{len(mail.new)}项）",
        "以往标题": f"以前通报、仍未整改（{len(sheet.older)}项，请一并整改）",
        "已整改标题": f"已整改，复查通过（{len(mail.done)}项，不用再报）",
        "新增": [_row(line) for line in new],
        "以往": [_row(line) for line in older],
        "已整改": [f"{phrases.where(line)}：{shorten(line.title, 40)}" for line in mail.done[:BODY_ROWS]],
        "其余": f"以上列出{len(new) + len(older)}项，其余{left}项见附件中的问题清单。" if left else "",
        "附件": list(attached),
        "发文单位": sheet.office.name,
        "成文日期": han_date(sheet.made),
        "联系": phrases.contact(sheet.office),
    }


def _demand(mail: UnitMail) -> str:
    """By when: the date of the rows themselves, which an urging or an earlier notice may have set."""
    sheet = mail.sheet
    waiting = [line for line in (*mail.new, *sheet.older) if not line.overdue and not phrases.rests(line)]
    late = f"{mail.overdue}项已逾期，请立即整改" if mail.overdue else ""
    if not waiting:
        return f"{late}。" if late else ""
    first, *others = sorted({line.due or sheet.deadline for line in waiting})
    by = f"请按所列时限完成整改（最早{han_date(first)}）" if others else f"请于{han_date(first)}前完成整改"
    return f"{late}；其余{len(waiting)}项{by}。" if late else f"{by}。"


def _row(line: ProblemLine) -> dict[str, object]:
    # a dead target is put right on the page that uses it; the target itself stands in the message, never as a link
    page = line.examples[0] if line.examples else line.address
    return {
        "序号": str(line.finding),
        "位置": phrases.where(line),
        "地址": shorten(page, 300),
        "问题": f"{whole_message(line)}。",
        "时限": phrases.due(line.due) + (phrases.standing(line) if phrases.rests(line) else ""),
        "逾期": line.overdue,
        "否决": line.veto,
    }


def write_list(mail: UnitMail, out: Path) -> Path:
    """The unit's problems as .xlsx, nobody else's. Raises OSError where ``out`` cannot be written."""
    named = (("需整改的问题", mail.new), ("以前通报仍未整改", mail.sheet.older), ("已整改销号", mail.done))
    sheets: list[Sheet] = [
        problem_sheet(name, [replace(line, no=line.finding) for line in lines]) for name, lines in named if lines
    ]
    return write_sheets(sheets or [problem_sheet("需整改的问题", ())], out)
