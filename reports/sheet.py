"""One unit's rectification sheet (整改通知单) with its 回执: only its own problems, never another unit's.

Problems go by their numbers in the ledger: a unit answers by them, and the notice's two lists both begin at 1.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reports import wording
from reports.figures import BODY_ROWS, ProblemLine, SheetFigures
from reports.letter import fill
from reports.text import han_date, han_time, sentence, shorten, stamp

FIELDS: Mapping[str, str] = {
    "标题": "通知单的标题，一行或两行，用 {%p for 行 in 标题 %} 逐行写",
    "编号": "通知单的编号；没有时为空",
    "单位": "收件单位，不带冒号",
    "依据": "检查依据、截止时间，以及本期问题个数的一句话",
    "问题": "本期问题，每个一行，至多100行",
    "问题.序号": "问题在台账中的编号，与回执、邮件和催办信件一致",
    "问题.位置": "网站或账号、栏目和地址",
    "问题.问题": "问题描述、指标、发现方式和证据",
    "问题.要求": "整改要求",
    "问题.时限": "整改时限、状态和检查时间",
    "以往": "此前通报、仍未整改到位的问题，逐段写，以编号开头；没有时为空",
    "序号表": "回执表的各行，每项是一个问题的编号，以往的也在内",
    "整改期限": "整改并反馈的截止日期",
    "期限说明": "节假日安排尚未载入时的说明；否则为空",
    "反馈方式": "带括号的邮箱和电话；没有填写时为空",
    "发文单位": "发文单位全称",
    "成文日期": "写成的日期",
    "附注": "联系人、电话、邮箱；都没有填写时为空",
}


def write_sheet(figures: SheetFigures, template: Path, out: Path) -> Path:
    """Write the sheet as .docx. Raises ValueError where a problem is another unit's, TemplateError, OSError."""
    if strangers := {line.unit for line in (*figures.problems, *figures.older)} - {figures.unit}:
        raise ValueError(f"{figures.unit}的整改通知单混入了其他单位的问题：{'、'.join(sorted(strangers))}")
    return fill(template, sheet_fields(figures), out)


def sheet_fields(figures: SheetFigures) -> dict[str, object]:
    told, older = figures.problems[:BODY_ROWS], figures.older[:BODY_ROWS]
    office = figures.office
    what = wording.subject(line.platform for line in (*figures.problems, *figures.older))
    means = "、".join(part for part in (office.email, office.phone) if part)
    return {
        "标题": wording.sheet_title(figures.month, what),
        "编号": figures.number,
        "单位": figures.unit,
        "依据": (
            f"根据《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）等要求检查，截至{han_time(figures.cutoff)}，"
            f"{_found(len(told), len(figures.problems))}"
        ),
        "问题": [_row(line) for line in told],
        "以往": [wording.problem(replace(line, no=line.finding)) for line in older],
        "序号表": [str(line.finding) for line in (*told, *older)],
        "整改期限": han_date(figures.deadline),
        "期限说明": wording.calendar_note(wording.latest(figures.deadline, figures.problems), figures.deadline_known),
        "反馈方式": f"（{means}）" if means else "",
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
        "附注": wording.contact(office),
    }


def _found(told: int, total: int) -> str:
    if not total:
        return "你单位本期未发现新的问题。"
    shown = "列表如下" if told == total else f"前{told}个列表如下，其余见问题台账"
    return f"你单位需整改的问题共{total}个，{shown}："


def _row(line: ProblemLine) -> dict[str, str]:
    used = f" 引用页面：{'、'.join(shorten(page, 120) for page in line.examples[:3])}" if line.examples else ""
    when = f" 检查 {stamp(at)}" if (at := wording.looked(line)) else ""
    return {
        "序号": str(line.finding),
        "位置": f"{wording.where(line, ' ')} {shorten(line.address, 160)}",
        "问题": (
            f"{sentence(line.message)}。{shorten(line.title, 40)}（{shorten(line.clause, 60)}）"
            f"{'，单项否决' if line.veto else ''}。{wording.method(line)}。"
            f"证据：{wording.citation(line.evidence)}{used}"
        ),
        "要求": shorten(line.demand, 200),
        "时限": f"{wording.due(line.due)} {line.state}{'（逾期）' if line.overdue else ''}{when}",
    }
