"""首页不更新: the newest date on the home page, or on all second-level pages of a mere navigation page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from checks.about import About, by_days
from checks.columns import newest_item
from checks.facts import Facts
from checks.reach import gaps, rows_phrase
from checks.registry import rule
from checks.verdicts import HOME, VerdictFactory, day_words, within_words
from ledger.row_times import near_day, undecided
from ledger.vocabulary import (
    ColumnList,
    Criterion,
    Evidence,
    Failure,
    HomePage,
    Item,
    ListOrder,
    PlaceKind,
    Reader,
    Reason,
    Verdict,
)


@rule(About(PlaceKind.HOME, limit=by_days, alone=True), HomePage, ColumnList, Failure, days=int)
def home_not_updated(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 3 首页不更新: nothing on the home page was updated within 2 weeks; where the home page is only a
    navigation page, nothing on any second-level page (the registered columns). Rows without a day are judged by the
    articles they lead to; as long as one of them could be newer, nothing is said.
    """
    say = VerdictFactory.of(facts, criterion)
    if facts.site.closing_on(facts.now.date()):
        yield say.not_applicable(HOME, "网站正在关停公示，不检查更新")
        return
    days = criterion.params["days"]
    if not isinstance(days, int):
        raise TypeError("days")
    home = max(facts.read(HomePage), key=lambda h: h.seen, default=None)
    failure = next((f for f in facts.read(Failure) if f.place == facts.site.home), None)
    if home is None:
        reason = failure.reason if failure else Reason.NOT_LOOKED
        yield say.unknown(HOME, "首页未能读取，未能核查", reason)
    elif home.navigation_only and not home.items:
        yield _navigation(say, facts, home, days)
    else:
        # a recent date that was seen proves an update, whatever scripts may add to it
        yield _own_items(say, home, days)


def _own_items(say: VerdictFactory, home: HomePage, days: int) -> Verdict:
    since, newest = _earliest(home, days), newest_item(home.items, home.seen)
    if newest and newest.day and newest.day >= since:
        return say.passed(HOME, f"首页最近一条信息发布于{day_words(newest.day)}")
    if new := _came(home, since):
        return say.passed(HOME, f"首页新出现信息“{new.title}”（{new.near}）")
    if home.script_drawn:
        return say.unknown(HOME, "首页内容由脚本生成或可能由脚本生成，未能核查", Reason.SCRIPT_DRAWN)
    unsure = [home.items[i] for i in undecided(home.items, ListOrder.MIXED, since, home.seen)]
    if unsure:
        read = f"首页已读到的最近一条信息发布于{day_words(newest.day)}，但" if newest and newest.day else "首页"
        return say.unknown(HOME, f"{read}{rows_phrase(unsure)}，未能核查", Reason.PARTLY_READ)
    if newest is None:
        return say.unknown(HOME, "首页未读出带发布时间的信息，未能核查", Reason.UNREADABLE)
    return _stale(say, home, newest, days, "首页")


def _came(home: HomePage, since: date) -> Item | None:
    """A row that came within the window by our own sight and shows a day of these weeks without a year: boxes that show
    other rows at each visit show no such day."""
    for item in home.items:
        shown = near_day(item.near, home.seen) if item.near and item.day is None and item.absent else None
        if shown and shown >= since and item.absent and item.absent >= since:
            return item
    return None


def _navigation(say: VerdictFactory, facts: Facts, home: HomePage, days: int) -> Verdict:
    since = _earliest(home, days)
    newest: Item | None = None
    reader = Reader.HTML
    read: set[str] = set()
    for listing in facts.read(ColumnList):
        candidate = newest_item(listing.items, home.seen)
        if candidate is None or listing.script_drawn:
            continue
        if not gaps(listing, since):
            read.add(listing.column)
        newest = newest_item((candidate, newest) if newest else (candidate,), home.seen)
        reader = listing.reader if newest is candidate else reader
    if newest and newest.day and newest.day >= since:
        return say.passed(HOME, f"首页为导航页，栏目最近一条信息发布于{day_words(newest.day)}")
    unread = [c for c in facts.columns if c.inspected_on(facts.now.date()) and c.id not in read]
    if unread or newest is None:
        message = f"首页为导航页，有{len(unread)}个栏目未读出发布时间或没有读全，未能核查"
        return say.unknown(HOME, message, Reason.NOT_LOOKED)
    verdict = _stale(say, home, newest, days, "首页为导航页，全部栏目")
    return replace(verdict, evidence=verdict.evidence and replace(verdict.evidence, reader=reader))


def _earliest(home: HomePage, days: int) -> date:
    """As of the look, however much later it is judged."""
    return home.seen.date() - timedelta(days=days)


def _stale(say: VerdictFactory, home: HomePage, newest: Item, days: int, what: str) -> Verdict:
    if newest.day is None:
        raise ValueError("newest")
    silent = (home.seen.date() - newest.day).days
    message = (
        f"{what}最近一条信息发布于{day_words(newest.day)}，至检查时已{silent}天未更新（要求{within_words(days)}更新）"
    )
    figures = (("newest", newest.day.isoformat()), ("days", str(silent)), ("limit", str(days)))
    quote = f"{newest.title} {newest.day.isoformat()}"
    evidence = Evidence(home.url, home.seen, quote=quote, body=home.body, figures=figures, provenance=newest.provenance)
    return say.failed(HOME, message, evidence)
