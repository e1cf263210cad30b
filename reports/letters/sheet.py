"""One unit's rectification sheet (整改通知单) with its 回执: only its own problems, never another unit's.

Told as the notice tells them, numbered from 1; the ledger's number, by which a unit answers, stands with each.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from reports.documents.letter import fill
from reports.documents.shots import MOST, rows
from reports.figures import phrases
from reports.figures.groups import problem_text, whose
from reports.figures.models import BODY_ROWS, ProblemLine, SheetFigures
from reports.figures.text import han_date, han_time, quoted, shorten, stamp

FIELDS: Mapping[str, str] = {
    "标题": "通知单的标题，一行或两行，用 {%p for 行 in 标题 %} 逐行写",
    "编号": "通知单的编号；没有时为空",
    "单位": "收件单位，不带冒号",
    "依据": "检查依据、截止时间、检查方式，以及问题个数的一句话",
    "问题": "本期问题在前，此前通报、仍未整改到位的在后，每个一行，至多100行",
    "问题.序号": "从1起的序号",
    "问题.编号": "问题在台账中的编号，与回执、邮件和催办信件一致",
    "问题.来历": "本期、以往",
    "问题.对象": "网站或账号",
    "问题.问题": "位置和问题，同一问题的各处",
    "问题.依据": "对应的指标、检查时间、地址、引用失效链接的页面、证据原文；以往的只写地址",
    "问题.截图": "截图见哪个附件，带括号；没有截图时为空",
    "问题.要求": "整改要求",
    "问题.时限": "整改时限，逾期的注明",
    "未核查": "该单位未能核查的内容，请其自行检查，至多100行；没有时为空",
    "未核查.序号": "序号",
    "未核查.单位": "责任单位",
    "未核查.位置": "网站或账号、栏目和地址",
    "未核查.原因": "未能核查的原因和处数",
    "未核查.建议": "请单位怎样自行检查",
    "截图": "附件，页面截图，单项否决的在前，至多6张；每项是一行，手机截图两张并排；没有时为空",
    "截图.说明": "图号、问题的序号和编号、位置、何时看到，一张一段，用 {%p for 句 in 行.说明 %} 逐段写",
    "截图.图": "图，单独放在一段里",
    "截图.右图": "并排的另一张，紧跟在图的后面；没有时为空",
    "附件首项": "附件说明的第一行",
    "附件次项": "附件说明的其余各行；没有截图时为空",
    "附件号": "各附件的序号：附件号.回执、附件号.截图；只有一个附件时为空",
    "序号表": "回执表的各行，每项是一个问题的编号，以往的也在内",
    "整改期限": "反馈整改情况的截止日期；各问题的时限在表里",
    "期限说明": "节假日安排尚未载入、通报所列时限早于印发日期时的说明；否则为空",
    "反馈方式": "带括号的邮箱和电话；没有填写时为空",
    "发文单位": "发文单位全称",
    "成文日期": "写成的日期",
    "附注": "联系人、电话、邮箱；都没有填写时为空",
}
NEW, OLDER = "本期", "以往"
RECEIPT, SHOTS = "整改情况回执", "页面截图"
PLACES = 10  # of one problem that has several, so many are written out


def write_sheet(figures: SheetFigures, template: Path, out: Path) -> Path:
    """Write the sheet as .docx. Raises ValueError where a problem is another unit's, TemplateError, OSError."""
    if strangers := {line.whose for line in (*figures.problems, *figures.older)} - {figures.whose}:
        raise ValueError(f"{figures.unit}的整改通知单混入了其他单位的问题：{'、'.join(sorted(strangers))}")
    return fill(template, sheet_fields(figures), out)


def sheet_fields(figures: SheetFigures) -> dict[str, object]:
    told = figures.problems[:BODY_ROWS]
    older = figures.older[: BODY_ROWS - len(told)]
    office = figures.office
    what = phrases.subject(line.platform for line in (*figures.problems, *figures.older))
    means = "、".join(part for part in (office.email, office.phone) if part)
    lines = [(NEW, line) for line in told] + [(OLDER, line) for line in older]
    numbers = {line.finding: no for no, (_, line) in enumerate(lines, 1)}
    shots = [shot for shot in figures.pictures if shot.finding in numbers][:MOST]
    shown = {shot.finding for shot in shots}
    return {
        "标题": phrases.sheet_title(figures.month, what),
        "编号": figures.number,
        "单位": figures.unit,
        "依据": (
            f"根据《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）等要求检查，截至{han_time(figures.cutoff)}，"
            f"{_found(figures, len(lines))}"
        ),
        "问题": [_row(no, *one, shown=one[1].finding in shown) for no, one in enumerate(lines, 1)],
        "未核查": phrases.numbered(figures.unknown[:BODY_ROWS]),
        "截图": list(rows(shots, numbers)),
        **_annexes(pictures=bool(shots)),
        "序号表": [str(line.finding) for _, line in lines],
        "整改期限": han_date(figures.deadline),
        "期限说明": phrases.calendar_note(phrases.latest(figures.deadline, figures.problems), figures.deadline_known)
        + phrases.redated(figures.redated),
        "反馈方式": f"（{means}）" if means else "",
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
        "附注": phrases.contact(office),
    }


def _annexes(*, pictures: bool) -> dict[str, object]:
    """附件说明, and the number of each annex: the form, and the screenshots where there are any."""
    if not pictures:
        return {"附件首项": f"附件：{RECEIPT}", "附件次项": [], "附件号": {"回执": "", "截图": ""}}
    return {"附件首项": f"附件：1.{RECEIPT}", "附件次项": [f"2.{SHOTS}"], "附件号": {"回执": "1", "截图": "2"}}


def _found(figures: SheetFigures, shown: int) -> str:
    new, older = len(figures.problems), len(figures.older)
    counts = [f"本期发现你单位需整改的问题{new}个" if new else "你单位本期未发现新的问题"]
    counts += [f"此前通报、仍未整改到位的{older}个"] if older else []
    listed = "列表如下" if shown == new + older else f"前{shown}个列表如下，其余见问题清单"
    return f"{'，'.join(counts)}，{listed}：" if new or older else f"{counts[0]}。"


def _row(no: int, when: str, line: ProblemLine, *, shown: bool) -> dict[str, str]:
    return {
        "序号": str(no),
        "编号": str(line.finding),
        "来历": when,
        "对象": whose(line),
        "问题": f"{problem_text(line)}。{_parts(line)}",
        "依据": "".join(_grounds(line)) if when == NEW else f"地址 {shorten(line.address, 160)}",
        "截图": "（截图见附件2）" if shown else "",
        "要求": shorten(line.demand, 200),
        "时限": phrases.due(line.due) + phrases.standing(line),
    }


def _parts(line: ProblemLine) -> str:
    """The places that one problem holds, by their names."""
    names = [problem_text(part) for part in line.parts if part.kind]
    more = "等" if len(names) > PLACES else ""
    return f"其中：{'；'.join(names[:PLACES])}{more}。" if names else ""


def _grounds(line: ProblemLine) -> Iterator[str]:
    yield f"依据{shorten(line.clause.partition('；')[0], 60)}{'，单项否决' if line.veto else ''}；"
    yield phrases.method(line) + (f"，{stamp(at)}" if (at := phrases.looked(line)) else "")
    yield f"；地址 {shorten(line.address, 160)}" if line.address else ""
    pages = [shorten(page, 120) for page in line.examples[:2] if page != line.address]
    yield f"；引用页面 {'、'.join(pages)}" if pages else ""
    yield f"；证据“{quoted(line.evidence.quote)}”" if line.evidence.quote else ""
