"""Sentences of the letters, made from figures. Machine results are worded so: 人工核实 only where a person did."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from reports.figures import (
    UNCOUNTED,
    AccountFigures,
    Citation,
    FollowUp,
    NoticeFigures,
    Office,
    ProblemLine,
    SiteFigures,
    UnknownLine,
)
from reports.text import counted, han_date, han_time, plain, rate, sentence, shorten, stamp

LINE = 20  # characters of the title's size in a line
NO_ACCOUNTS = f"本期{UNCOUNTED}。"


def title_lines(office: str, about: str, subject: str) -> list[str]:
    """The title in one line if it fits, else broken where the sense allows: 望舒区…关于2026年11月 / 全区…的通报."""
    whole = f"{office}关于{about}{subject}"
    return [whole] if _width(whole) <= LINE else [f"{office}关于{about}", subject]


def _width(words: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in words)


def basis(figures: NoticeFigures) -> str:
    accounts = (
        "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）、" if figures.accounts else ""
    )
    what = "政府网站和政务新媒体" if figures.accounts else "政府网站"
    return (
        f"根据《政府网站发展指引》（国办发〔2017〕47号）、{accounts}《政府网站与政务新媒体检查指标》"
        f"（国办秘函〔2019〕19号）等要求，{figures.office.name}于{han_date(figures.since)}至{han_date(figures.cutoff)}"
        f"对{figures.office.area}{what}进行了检查，检查以技术监测为主，需人工判断的问题经人工核实后列入。"
        f"问题状态截至{han_time(figures.cutoff)}。现将有关情况通报如下："
    )


def follow_up(figures: FollowUp) -> str:
    kinds = (
        (figures.back, "个整改后又重新出现，列入本期问题"),
        (figures.waiting, "个单位已反馈整改、待复查"),
        (figures.unseen, "个未能复查"),
    )
    parts = "，".join(f"{count}{words}" for count, words in kinds if count)
    # what was not looked at again may be done: only of the others it can be said that they are not
    left = "尚未销号" if figures.waiting or figures.unseen else "未完成整改"
    which = "上期通报问题" if figures.of_last else "上期通报时尚未销号的问题"
    if figures.told == 0:
        told = "上期未通报需整改的问题。"
    else:
        told = (
            f"{which}{figures.told}个，截至本期检查时点，"
            f"已整改销号{figures.done}个，{left}{figures.not_done}个{f'（其中{parts}）' if parts else ''}。"
        )
    if figures.unreported is None:
        return f"{told}整改情况反馈{UNCOUNTED}。"
    if figures.unreported:
        names = "、".join(shorten(name, 40) for name in figures.unreported)
        return f"{told}{len(figures.unreported)}个单位未按要求报送整改情况：{names}。"
    return told if figures.told == 0 else f"{told}有关单位均已报送整改情况。"


def sites(figures: SiteFigures, area: str) -> str:
    reported = f"收到“我为政府网站找错”留言{counted(figures.reported, '条')}{_answered(figures)}"
    visits = f"首页访问监测{counted(figures.probes, '次')}"
    if figures.probes:
        visits += f"，其中未能打开{counted(figures.probes_failed, '次')}"
    return (
        f"{area}纳入检查的政府网站{figures.sites}个、登记栏目{figures.columns}个。本期检查网站{figures.inspected}个，"
        f"读取栏目{counted(figures.columns_read, '个')}、页面{counted(figures.pages, '个')}，"
        f"核验链接{counted(figures.targets, '个')}；发布信息{counted(figures.items, '条')}；"
        f"未出现“单项否决”问题的网站{counted(figures.qualified, '个')}，"
        f"合格率{rate(figures.qualified, figures.inspected)}{unbound(figures.unbound)}；{visits}；{reported}。"
    )


def unbound(count: int) -> str:
    """Why a rate of sites is of fewer than are watched."""
    return f"（另有{count}个网站不适用检查指标，不计入）" if count else ""


def _answered(figures: SiteFigures) -> str:
    """Of the messages whose days are over: of the others nobody can say yet that they are late."""
    due = figures.reported if figures.reported_due is None else figures.reported_due
    if not due:
        return "，均未到办理期限" if figures.reported else ""
    told = "" if due == figures.reported else f"，到办理期限的{due}条"
    in_time = counted(figures.reported_in_time, "条")
    return f"{told}，按期办结{in_time}，按期办结率{rate(figures.reported_in_time, due)}"


def accounts(figures: AccountFigures | None, area: str) -> str:
    if figures is None:
        return NO_ACCOUNTS
    kinds = "、".join(f"{name}{count}个" for name, count in figures.platforms)
    unknown = f"未能核查{figures.unknown}个（见附件2），不计入检查数。" if figures.unknown else ""
    return (
        f"{area}登记在册的政务新媒体{figures.accounts}个{f'（{kinds}）' if kinds else ''}，"
        f"本期检查{figures.inspected}个，未出现“单项否决”问题的{counted(figures.qualified, '个')}，"
        f"合格率{rate(figures.qualified, figures.inspected)}。{unknown}{_by_unit(figures.by_unit)}"
    )


def subject(platforms: Iterable[str]) -> str:
    """What a unit's problems are about: 政府网站, 政务新媒体, or both."""
    kinds = {platform == "网站" for platform in platforms}
    return "政府网站和政务新媒体" if len(kinds) == 2 else "政务新媒体" if kinds == {False} else "政府网站"


