"""Sentences of the monthly notice, made from figures. What nobody knows is left out: a letter has no 未统计."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from ledger.vocabulary import ProblemClass
from reports.figures.accounts import AccountLine
from reports.figures.groups import Group, grouped
from reports.figures.messages import MessageFigures
from reports.figures.models import FollowUp, NoticeFigures, ProblemLine, SiteFigures, UnitFigures
from reports.figures.text import han_date, han_time, local, quoted, rate, within

OLDER = 6  # of units with problems of earlier notices
NAMED = 10  # so many units or accounts are named, the others counted
WHOLE = 24  # so many lines of problems stand in the body, each; of more, typical ones of every class
TYPICAL = 6
HAN_NUMBERS = "一二三四五六七八九十"
APPS = ("移动客户端", "小程序")  # counted apart from accounts (国办函〔2026〕12号)
_PART = re.compile("第[一二三四五六七八九十]部分")


def basis(figures: NoticeFigures) -> str:
    cited = f"根据{''.join(figures.standards)}等要求，" if figures.standards else ""
    since, until = local(figures.since), local(figures.cutoff)
    end = (
        han_time(until).removeprefix(f"{since.year}年")
        if since.date() != until.date()
        else f"{until.hour}时{until.minute:02}分"
    )
    return (
        f"{cited}{figures.office.name}于{han_date(since)}至{end}对{figures.office.area}{_what(figures)}进行了检查，"
        "技术监测与人工核实相结合。现通报如下："
    )


def _what(figures: NoticeFigures) -> str:
    return "政府网站和政务新媒体" if figures.accounts else "政府网站"


def parts(figures: NoticeFigures) -> list[dict[str, object]]:
    """一、检查情况: each part with its heading; one of which nothing is known is left out."""
    known = (
        ("政府网站", sites(figures)),
        ("信息发布", published(figures)),
        ("政务新媒体", accounts(figures)),
        ("网民留言", messages(figures.sites, figures.office.home)),
        ("上期整改", follow_up(figures.follow_up, figures.office.home)),
    )
    told = [(title, words) for title, words in known if words]
    return [{"标题": f"（{HAN_NUMBERS[n]}）{title}", "内容": words} for n, (title, words) in enumerate(told)]


def sites(figures: NoticeFigures) -> str:
    """What was looked at, of how many, and how many of them had no 单项否决."""
    one = figures.sites
    bound = one.sites - one.unbound
    if not one.sites:
        return ""
    without = f"（不含不适用检查指标的{one.unbound}个）" if one.unbound else ""
    told = f"{figures.office.area}纳入检查的政府网站{bound}个{without}"
    if one.inspected:
        read = _listed(
            ("巡查", one.rounds, "轮次"), ("栏目", one.columns_read, "个"), ("页面", one.pages, "个"),
            ("链接", one.targets, "个"),
        )  # fmt: skip
        told += f"，本期检查{one.inspected}个，检查率{rate(one.inspected, bound)}{f'；{read}' if read else ''}"
        if one.qualified is not None:
            told += f"。未出现“单项否决”的{one.qualified}个，合格率{rate(one.qualified, one.inspected)}"
    told += "。"
    if one.probes and one.probes_failed is not None:
        told += f"首页访问监测{one.probes}次，未能打开{one.probes_failed}次。"
    if figures.unknown:
        told += f"{len(figures.unknown)}处未能核查，不作为问题。"
    return told


def published(figures: NoticeFigures) -> str:
    """How much was published, by kind of column, and which units were silent, for how many months running."""
    one = figures.sites
    if one.items is None:
        return ""
    kinds = [f"{name}{count}条" for name, count in one.items_by_kind if count]
    of = "，其中" + "、".join(kinds) if len(kinds) > 1 else ""
    told = f"各网站发布信息{one.items}条{of}。"
    silent = sorted((u for u in figures.units if u.silent is not None), key=lambda u: -(u.silent or 0))
    return told + (f"没有发布信息的单位{len(silent)}个：{_units(silent, figures.office.home)}。" if silent else "")


def _units(silent: Sequence[UnitFigures], area: str) -> str:
    named = [within(area, u.name) + (f"（{long}）" if (long := _running(u.silent)) else "") for u in silent[:NAMED]]
    return "、".join(named) + ("等" if len(silent) > NAMED else "")


def _running(months: int | None) -> str:
    return f"连续{months}个月" if months and months > 1 else ""


def accounts(figures: NoticeFigures) -> str:
    one = figures.accounts
    if one is None or not (one.accounts or one.closed):
        return ""
    apps = [(name, count) for name, count in one.platforms if name in APPS]
    others = [(name, count) for name, count in one.platforms if name not in APPS]
    own = sum(count for _, count in others) if one.platforms else one.accounts
    kinds = "、".join(f"{name}{count}个" for name, count in others)
    told = f"{figures.office.area}登记政务新媒体账号{own}个{f'（{kinds}）' if kinds else ''}"
    told += "".join(f"，{name}{count}个" for name, count in apps)
    told += f"；本期检查{one.inspected}个"
    if one.inspected and one.qualified is not None:
        told += f"，合格{one.qualified}个，合格率{rate(one.qualified, one.inspected)}"
    told += f"；{one.unknown}个未能核查，不计入。" if one.unknown else "。"
    changed = (("新开设", one.opened), ("新备案", one.filed), ("注销关停", one.closed))
    if new := "；".join(f"{what}{len(which)}个：{_accounts(which)}" for what, which in changed if which):
        told += f"本期{new}。"
    return told + _silent([line for line in one.lines if line.silent_months is not None])


def _accounts(which: Sequence[tuple[str, str]]) -> str:
    named = "、".join(f"“{quoted(name)}”（{platform}）" for name, platform in which[:NAMED])
    return named + ("等" if len(which) > NAMED else "")


def _silent(lines: Sequence[AccountLine]) -> str:
    if not lines:
        return ""
    ordered = sorted(lines, key=lambda line: -(line.silent_months or 0))
    named = "、".join(f"“{quoted(x.name)}”（{_how_long(x)}）" for x in ordered[:NAMED])
    return f"没有发布信息的账号{len(lines)}个：{named}{'等' if len(lines) > NAMED else ''}。"


def _how_long(line: AccountLine) -> str:
    return "，".join(filter(None, [line.platform, _running(line.silent_months)]))


def messages(one: SiteFigures, area: str = "") -> str:
    """网民留言 of the message boxes, then 找错."""
    return (_boxes(one.messages, area) if one.messages else "") + _reported(one)


def _boxes(one: MessageFigures, area: str) -> str:
    """What the named boxes received, and of these what was answered by the end of the period."""
    of = "、".join(one.sources)
    if not one.received:
        return f"网站互动栏目（{of}）没有收到留言。"
    units = "、".join(f"{within(area, unit)}{count}条" for unit, count in one.by_unit[:NAMED])
    told = f"网站互动栏目（{of}）收到留言{one.received}条"
    told += f"（{units}{'等' if len(one.by_unit) > NAMED else ''}）" if len(one.by_unit) > 1 else ""
    if one.answered is not None:
        told += f"，已答复{one.answered}条"
        told += f"，其中按期答复{one.in_time}条" if one.in_time is not None else ""
        told += f"，平均办理{one.mean_days:.1f}个工作日" if one.mean_days is not None else ""
    return f"{told}。"


def _reported(one: SiteFigures) -> str:
    """找错: received, and of those whose days are over how many were answered in time."""
    if one.reported is None:
        return ""
    told = f"收到“我为政府网站找错”留言{one.reported}条"
    due = one.reported if one.reported_due is None else one.reported_due
    if not due:
        return f"{told}{'，均未到办理期限' if one.reported else ''}。"
    if one.reported_in_time is None:
        return f"{told}。"
    of = "" if due == one.reported else f"到办理期限的{due}条，"
    return f"{told}，{of}按期办结{one.reported_in_time}条，按期办结率{rate(one.reported_in_time, due)}。"


def follow_up(one: FollowUp, area: str) -> str:
    if not one.told:
        return ""
    kinds = (
        (one.back, "个重新出现，列入本期"),
        (one.waiting, "个已反馈整改、待复查"),
        (one.unseen, "个未能复查"),
    )
    of = "，".join(f"{count}{words}" for count, words in kinds if count)
    # what was not looked at again may be done: only of the others it can be said that they are not
    left = "尚未销号" if one.waiting or one.unseen else "未完成整改"
    which = "上期通报问题" if one.of_last else "上期通报时尚未销号的问题"
    told = f"{which}{one.told}个，已整改销号{one.done}个，{left}{one.not_done}个"
    told += f"{f'（其中{of}）' if of else ''}{_older(one.open_older, area)}。"
    if one.unreported is None:
        return told
    if one.unreported:
        names = "、".join(within(area, name) for name in one.unreported[:NAMED])
        more = "等" if len(one.unreported) > NAMED else ""
        return f"{told}{len(one.unreported)}个单位未按要求报送整改情况：{names}{more}。"
    return f"{told}有关单位均已报送整改情况。"


def _older(lines: Sequence[ProblemLine], area: str) -> str:
    """Of what earlier notices told: how many a unit, not one by one."""
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.unit] = counts.get(line.unit, 0) + 1
    if not counts:
        return ""
    ordered = sorted(counts.items(), key=lambda one: -one[1])
    named = "、".join(f"{within(area, unit)}{count}个" for unit, count in ordered[:OLDER])
    return f"；未整改到位的有{named}{f'等{len(ordered)}个单位' if len(ordered) > OLDER else ''}"


def overview(figures: NoticeFigures) -> str:
    if not figures.problems:
        return "本期未发现已核实的问题。"
    units = len({line.unit for line in figures.problems})
    veto = sum(line.veto for line in figures.problems)
    told = f"，其中单项否决{veto}个" if veto else "，没有单项否决"
    done = figures.follow_up.promptly
    fixed = f"；{done}个经提醒后已完成整改" if done else ""
    return f"本期核实问题{len(figures.problems)}个，涉及{units}个单位{told}{fixed}。"


def classes(problems: Sequence[ProblemLine], area: str) -> list[dict[str, object]]:
    """By class, severe first, each with its clause and its lines; a class without problems is left out."""
    whole = len(grouped(problems)) <= WHOLE
    found: list[dict[str, object]] = []
    for kind in ProblemClass:
        groups = grouped((line for line in problems if line.problem_class is kind), area)
        if groups:
            of = [line for group in groups for line in group.lines]
            heading = f"（{HAN_NUMBERS[len(found)]}）{kind}{len(of)}个（{clauses(of)}）"
            found.append({"标题": heading, "行": list(_lines(groups, whole))})
    return found


def _lines(groups: Sequence[Group], whole: bool) -> Iterator[str]:
    most = len(groups) if whole else NAMED if groups[0].problem_class is ProblemClass.VETO else TYPICAL
    told = groups if len(groups) <= most + 1 else sorted(groups, key=lambda group: -len(group.lines))[:most]
    for number, group in enumerate(told, 1):
        yield f"{number}.{group.text}。"
    if left := [group for group in groups if group not in told]:
        units = len({group.unit for group in left})
        yield f"另有{units}个单位的{sum(len(group.lines) for group in left)}个问题见附件1。"


def clauses(lines: Iterable[ProblemLine]) -> str:
    """What the lines rest on, once: of several clauses of one document, what they have in common."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for line in lines:
        document, *place = line.cited.split() or [line.clause]
        found.setdefault(document, []).append(tuple(place))
    return "；".join(document + _common(places) for document, places in found.items())


def _common(places: Sequence[tuple[str, ...]]) -> str:
    """What all of them begin with: the part, if the document has parts, and the last item (第一部分栏目不更新)."""
    whole = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, zip(*places, strict=False))]
    if not whole:
        return ""
    part = whole[0] if _PART.fullmatch(whole[0]) else ""
    item = str(whole[-1]).removeprefix("关于").removesuffix("的要求")
    return item if item == part else f"{part}{item}"


def _listed(*counts: tuple[str, int | None, str]) -> str:
    return "、".join(f"{name}{count}{unit}" for name, count, unit in counts if count)
