"""A finding that a clerk saw with his own eyes (人工录入): with evidence, and confirmed at once by that clerk."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from checks.accounts import registered_at
from checks.registry import judges
from desk.context import Desk
from desk.imports.evidence import keep_file
from desk.imports.mapping import Field, ReportRow
from desk.imports.match import Match, Matcher, address, takes_links
from desk.imports.read import Cell
from desk.imports.take import words_of
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Account,
    Confirm,
    Criterion,
    Decision,
    Event,
    Evidence,
    Finding,
    Outcome,
    PlaceKind,
    Site,
    Source,
    State,
    Verdict,
)

KIND = "entry"  # of the runs: no inspection


@dataclass(frozen=True)
class ManualReport:
    """What the clerk gives. ``place`` is found from the rest where it is ""."""

    criterion: str
    subject: str
    address: str
    quote: str
    why: str
    by: str
    place: str = ""
    column: str = ""
    file: Path | None = None


def enter(desk: Desk, entry: ManualReport, now: datetime) -> Finding:
    """The finding, confirmed. ConfigError where something of it is wrong or the ledger has it already."""
    criterion = desk.criteria.get(entry.criterion)
    subject = desk.register.sites.get(entry.subject) or desk.register.accounts.get(entry.subject)
    if criterion is None or not criterion.enabled:
        raise ConfigError(
            ConfigMistake("--criterion", f"没有启用的指标“{entry.criterion}”", "请核对 config/criteria 中的代码")
        )
    if subject is None:
        raise ConfigError(
            ConfigMistake("--site", f"登记册里没有“{entry.subject}”", "请核对 sites.csv、accounts.csv 的编号")
        )
    verdict = _verdict(desk, entry, criterion, subject, now)
    desk.workspace.prepare()
    # what a person saw is a person's to confirm, whatever the criterion says of machines
    criteria = {**desk.criteria, criterion.code: replace(criterion, confirm=Confirm.PERSON)}
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger, ledger.transaction():
        _refuse_known(ledger, verdict, now)
        if entry.file is not None and verdict.evidence:
            body = keep_file(desk.workspace, entry.file)
            verdict = replace(verdict, evidence=replace(verdict.evidence, body=body))
        run = f"entry-{now:%Y%m%dT%H%M%S}-{len(ledger.findings.find())}"
        ledger.runs.start(run, KIND, now, {"by": entry.by})
        ledger.verdicts.settle(run, now, [verdict], criteria, desk.register)
        ledger.runs.finish(run, now)
        found = _standing(ledger, verdict)
        if found is None:
            raise ConfigError(ConfigMistake("--address", "这个问题没有记入", "请用 xuncha findings --all 核对"))
        return ledger.decisions.decide(found.id, Decision(Event.CONFIRM, now, entry.by, f"人工录入：{entry.why}"))


def _standing(ledger: Ledger, verdict: Verdict) -> Finding | None:
    same = ledger.findings.find(subject=verdict.subject, criterion=verdict.criterion)
    return next((f for f in same if f.place == verdict.place), None)


def _refuse_known(ledger: Ledger, verdict: Verdict, now: datetime) -> None:
    known = _standing(ledger, verdict)
    if known is None:
        return
    if known.dismissed_on(now.date()):
        advice = f"要重新提出，请先撤销误报：xuncha finding restore {known.id}"
        raise ConfigError(
            ConfigMistake("--place", f"台账中的问题 {known.id} 已判为误报，至 {known.dismissed_until}", advice)
        )
    if known.state is not State.CLOSED and known.confirmed_at is not None:
        advice = f"请用 xuncha finding show {known.id} 查看，不必再录入"
        raise ConfigError(ConfigMistake("--place", f"台账里已有这个问题，编号 {known.id}（{known.state}）", advice))


def _verdict(desk: Desk, entry: ManualReport, criterion: Criterion, subject: Site | Account, now: datetime) -> Verdict:
    match = _match(desk, entry, criterion, subject, now)
    linked = takes_links(criterion)
    home = subject.home if isinstance(subject, Site) else subject.address or registered_at(subject)
    evidence = Evidence(
        address=entry.address or home,
        seen=now,
        quote=entry.quote,
        uses=1 if linked else 0,
        figures=(("source", Source.PERSON.value), *((("pages", "1"),) if linked else ())),
    )
    message = f"{criterion.title}：{entry.why}"
    return Verdict(criterion.code, subject.id, match.place, Outcome.FAIL, message, evidence, column=match.column)


def _match(desk: Desk, entry: ManualReport, criterion: Criterion, subject: Site | Account, now: datetime) -> Match:
    """The place as the criterion's rule would name it, unless the clerk names it."""
    page = address("", entry.address)
    if entry.address and not page:
        raise ConfigError(
            ConfigMistake("--address", f"“{entry.address}”不是网址", "请写以 http:// 或 https:// 开头的完整地址")
        )
    column = entry.column or (entry.place if entry.place in desk.register.columns else "")
    if column and getattr(desk.register.columns.get(column), "site", None) != subject.id:
        raise ConfigError(
            ConfigMistake("--column", f"网站“{subject.name}”没有栏目“{column}”", "请核对 columns.csv 的编号")
        )
    matcher = Matcher(desk.register, desk.criteria, words_of(desk), now.date())
    owner = matcher.site_at(page)
    # a link may lead anywhere; any other problem is one of the page's own site
    if isinstance(subject, Site) and not judges(criterion, PlaceKind.LINK) and owner not in (None, subject):
        raise ConfigError(ConfigMistake("--address", f"地址不属于“{subject.name}”", "请核对 --site 和 --address"))
    if entry.place:
        return Match(subject.id, (criterion.code,), entry.place, column or None, page)
    cells = {Field.TEXT: Cell(entry.why), Field.QUOTE: Cell(entry.quote), Field.COLUMN: Cell(column)}
    match = matcher.placed(ReportRow("", 0, cells), Match(subject.id, page=page), subject, [criterion])
    if match.note:
        raise ConfigError(
            ConfigMistake("--place", match.note, "请用 --place 写明位置；栏目类的指标用 --column 写栏目编号")
        )
    return match