def sheet_title(month: date, what: str) -> list[str]:
    """In one line if it fits, else broken where the sense allows."""
    head, tail = f"{month.year}年{month.month}月{what}", "问题整改通知单"
    return [head + tail] if _width(head + tail) <= LINE else [head, tail]


def _by_unit(told: tuple[tuple[str, int], ...] | None) -> str:
    if told is None:
        return ""
    if not told:
        return "本期未发现已核实的账号问题。"
    units = "、".join(f"{shorten(unit, 40)}{count}个" for unit, count in told)
    return f"本期核实账号问题{sum(count for _, count in told)}个：{units}。"


def overview(figures: NoticeFigures) -> str:
    waiting = f"另有{figures.waiting}个疑似问题尚在核实，未列入本期通报。" if figures.waiting else ""
    if not figures.problems:
        return f"本期未发现已核实的问题。{waiting}"
    units = len({line.unit for line in figures.problems})
    veto = sum(line.veto for line in figures.problems)
    told = f"其中“单项否决”类问题{veto}个" if veto else "未发现“单项否决”类问题"
    return f"本期共核实问题{len(figures.problems)}个，涉及{units}个单位，{told}。{waiting}"


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


def problem(line: ProblemLine) -> str:
    """One problem as a sentence: unit, place, what, how known, when, state at the cut-off."""
    late = "，已逾期" if line.overdue else ""
    points = f"，{shorten(line.points, 20)}" if line.points else ""
    when = f"，检查时间{han_time(at)}" if (at := looked(line)) else ""
    return (
        f"{line.no}.{shorten(line.unit, 40)}{where(line)}：{sentence(line.message)}"
        f"（{method(line)}{when}，状态：{line.state}{late}{points}）。"
    )


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
    return "" if known else f"（{deadline.year}年节假日安排尚未公布或尚未载入，期限仅扣除周末，遇节假日顺延。）"


def contact(office: Office) -> str:
    parts = (("联系人", office.contact), ("电话", office.phone), ("邮箱", office.email))
    return "，".join(f"{name}：{value}" for name, value in parts if value)


def left_over(told: int, total: int, workbook: str) -> str:
    """What the letter says of rows it has no room for."""
    if total <= told:
        return ""
    return f"以上列出{told}个，其余{total - told}个问题详见问题台账{f'（{workbook}）' if workbook else ''}。"


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
