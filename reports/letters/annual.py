"""The yearly score (年度评分): one unit's letter with its own lines only, and the office's workbook of all units.

A score that rests on unverified points, or that may still change, is called 暂定 and never 最终.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.models import BODY_ROWS, Sender
from reports.figures.text import han_date, shorten
from reports.sheets.workbook import Sheet, write_sheets

PLACES = 5  # sites and accounts named in one line of the letter
NUMBERS = 60  # findings named in one line of the letter; the workbook names all
FIELDS: Mapping[str, str] = {
    "标题": "标题，一行一项，没有定论时写明“暂定”。",
    "单位": "收信单位。",
    "依据": "评分的依据：办法和当年印发的月度通报。",
    "得分": "得分、扣分、评定结果和组内名次。",
    "暂定说明": "得分为什么还不是最终结果，一行一项，没有时为空。",
    "扣分说明": "扣分部分的第一句。",
    "扣分": "各指标的扣分，没有时为空。",
    "扣分.指标": "测评指标。",
    "扣分.分值": "每个问题扣几分、最多扣几分，或“分值未核实”“单项否决”。",
    "扣分.扣分": "这个指标扣的分数。",
    "扣分.原因": "失分原因：问题数、位置和台账里的编号。",
    "扣分.整改": "已整改和未完成整改的问题数。",
    "加减分": "人工加减分，没有时为空。",
    "加减分.分数": "加或减的分数。",
    "加减分.理由": "理由。",
    "异议期限": "提出异议的截止日期。",
    "期限说明": "该年放假安排不知道时的说明，知道时为空。",
    "发文单位": "发信的单位。",
    "成文日期": "写成的日期。",
}


@dataclass(frozen=True)
class LostLine:
    """One criterion's line. ``unit``: whose it is. ``findings``: the numbers it rests on; ``places``: a text a site.

    ``taken`` is None where the points are not verified; ``extra`` is the part of it for overdue and returned ones.
    """

    unit: str
    title: str
    price: str
    taken: float | None
    findings: tuple[int, ...]
    places: tuple[str, ...]
    fixed: int
    overdue: int = 0
    returned: int = 0
    extra: float = 0.0
    appealed: tuple[int, ...] = ()


@dataclass(frozen=True)
class Adjusted:
    points: float
    why: str
    by: str


@dataclass(frozen=True)
class ScoreFigures:
    """One unit's year. ``months``: with a signed notice; ``unissued``: past months without one.

    ``vetoes``: titles. ``rank`` of ``among`` units in its group, None where not ranked; ``rank_open``: another unit's
    appeal may change it. ``provisional``: why the score is not final, a sentence each.
    """

    office: Sender
    unit: str
    group: str
    year: int
    made: datetime
    points: float
    qualified: bool
    months: tuple[int, ...]
    unissued: tuple[int, ...]
    deadline: date
    lines: tuple[LostLine, ...] = ()
    adjustments: tuple[Adjusted, ...] = ()
    vetoes: tuple[str, ...] = ()
    rank: int | None = None
    among: int = 0
    rank_open: bool = False
    provisional: tuple[str, ...] = ()
    deadline_known: bool = True

    @property
    def lost(self) -> float:
        return round(sum(line.taken or 0.0 for line in self.lines), 2)

    @property
    def adjusted(self) -> float:
        return round(sum(a.points for a in self.adjustments), 2)

    @property
    def result(self) -> str:
        """合格 is said only of a final score; what makes a unit 不合格 is said at once."""
        if self.vetoes:
            return "不合格（单项否决）"
        if not self.qualified:
            return "不合格（低于60分）"
        return "未评定" if self.provisional else "合格"


def subject(figures: ScoreFigures) -> str:
    mark = "（暂定）" if figures.provisional else ""
    return f"{figures.year}年度政府网站和政务新媒体评分情况的通知{mark}"


def mail_lines(figures: ScoreFigures) -> tuple[str, ...]:
    note = "本次得分为暂定，原因见附件。" if figures.provisional else ""
    return (
        f"你单位{figures.year}年度评分情况见附件。{note}",
        f"有异议的，请于{han_date(figures.deadline)}前书面提出。",
    )


def write_score(figures: ScoreFigures, template: Path, out: Path) -> Path:
    """Write the letter as .docx. Raises ValueError where a line is another unit's, TemplateError, OSError."""
    if strangers := {line.unit for line in figures.lines} - {figures.unit}:
        raise ValueError(f"{figures.unit}的评分通知混入了其他单位的问题：{'、'.join(sorted(strangers))}")
    return fill(template, score_fields(figures), out)


