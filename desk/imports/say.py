"""What a third party's report says of a place, as a verdict: with whose word it is, and their quote as evidence."""

from datetime import datetime, time

from checks.accounts import registered_at
from checks.registry import rule_of
from desk.context import Desk
from desk.imports.match import Match, of_home, takes_links
from ledger.calendar import SHANGHAI
from ledger.vocabulary import Criterion, Evidence, Outcome, Referrer, Source, Verdict
from ledger.vocabulary.post.report import Report, ReportKind
from reports.figures.text import han_date, sentence, shorten

PAGES = 50  # pages of a link that are kept, as of our own looks
_SAW = {ReportKind.CONTRACTOR: "检查", ReportKind.MESSAGE: "留言", ReportKind.READING: "读网"}


def verdict(desk: Desk, match: Match, report: Report, pages: tuple[str, ...], body: str = "") -> Verdict:
    """The FAIL that the report tells of. It confirms nothing: a clerk does, or our own looks."""
    criterion = desk.criteria[report.criterion]
    seen = report.reported_at or datetime.combine(report.received, time(), SHANGHAI)
    linked = takes_links(criterion)
    figures = [("source", Source.PERSON.value), ("from", report.source)]
    evidence = Evidence(
        address=_address(desk, match, linked=linked),
        seen=seen,
        quote=shorten(report.text, 500),
        body=body,
        referrers=tuple(Referrer(page, "") for page in pages[:PAGES]) if linked else (),
        uses=max(len(pages), 1) if linked else 0,
        figures=(*figures, ("pages", str(max(len(pages), 1)))) if linked else tuple(figures),
    )
    when = han_date(seen) if report.reported_at else f"{han_date(report.received)}送来的"
    by = f"据{report.source}{when}{_SAW[report.kind]}"
    message = f"{_told(desk, criterion, match, report)}（{by}）"
    return Verdict(
        criterion=criterion.code,
        subject=match.subject,
        place=match.place,
        outcome=Outcome.FAIL,
        message=message,
        evidence=evidence,
        column=match.column,
        origin=report.source,
    )


def _told(desk: Desk, criterion: Criterion, match: Match, report: Report) -> str:
    rule = rule_of(criterion)
    if rule and rule.about.reports and (told := rule.about.reports.told):
        what = {True: "首页", False: "其他页面", None: ""}[of_home(criterion)]
        return f"{what}链接{match.place}{told}"
    said = sentence(report.text, 200)
    column = f"栏目“{desk.register.columns[match.column].name}”" if match.column else ""
    if not said or said in criterion.title:
        return f"{column}存在“{criterion.title}”问题" if column else criterion.title
    return f"{column or criterion.title}：{said}"


def _address(desk: Desk, match: Match, *, linked: bool) -> str:
    if linked:
        return match.place
    if match.page or match.link:
        return match.page or match.link
    if match.column:
        return desk.register.columns[match.column].url
    if match.subject in desk.register.sites:
        return desk.register.sites[match.subject].home
    account = desk.register.accounts[match.subject]
    return account.address or registered_at(account)
