"""页面标签: the meta tags that home, column and article pages must carry."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from checks.about import About, Relook, Reports
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Criterion, Evidence, Page, PageKind, Place, PlaceKind, Reason, Referrer, Verdict

KINDS = {"home": "首页", "column": "栏目页", "article": "文章页"}
EMPTY = frozenset({"", "null", "undefined", "none"})
MISSING = "未设置"
EXAMPLES = 5
TAGS = r"(?<![A-Za-z])(?:Site|Column|Article|Pub|Content)[A-Z][A-Za-z]+"  # in a third party's text


@dataclass
class _Tally:
    """What is wrong with one tag on the pages of one kind."""

    pages: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    examples: list[tuple[Page, str]] = field(default_factory=list)


@rule(
    About(PlaceKind.TAG, Relook.WHOLE, reports=Reports(names=((TAGS, ""),)), alone=True),
    Page,
    home=list | None,
    column=list | None,
    article=list | None,
)
def page_tags(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part II 页面标签 and 47号: pages carry the site's tags, column pages also the column's, article pages
    also the article's; each present and filled, and the SiteIDCode as registered. One verdict a kind of page and tag,
    with how many pages and a few of them; pages that were not read cannot take back what was seen on others.
    """
    say = VerdictFactory.of(facts, criterion)
    tallies = {(kind, tag): _Tally() for kind in KINDS for tag in _tags(criterion, kind)}
    wanted = {kind: _tags(criterion, kind) for kind in KINDS}
    for page in facts.read(Page):
        if page.status != 200 or page.kind not in wanted:
            continue
        shown = {name.lower(): content.strip() for name, content in reversed(page.tags)}
        for tag in wanted[page.kind]:
            _look(tallies[page.kind, tag], page, _fault(tag, shown, facts.site.site_code))
    if not any(t.pages for t in tallies.values()):
        yield say.unknown("页面", "本轮没有读到可检查页面标签的页面", Reason.NOT_LOOKED)
    for (kind, tag), tally in tallies.items():
        if tally.pages:
            yield _verdict(say, kind, tag, tally)
        elif kind == "home" and any(t.pages for t in tallies.values()):
            yield say.unknown(_place(kind, tag), f"首页未能读取，页面标签{tag}未能核查", Reason.NOT_LOOKED)


def _place(kind: str, tag: str) -> str:
    return str(Place(PlaceKind.TAG, tag, PageKind(kind)))


def _tags(criterion: Criterion, kind: str) -> tuple[str, ...]:
    tags = criterion.params.get(kind, ())
    return tuple(map(str, tags)) if isinstance(tags, list | tuple) else ()


def _fault(tag: str, shown: Mapping[str, str], site_code: str) -> str:
    """What is wrong with a tag on one page; nothing where it is right."""
    content = shown.get(tag.lower())
    if content is None:
        return MISSING
    if content.lower() in EMPTY:
        return "内容为空"
    if tag == "SiteIDCode" and site_code and content.lower() != site_code.lower():
        return "与登记不一致"
    return ""


def _look(tally: _Tally, page: Page, fault: str) -> None:
    tally.pages += 1
    if fault:
        tally.wrong[fault] += 1
        if len(tally.examples) < EXAMPLES:
            tally.examples.append((page, fault))


def _verdict(say: VerdictFactory, kind: str, tag: str, tally: _Tally) -> Verdict:
    place = _place(kind, tag)
    if not tally.wrong:
        return say.passed(place, f"检查的{tally.pages}个{KINDS[kind]}均设置了页面标签{tag}")
    first, fault = tally.examples[0]
    evidence = Evidence(
        first.url,
        first.seen,
        quote=f"{tag}:{fault}",
        body=first.body,
        referrers=tuple(Referrer(page.url, "meta", why) for page, why in tally.examples),
        uses=tally.wrong.total(),
        figures=(("pages", str(tally.pages)), ("wrong", str(tally.wrong.total()))),
    )
    return say.failed(place, _told(kind, tag, tally), evidence)


def _told(kind: str, tag: str, tally: _Tally) -> str:
    """12个栏目页未设置ColumnName、3个栏目页的ColumnName内容为空（检查40个）; a site's one home page is not counted."""
    alone = kind == "home" and tally.pages == 1
    parts = []
    for why, count in tally.wrong.most_common():
        pages = KINDS[kind] if alone else f"{count}个{KINDS[kind]}"
        parts.append(f"{pages}{why}{tag}" if why == MISSING else f"{pages}的{tag}{why}")
    return "、".join(parts) + ("" if alone else f"（检查{tally.pages}个）")