def score_fields(figures: ScoreFigures) -> dict[str, object]:
    """The fields a score template can use."""
    why = ["本次得分为暂定，不作为最终结果：", *figures.provisional] if figures.provisional else []
    return {
        "标题": [f"{figures.year}年度政府网站和政务新媒体", subject(figures).partition("政务新媒体")[2]],
        "单位": figures.unit,
        "依据": _basis(figures),
        "得分": _told(figures),
        "暂定说明": why,
        "扣分说明": _lost(figures),
        "扣分": [_row(line) for line in figures.lines[:BODY_ROWS]],
        "加减分": [{"分数": f"{a.points:+g}", "理由": shorten(a.why, 200)} for a in figures.adjustments],
        "异议期限": han_date(figures.deadline),
        "期限说明": phrases.calendar_note(figures.deadline, figures.deadline_known),
        "发文单位": figures.office.name,
        "成文日期": han_date(figures.made),
    }


def _basis(figures: ScoreFigures) -> str:
    issued = _listed(figures.months, "月")
    told = f"按{figures.year}年度印发的{len(figures.months)}期月度通报（{issued}）所通报的问题" if issued else ""
    unissued = _listed(figures.unissued, "月")
    none = f"{unissued}没有印发通报；没有通报过的问题不计。" if issued and unissued else ""
    if not issued:
        none = f"{figures.year}年度没有印发月度通报，没有可以扣分的问题。"
    return (
        f"根据《政府网站与政务新媒体检查指标》（国办秘函〔2019〕19号）和年度评分办法，{figures.office.name}"
        f"{told}对各单位进行了评分。{none}现将你单位评分情况通知如下："
    )


def _listed(numbers: Sequence[int], mark: str = "") -> str:
    """1、2、3、5 → 1至3、5; with ``mark`` 月: 1月至3月、5月."""
    spans: list[list[int]] = []
    for number in numbers:
        if spans and number == spans[-1][-1] + 1:
            spans[-1].append(number)
        else:
            spans.append([number])
    words = []
    for span in spans:
        words += [f"{span[0]}{mark}至{span[-1]}{mark}"] if len(span) > 2 else [f"{number}{mark}" for number in span]
    return "、".join(words)


def _told(figures: ScoreFigures) -> str:
    by_hand = f"，人工加减{figures.adjusted:+g}分" if figures.adjustments else ""
    parts = f"基础分100分，问题扣{figures.lost:g}分{by_hand}"
    word = "暂定得分" if figures.provisional else "得分"
    return f"你单位{figures.year}年度{word}{figures.points:g}分（{parts}），{_judged(figures)}{_ranked(figures)}。"


def _judged(figures: ScoreFigures) -> str:
    held = "暂定为" if figures.provisional else "评定为"
    if figures.vetoes:
        named = "、".join(shorten(title, 40) for title in figures.vetoes)
        return f"因通报过“单项否决”类问题（{named}），{held}不合格"
    if not figures.qualified:
        return f"低于60分，{held}不合格"
    return "暂不评定结果" if figures.provisional else "评定为合格"


