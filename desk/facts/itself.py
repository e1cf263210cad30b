"""What a run may say of a site that is not itself, and of places it did not read: nothing opens, nothing closes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from checks.facts import Sources
from checks.registry import judges, rules
from checks.runner import judge
from checks.verdicts import SITE
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Criterion, Finding, Outcome, PlaceKind, Probe, Reason, Site, Verdict
from ledger.vocabulary.site_check import SiteCheck, SiteState

ELSEWHERE = frozenset({Probe, SiteCheck, Site})  # what is seen or known without reading the site's pages
HALF = 0.5  # of the pages that a finding was told from must be read again before fewer say that it is gone


def judge_elsewhere(
    site: Site,
    check: SiteCheck,
    now: datetime,
    sources: Sources,
    criteria: Mapping[str, Criterion],
    standing: Iterable[Finding],
) -> Iterator[Verdict]:
    """The verdicts on a site that was not itself when the run ended: those that rest on none of its pages; of all
    others only that they could not be judged."""
    ruled = {code: rules()[c.rule] for code, c in criteria.items() if c.rule and c.enabled}
    apart = {code for code, rule in ruled.items() if rule.kinds <= ELSEWHERE}
    yield from judge(site, (), now, sources, {code: criteria[code] for code in apart})
    reason, told = _why(check)
    blind = {code for code, rule in ruled.items() if code not in apart and not rule.of_accounts}
    for code in sorted(blind):
        yield Verdict(code, site.id, SITE, Outcome.UNKNOWN, f"{told}，“{criteria[code].title}”未能核查", reason=reason)
    for finding in standing:
        if finding.criterion in blind and finding.place != SITE:
            message = f"{told}，未能核查"
            yield Verdict(
                *(finding.criterion, site.id, finding.place, Outcome.UNKNOWN, message),
                reason=reason,
                column=finding.column,
            )


def _why(check: SiteCheck) -> tuple[Reason, str]:
    """No answer keeps its own reason: there is nothing foreign to be seen."""
    if check.state in (None, SiteState.NO_ANSWER):
        return check.reason or Reason.SITE_NOT_ITSELF, "首页此时没有答复"
    return Reason.SITE_NOT_ITSELF, f"网站此时显示的是{check.state}，不是自己的页面"


def nothing_closed_unseen(
    archive: ArchiveReader,
    run: str,
    verdicts: Iterable[Verdict],
    standing: Iterable[Finding],
    criteria: Mapping[str, Criterion],
) -> Iterator[Verdict]:
    """A PASS on a standing finding that was told from pages (页面标签) counts only where the pages it was shown on were
    read again, and not many fewer than it was told from: what was not read may be as it was."""
    told = {(f.criterion, f.place): f for f in standing if f.evidence.referrers and not _of_links(f, criteria)}
    read: dict[str, str] = {page.url: page.kind for page in archive.pages(run)} if told else {}
    for verdict in verdicts:
        finding = told.get((verdict.criterion, verdict.place)) if verdict.outcome is Outcome.PASS else None
        if finding is None or _as_strong(archive, read, finding):
            yield verdict
        else:
            message = "原来有问题的页面这次没有全部读到，未能核查"
            yield replace(verdict, outcome=Outcome.UNKNOWN, message=message, reason=Reason.PARTLY_READ)


def _of_links(finding: Finding, criteria: Mapping[str, Criterion]) -> bool:
    return judges(criteria.get(finding.criterion), PlaceKind.LINK)


def _as_strong(archive: ArchiveReader, read: Mapping[str, str], finding: Finding) -> bool:
    evidence = finding.evidence
    for user in evidence.referrers:
        if user.page not in read and not archive.gone(user.page):
            return False
    before = int(dict(evidence.figures).get("pages", "0"))
    kinds = {read[r.page] for r in evidence.referrers if r.page in read}
    return not kinds or sum(kind in kinds for kind in read.values()) >= HALF * before
