"""Why we do not have what a third party saw: from what our archives and runs say of that place. No network."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date, datetime

from checks.registry import rule_of
from desk.context import Desk
from desk.facts.account_judging import KIND as ACCOUNTS
from desk.inspections.inspection import KIND as INSPECT
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger, RunRecord
from ledger.vocabulary import Coverage, Finding, Look, Place, Reason, Standing, State, Verdict
from ledger.vocabulary.post.report import Report
from reports.figures.text import stamp

NORMAL = "我方看过判为正常"
GONE = "对方所述已不存在"
UNKNOWN = "未能核查"
NOT_LOOKED = "当时未检查该页"
UNMATCHED = "收到时未对上"


@dataclass(frozen=True)
class _Round:
    """A run of ours over the subject. ``later``: it began after the day on which they saw it."""

    run: RunRecord
    coverage: Coverage
    later: bool


@dataclass(frozen=True)
class Missed:
    """Keeps the archives it asks open until ``stack`` closes them."""

    desk: Desk
    ledger: Ledger
    stack: ExitStack
    rounds: Mapping[str, list[tuple[RunRecord, Coverage]]]  # our inspections by subject, oldest first
    archives: dict[str, ArchiveReader | None] = field(default_factory=dict)

    @classmethod
    def of(cls, desk: Desk, ledger: Ledger, stack: ExitStack) -> "Missed":
        rounds: dict[str, list[tuple[RunRecord, Coverage]]] = {}
        for run in ledger.runs.find():
            for covered in ledger.runs.coverages(run.run) if run.kind in (INSPECT, ACCOUNTS) else ():
                rounds.setdefault(covered.site, []).append((run, covered))
        return cls(desk, ledger, stack, rounds)

    def _archive(self, site: str) -> ArchiveReader | None:
        if site not in self.archives:
            path = self.desk.workspace.archive(site)
            self.archives[site] = self.stack.enter_context(ArchiveReader(path)) if path.is_file() else None
        return self.archives[site]

    def why(self, report: Report, finding: Finding | None) -> str:
        """One phrase: a class of reasons, then what it rests on."""
        day = report.reported_at.date() if report.reported_at else report.received
        if not report.subject or not report.criterion:
            return f"{UNMATCHED}：{report.note}"
        if finding and finding.dismissed_on(day):
            return f"我方判为误报（至 {finding.dismissed_until}）：{finding.dismissed_why}"
        if finding and finding.state is State.CLOSED and finding.closed_at:
            return f"{GONE}：我方{stamp(finding.closed_at)}复查通过"
        rule = rule_of(self.desk.criteria[report.criterion])
        if rule is None:
            return "由人检查的指标，系统不自动判定"
        if Place.read(report.place).address and not rule.about.users:  # whether it opens is the question
            return self._of_link(report, day)
        return self._of_round(report, day)

    def _of_link(self, report: Report, day: date) -> str:
        archive = self._archive(report.subject)
        looks: tuple[Look, ...] = archive.looks_at(report.place) if archive else ()
        before = [look for look in looks if look.at.date() <= day]
        look = before[-1] if before else next(iter(looks), None)
        if look is None:
            return self._not_looked(self._round(report.subject, day))
        when = stamp(look.at)
        if look.standing is Standing.OK:
            answer = f"HTTP {look.status}" if look.status else "可以打开"
            return f"{NORMAL if before else GONE}：{when} 查看，{answer}"
        if look.standing is Standing.UNKNOWN:
            return f"{UNKNOWN}：{when} {self._label(look.reason)}"
        return f"我方{when}查看也打不开，还没有页面使用它的记录"

    def _of_round(self, report: Report, day: date) -> str:
        """Of a column, a home page, an account: what the round nearest to that day said of it."""
        near = self._round(report.subject, day)
        if near is None:
            return self._not_looked(near)
        identity = (report.criterion, report.subject, report.place)
        if unknown := next((v for v in self.ledger.verdicts.unknowns(near.run.run) if _identity(v) == identity), None):
            return f"{UNKNOWN}：{stamp(near.coverage.started)} {self._label(unknown.reason)}"
        if not any(
            p.passed and (p.criterion, p.subject) == identity[:2] for p in self.ledger.verdicts.passes(near.run.run)
        ):
            return f"{NOT_LOOKED}：最近一轮（{stamp(near.coverage.started)}）没有判定这项指标"
        seen = self._seen(report, near)
        if seen is None:
            return self._not_looked(near)
        return f"{GONE if near.later else NORMAL}：{stamp(seen[0])} 查看{seen[1]}"

    def _seen(self, report: Report, near: _Round) -> tuple[datetime, str] | None:
        """When the round saw that place, and what it showed."""
        if report.subject in self.desk.register.accounts:
            return near.coverage.finished or near.coverage.started, ""
        archive = self._archive(report.subject)
        if archive is None:
            return None
        if report.place not in self.desk.register.columns:
            home = next(archive.home_pages(near.run.run), None)
            return (home.seen, "首页") if home else None
        for listing in archive.column_lists(near.run.run):
            if listing.column == report.place:
                newest = f"，最近一条信息发布于{listing.newest}" if listing.newest else ""
                return listing.seen, f"{newest}，列表共{len(listing.items)}条"
        return None

    def _round(self, subject: str, day: date) -> _Round | None:
        """The last round over the subject that began by that day; else the first one after it."""
        rounds = [_Round(run, covered, run.started.date() > day) for run, covered in self.rounds.get(subject, ())]
        by_then = [one for one in rounds if not one.later]
        return by_then[-1] if by_then else next(iter(rounds), None)

    def _not_looked(self, near: _Round | None) -> str:
        if near is None:
            return f"{NOT_LOOKED}：我方没有检查过该网站或账号"
        return f"{NOT_LOOKED}：最近一轮（{stamp(near.coverage.started)}）看了{near.coverage.pages}个页面，不含此处"

    def _label(self, reason: Reason | None) -> str:
        return self.desk.words[reason or Reason.NO_VERDICT].label


def _identity(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.criterion, verdict.subject, verdict.place
