"""A manner of reading in a clerk's words: the rule's title, who read it, what that rests on; and who confirms it."""

from collections.abc import Iterator, Mapping

from desk.context import Desk
from desk.presenters.account_results import SOURCES
from ledger.decisions.trust import FLOOR, NEEDED, Precision, Trust
from ledger.vocabulary import Criterion, DeadGrade, Finding, Manner, Provenance, Reader, Reason, Source

READERS: Mapping[Reader, str] = {
    Reader.HTML: "网页原文",
    Reader.JPAGE: "大汉 jpage 列表",
    Reader.GKMLPT: "广东公开目录（gkmlpt）接口",
    Reader.JPAAS: "大汉 jpaas 接口",
    Reader.UCAP: "开普接口",
    Reader.JSON: "其他接口的列表",
    Reader.BROWSER: "浏览器显示的网页",
}
BASES: Mapping[str, str] = {
    DeadGrade.HARD: "硬失效",
    DeadGrade.SOFT: "据内容判断",
    Provenance.LABELLED: "标明的发布时间",
    Provenance.OWN_PLACE: "单独一处的日期",
    Provenance.BRACKETS: "括号里的日期",
    Provenance.MARKUP: "标记里的日期",
    Provenance.ADDRESS: "地址里的日期",
    Provenance.OTHER_LABEL: "标明的其他日期",
    Provenance.PROSE: "文中的日期",
    Provenance.HIDDEN: "不显示的日期",
    Provenance.DEFAULT: "系统自填的日期",
}


def manner_words(desk: Desk, manner: Manner, title: str = "") -> str:
    """Such as “栏目不更新，大汉 jpage 列表，单独一处的日期”. ``title``: of the criterion meant, where several share
    the rule."""
    titles = [c.title for c in desk.criteria.values() if c.rule == manner.rule]
    return "，".join((title or next(iter(titles), manner.rule), *_parts(desk, manner)))


def _parts(desk: Desk, manner: Manner) -> Iterator[str]:
    if isinstance(manner.reader, Source):
        yield SOURCES[manner.reader]
    elif manner.reader is not Reader.HTML or manner.basis in frozenset(Provenance):
        yield READERS[manner.reader]
    for part in filter(None, manner.basis.split(":")):
        # what an old ledger names and nobody knows any more is told as it stands
        yield desk.words[Reason(part)].label if part in frozenset(Reason) else BASES.get(part, part)


def standing(one: Precision) -> str:
    """Whether the machine may confirm it, where nobody has taken that away."""
    if one.trusted:
        return "机器可以自行核实"
    if one.left_to_persons:
        return f"对的不到{FLOOR:.0%}，一律由人核实"
    return f"由人核实（要判过{NEEDED}次，且最近{NEEDED}次没有读错）"


def standing_of(trust: Trust, finding: Finding, criterion: Criterion | None) -> str:
    """Who confirms a finding such as this one."""
    manner = finding.manner
    if manner is None or manner.by_person:
        return "由人认定"
    known = trust.by_manner.get(manner, Precision(manner))
    if finding.subject in known.revoked:
        return f"在这里读错过，由人核实；恢复：xuncha trust restore {manner} --site {finding.subject}"
    if criterion is not None and criterion.veto:
        return "单项否决，由人核实"
    return "据内容判断，由人核实" if finding.evidence.grade is DeadGrade.SOFT else standing(known)
