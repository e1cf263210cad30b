"""The record of a spot check by lot (抽查情况表) as .docx and .xlsx: how it was drawn, each subject, what was found."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ledger.vocabulary import State
from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.models import BODY_ROWS, ProblemLine, Sender, UnknownLine
from reports.figures.text import han_time, plain, sentence, shorten, stamp
from reports.sheets.workbook import Linked, Sheet, problem_sheet, unknown_sheet, write_sheets

NOT_YET = "尚未检查"
FIELDS: Mapping[str, str] = {
    "标题": "表的名称",
    "发文单位": "组织抽查的办公室",
    "抽签时间": "抽签的时间",
    "校验值": "登记册的 SHA-256，登记册改过一处就不同",
    "抽签办法": "怎样抽的：对象、比例或个数、种子，别人照此可以重抽核对",
    "概述": "抽中多少、结果怎样的一句话",
    "分组": "各组登记数和抽中数的列表",
    "分组.类别": "网站或账号",
    "分组.组": "单位分组的名称",
    "分组.登记": "本组参加抽签的个数",
    "分组.抽中": "本组抽中的个数",
    "未参加": "没有参加抽签的对象及原因，没有时为空",
    "对象": "抽中的网站和账号的列表",
    "对象.序号": "从1起的序号",
    "对象.组": "单位分组",
    "对象.单位": "责任单位",
    "对象.名称": "网站或账号的名称和编号",
    "对象.结果": "合格、不合格、未能核查或尚未检查",
    "对象.情况": "问题个数、未能核查处数和说明",
    "问题": "发现的问题的列表",
    "问题.序号": "从1起的序号",
    "问题.位置": "单位、网站或账号和位置",
    "问题.描述": "问题和证据",
    "问题.状态": "检查时间和问题状态",
    "未核查": "未能核查的列表",
    "未核查.序号": "从1起的序号",
    "未核查.单位": "责任单位",
    "未核查.位置": "网站或账号和位置",
    "未核查.原因": "未能核查的原因",
    "未核查.建议": "办公室可以怎样做",
    "其余": "列不下的内容在哪里，没有时为空",
}


@dataclass(frozen=True)
class DrawnGroup:
    """One group of units in one draw."""

    what: str  # 网站 or 账号
    group: str
    total: int
    drawn: int


@dataclass(frozen=True)
class DrawnSubject:
    """One subject drawn. ``unknown`` and ``problems`` are counts; ``note`` says what the result does not."""

    what: str
    group: str
    unit: str
    id: str
    name: str
    address: str
    result: str = NOT_YET
    problems: int | None = None
    unknown: int | None = None
    run: str = ""
    note: str = ""


@dataclass(frozen=True)
class DrawnFigures:
    """A spot check. ``asked``: (what, "20%"); ``chosen_seed``: a clerk named the seed; ``left_out``: (what, name, why).

    ``register``: SHA-256 of the register drawn from. Before the check ``problems`` and ``unknown`` are empty.
    """

    office: Sender
    drawn_at: datetime
    seed: int
    chosen_seed: bool
    register: str
    asked: tuple[tuple[str, str], ...]
    groups: tuple[DrawnGroup, ...]
    left_out: tuple[tuple[str, str, str], ...]
    subjects: tuple[DrawnSubject, ...]
    problems: tuple[ProblemLine, ...] = ()
    unknown: tuple[UnknownLine, ...] = ()
    remark: str = ""


def write_drawn(figures: DrawnFigures, template: Path, out: Path) -> Path:
    """Write the record as .docx. Raises TemplateError, or OSError where ``out`` cannot be written."""
    return fill(template, drawn_fields(figures), out)


def write_drawn_workbook(figures: DrawnFigures, out: Path) -> Path:
    sheets = [_subjects(figures.subjects), problem_sheet("问题", figures.problems), unknown_sheet(figures.unknown)]
    return write_sheets([*sheets, _groups(figures.groups), _method(figures)], out)


def drawn_fields(figures: DrawnFigures) -> dict[str, object]:
    longest = max(map(len, (figures.subjects, figures.problems, figures.unknown)))
    return {
        "标题": [
            f"{'和'.join({'网站': '政府网站', '账号': '政务新媒体'}[what] for what, _ in figures.asked)}抽查情况表"
        ],
        "发文单位": figures.office.name,
        "抽签时间": han_time(figures.drawn_at),
        "校验值": figures.register,
        "抽签办法": method(figures),
        "概述": overview(figures),
        "分组": [
            {"类别": one.what, "组": shorten(one.group, 40), "登记": str(one.total), "抽中": str(one.drawn)}
            for one in figures.groups
        ],
        "未参加": _left_out(figures),
        "对象": [_subject(no, one) for no, one in enumerate(figures.subjects[:BODY_ROWS], 1)],
        "问题": [_problem(line) for line in figures.problems[:BODY_ROWS]],
        "未核查": phrases.numbered(figures.unknown[:BODY_ROWS]),
        "其余": f"每类至多列出{BODY_ROWS}条，全部内容见同名表格文件。" if longest > BODY_ROWS else "",
    }


def method(figures: DrawnFigures) -> str:
    """How it was drawn, so that anyone can draw again and compare."""
    asked = "、".join(f"{what}{share}{'' if share.endswith('%') else '个'}" for what, share in figures.asked)
    seed = f"{figures.seed}（{'由抽查人指定' if figures.chosen_seed else '取抽签当日日期'}）"
    return (
        f"按单位分组分层随机抽取：{asked}，按比例的向上取整；各组名额按登记数的比例、以最大余数法分配，"
        f"名额够时每组至少1个，同等的由抽签定先后；同一组内各对象机会相同。种子：{seed}。"
        "用校验值相同的登记册、同一种子、同样的数量再抽一次，结果相同。"
    )


def overview(figures: DrawnFigures) -> str:
    drawn = Counter(one.what for one in figures.groups for _ in range(one.drawn))
    total = Counter({what: sum(g.total for g in figures.groups if g.what == what) for what, _ in figures.asked})
    lots = "，".join(f"{what}{total[what]}个中抽取{drawn[what]}个" for what, _ in figures.asked)
    results = Counter(one.result for one in figures.subjects)
    if results.keys() <= {NOT_YET}:
        return f"{lots}。{NOT_YET}。"
    told = "，".join(f"{word}{results[word]}个" for word in ("合格", "不合格", "未能核查"))
    told += f"，不适用检查指标{results['不适用']}个" if results["不适用"] else ""
    waiting = sum(line.state is State.SUSPECTED for line in figures.problems)
    doubt = f"（其中{waiting}个待人工核实，核实前不作为问题通报）" if waiting else ""
    unseen = sum(line.count for line in figures.unknown)
    return (
        f"{lots}。{told}；发现问题{len(figures.problems)}个{doubt}，未能核查{unseen}处。"
        f"合格指未出现已核实的“单项否决”问题。{figures.remark}"
    )


def _left_out(figures: DrawnFigures) -> str:
    if not figures.left_out:
        return ""
    named = "；".join(
        f"{what}“{shorten(name, 40)}”（{sentence(why, 80)}）" for what, name, why in figures.left_out[:20]
    )
    more = f"等{len(figures.left_out)}个" if len(figures.left_out) > 20 else ""
    return f"未参加抽签：{named}{more}。"


def _subject(no: int, one: DrawnSubject) -> dict[str, str]:
    counts = "" if one.problems is None else f"问题{one.problems}个，未能核查{one.unknown}处。"
    return {
        "序号": str(no),
        "组": shorten(one.group, 40),
        "单位": shorten(one.unit, 40),
        "名称": f"{one.what}“{shorten(one.name, 40)}”（{shorten(one.id, 40)}）",
        "结果": one.result,
        "情况": f"{counts}{shorten(one.note, 160)}",
    }


def _problem(line: ProblemLine) -> dict[str, str]:
    veto = "，单项否决" if line.veto else ""
    return {
        "序号": str(line.no),
        "位置": f"{shorten(line.unit, 40)} {phrases.where(line, ' ')}",
        "描述": f"{sentence(line.message)}（{shorten(line.title, 40)}{veto}）。证据：{phrases.citation(line.evidence)}",
        "状态": f"{stamp(line.checked)} {line.state}",
    }


def _subjects(subjects: Sequence[DrawnSubject]) -> Sheet:
    heads = (("序号", 6), ("类别", 8), ("分组", 14), ("责任单位", 24), ("编号", 14), ("名称", 26), ("地址", 36))
    more = (("结果", 10), ("问题", 8), ("未能核查", 10), ("说明", 50), ("轮次", 20))
    rows = tuple(
        (
            *(no, one.what, one.group, one.unit, one.id, one.name, Linked(one.address, one.address)),
            *(one.result, one.problems, one.unknown, one.note, one.run),
        )
        for no, one in enumerate(subjects, 1)
    )
    return Sheet("抽查情况", (*heads, *more), rows)


def _groups(groups: Sequence[DrawnGroup]) -> Sheet:
    heads = (("类别", 10), ("分组", 20), ("参加抽签", 12), ("抽中", 12))
    return Sheet("分组名额", heads, tuple((one.what, one.group, one.total, one.drawn) for one in groups))


def _method(figures: DrawnFigures) -> Sheet:
    facts = (
        ("抽签时间", han_time(figures.drawn_at)),
        *((f"{what}抽取", share) for what, share in figures.asked),
        ("种子", str(figures.seed)),
        ("种子来源", "由抽查人指定" if figures.chosen_seed else "抽签当日日期"),
        ("登记册校验值（SHA-256）", figures.register),
        ("办法", method(figures)),
    )
    out = tuple(("未参加抽签", f"{what}“{plain(name)}”：{why}") for what, name, why in figures.left_out)
    return Sheet("抽签办法", (("项目", 24), ("内容", 100)), (*facts, *out))