def _ranked(figures: ScoreFigures) -> str:
    if figures.rank is None:
        return "，暂不排名"
    group = f"“{figures.group}”组" if figures.group else "未分组的"
    for_now = "暂" if figures.provisional or figures.rank_open else ""
    return f"，在{group}{figures.among}个单位中{for_now}列第{figures.rank}位"


def _lost(figures: ScoreFigures) -> str:
    if not figures.lines:
        return "本年度没有通报过你单位的问题，不扣分。"
    total = sum(len(line.findings) for line in figures.lines)
    return f"本年度通报你单位问题{total}个，扣分如下，编号为问题台账中的编号："


def _row(line: LostLine) -> dict[str, str]:
    return {
        "指标": shorten(line.title, 60),
        "分值": line.price,
        "扣分": "未扣" if line.taken is None else f"{line.taken:g}",
        "原因": _why(line, PLACES, NUMBERS),
        "整改": _fixing(line),
    }


def _why(line: LostLine, places: int, numbers: int) -> str:
    named = list(dict.fromkeys(line.places))
    where = "、".join(shorten(place, 120) for place in named[:places]) + ("等" if len(named) > places else "")
    told = _listed(line.findings[:numbers]) + ("等" if len(line.findings) > numbers else "")
    more = [
        f"逾期{line.overdue}个" if line.overdue else "",
        f"整改后重新出现{line.returned}次" if line.returned else "",
    ]
    besides = "、".join(filter(None, more))
    besides = f"；其中{besides}{f'，另扣{line.extra:g}分（已计入）' if line.extra else ''}" if besides else ""
    waiting = f"；编号{_listed(line.appealed)}申诉待裁定" if line.appealed else ""
    return f"{where}，共{len(line.findings)}个问题（编号{told}）{besides}{waiting}"


def _fixing(line: LostLine) -> str:
    left = len(line.findings) - line.fixed
    return "，".join(filter(None, [f"已整改{line.fixed}个" * bool(line.fixed), f"未完成整改{left}个" * bool(left)]))


def write_scores(all_units: Sequence[ScoreFigures], out: Path) -> Path:
    """All units as .xlsx, for the office only. Raises OSError."""
    return write_sheets((_scores(all_units), _details(all_units), _adjustments(all_units)), out)


def _scores(all_units: Sequence[ScoreFigures]) -> Sheet:
    heads = (("单位", 32), ("分组", 12), ("得分", 8), ("结果", 20), ("组内名次", 10), ("组内单位数", 10))
    more = (("问题数", 8), ("扣分", 8), ("人工加减分", 10), ("单项否决", 30), ("是否暂定", 10), ("暂定原因", 60))
    rows = tuple(
        (
            one.unit,
            one.group,
            one.points,
            one.result,
            one.rank if one.rank is not None else "未排名",
            one.among,
            sum(len(line.findings) for line in one.lines),
            one.lost,
            one.adjusted,
            "、".join(one.vetoes),
            "暂定" if one.provisional else "",
            "".join(one.provisional),
        )
        for one in all_units
    )
    return Sheet("各单位得分", (*heads, *more), rows)


def _details(all_units: Sequence[ScoreFigures]) -> Sheet:
    heads = (("单位", 32), ("测评指标", 30), ("分值", 22), ("扣分", 8), ("失分原因", 60), ("整改情况", 24))
    rows = tuple(
        (
            one.unit,
            line.title,
            line.price,
            "未扣" if line.taken is None else line.taken,
            _why(line, len(line.places), len(line.findings)),
            _fixing(line),
        )
        for one in all_units
        for line in one.lines
    )
    return Sheet("扣分明细", heads, rows)


def _adjustments(all_units: Sequence[ScoreFigures]) -> Sheet:
    heads = (("单位", 32), ("加减分", 10), ("理由", 60), ("经手人", 14))
    rows = tuple((one.unit, a.points, a.why, a.by) for one in all_units for a in one.adjustments)
    return Sheet("加减分", heads, rows)
