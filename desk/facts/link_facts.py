"""Dead and living links as facts: a run's targets, and those of standing findings with what is known of their uses.

A dead link closes only where its target opens, or where every page known to use it was read since and no longer does,
or is itself gone for good. What this module passes on as unused is closed by the rules; everything else is not.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from checks.registry import rule_of
from crawler.likeness.memory import known_page
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Criterion, Finding, Link, Reason, Referrer, Site, Standing, State

NewAddress = Callable[[str], str]
TAKEN_DOWN = frozenset((Reason.NOT_FOUND, Reason.GONE))


@dataclass(frozen=True)
class KnownLink:
    """A standing finding on a link, and whether its criterion is about the home page's links."""

    finding: Finding
    home: bool


def known_links(standing: tuple[Finding, ...], criteria: Mapping[str, Criterion]) -> dict[str, list[KnownLink]]:
    """The standing findings on links by their target, whatever their criteria are called."""
    found: dict[str, list[KnownLink]] = {}
    for finding in standing:
        criterion = criteria.get(finding.criterion)
        rule = rule_of(criterion)
        if criterion is None or rule is None or Link not in rule.kinds:
            continue
        home = rule.about.of_home(criterion.params) is True
        found.setdefault(finding.place, []).append(KnownLink(finding, home))
    return found


def links(
    archive: ArchiveReader,
    run: str,
    site: Site,
    standing: tuple[Finding, ...],
    criteria: Mapping[str, Criterion],
    now_at: NewAddress = str,
) -> Iterator[Link]:
    """The run's targets; then the dead ones of standing findings that the pages read again no longer use. ``now_at``:
    where a page known by its old address stands since the site moved."""
    matters = known_links(standing, criteria)
    about = _About(_read(archive, run, site, matters, now_at), _home_read(archive, run), site.home, now_at)
    narrow = archive.narrow(run)
    doubted: list[tuple[Link, list[KnownLink]]] = []
    for link in archive.links(run):
        known = matters.pop(link.target, [])
        if _gone(link):
            about.read.add(link.target)  # nobody meets a link on a page that is no more
        if known and (narrow or not link.uses or (not link.on_home and any(one.home for one in known))):
            doubted.append((link, known))
        else:
            yield link
    for link, known in doubted:
        if not link.uses and all(about.unused(one) for one in known):
            yield link
        else:
            users = link.referrers or tuple(archive.users(run, link.target))
            yield _as_used(replace(link, referrers=users), known, about)
    for place, known in matters.items():
        # all its users are known and were read again, and no page wants it: then it is gone, not unseen
        if all(about.unused(one) for one in known) and not archive.wanted(run, place):
            yield Link(place, outside=False, on_home=False, looks=(), referrers=(), uses=0, pages=0)


@dataclass(frozen=True)
class _About:
    """What the run read of the pages that use the findings' targets. ``read``: they are there, and were read whole."""

    read: set[str]
    home_read: bool
    home: str
    now_at: NewAddress

    def users(self, known: KnownLink) -> tuple[Referrer, ...]:
        """The pages known to use the finding's target: where none is told, the home page by its criterion."""
        told = known.finding.evidence.referrers
        return told or ((Referrer(self.home, "a"),) if known.home else ())

    def was_read(self, page: str) -> bool:
        return self.home_read if page == self.home else self.now_at(page) in self.read

    def unused(self, known: KnownLink) -> bool:
        """Whether every page that used the target is known and was read again; no page read uses it."""
        users, evidence = self.users(known), known.finding.evidence
        complete = users and (not evidence.referrers or sum(r.uses for r in users) == evidence.uses)
        return bool(complete) and all(self.was_read(r.page) for r in users)


def _home_read(archive: ArchiveReader, run: str) -> bool:
    return any(True for _ in archive.home_pages(run))


def _read(
    archive: ArchiveReader, run: str, site: Site, matters: dict[str, list[KnownLink]], now_at: NewAddress
) -> set[str]:
    """Of the pages that matter those that were read whole. One that answered but could not be read (a notice of
    maintenance), or that a script fills, says nothing of what it used."""
    asked = {now_at(r.page) for known in matters.values() for one in known for r in one.finding.evidence.referrers}
    if not asked:
        return set()
    pages = {page.url for page in archive.pages(run)} - {failure.place for failure in archive.failures(run)}
    return {url for url in asked & pages if not _drawn(archive, url)}


def _drawn(archive: ArchiveReader, url: str) -> bool:
    page = known_page(archive, url)
    return page is not None and page.drawn


def _gone(link: Link) -> bool:
    """Whether the target is gone for good, at every look of the run."""
    return bool(link.looks) and all(look.reason in TAKEN_DOWN for look in link.looks)


def _as_used(link: Link, known: list[KnownLink], about: _About) -> Link:
    """Looked at for the findings' sake, while not all pages that use it were read: those not read use it as before."""
    seen = {r.page for r in link.referrers}
    users = {r.page: r for one in known for r in about.users(one)}
    before = [r for r in users.values() if about.now_at(r.page) not in seen]
    unread = [r for r in before if not about.was_read(r.page)]
    dropped = [r for r in before if about.was_read(r.page)]
    most = max((one.finding.evidence for one in known), key=lambda evidence: evidence.uses)
    pages = int(dict(most.figures).get("pages", len(most.referrers)))
    used = replace(
        link,
        on_home=link.on_home or (any(one.home for one in known) and not about.home_read),
        referrers=(*link.referrers, *unread),
        uses=max(1, link.uses + sum(r.uses for r in unread), most.uses - sum(r.uses for r in dropped)),
        pages=max(1, link.pages + len(unread), pages - len(dropped)),
    )
    if link.uses or not link.looks or link.looks[-1].standing is not Standing.DEAD:
        return used
    # only others say that a page uses it: that it is dead does not confirm them, that it opens settles it; and where
    # the unit reports it as put right, it may have taken the link off: only a page that was read can tell
    reported = any(one.finding.state is State.RECHECK for one in known)
    if not reported and not all(_hearsay(one.finding) for one in known):
        return used
    return replace(used, looks=(replace(link.looks[-1], standing=Standing.UNKNOWN, reason=Reason.USE_UNSEEN),))


def _hearsay(finding: Finding) -> bool:
    evidence = finding.evidence
    return "from" in dict(evidence.figures) and (finding.confirmed_at is None or not evidence.referrers)
