"""The office of `half_year`: what stands on its sites each day, and what its clerks do with it. Drawn by one seed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from desk.context import Desk, open_desk
from desk.findings.causes import causes
from desk.notices.notice_figures import notice_figures
from desk.notices.notice_period import Period
from desk.register.save import save_register
from desk.workspace.clock import SHANGHAI
from ledger.codec import dump
from ledger.ledger import Ledger
from ledger.vocabulary import (
    Column,
    ColumnKind,
    Coverage,
    DeadGrade,
    Decision,
    DismissalKind,
    Event,
    Evidence,
    Finding,
    Outcome,
    Reason,
    Referrer,
    Register,
    Site,
    State,
    Unit,
    Verdict,
)
from ledger.vocabulary.post.notice import IssuedNotice, NoticeDraft
from ledger.vocabulary.post.outbox import Draft, LetterKind, Matter

END = datetime(2026, 11, 30, 17, 30, tzinfo=SHANGHAI)
SITES, UNITS, COLUMNS = 300, 200, 12
DAY = timedelta(days=1)
LINKS = ("link-other", "link-other", "link-other", "link-other", "link-home")
STALE = ("column-policy-stale", "column-overdue", "column-news-stale")
PASSES = (*LINKS[3:], *STALE, "column-blank", "column-undated", "home-not-updated", "site-unreachable")
# how many pages use a dead link, and after how many days it is put right; of ten
PAGES = (1, 1, 1, 1, 1, 2, 2, 3, 5, 12)
LIVES = ((1, 1), (1, 2), (1, 2), (1, 3), (1, 3), (2, 4), (2, 4), (3, 6), (5, 10), (10, 40))


def _home(site: int) -> str:
    return f"https://www{site}.wangshu.example/"


def register() -> Register:
    units = {
        f"u{n}": Unit(f"u{n}", f"望舒区第{n}号街道办事处（试验）", email=f"u{n}@wangshu.example") for n in range(UNITS)
    }
    sites = {f"s{n}": Site(f"s{n}", f"望舒区第{n}号门户网站", _home(n), f"u{n % UNITS}") for n in range(SITES)}
    columns = {
        f"c{n}-{k}": Column(f"c{n}-{k}", f"s{n}", f"通知公告第{k}栏", f"{_home(n)}c{k}/", ColumnKind.POLICY)
        for n in range(SITES)
        for k in range(COLUMNS)
    }
    return Register(units, sites, columns, {})


@dataclass(frozen=True)
class Problem:
    """One problem on a site. ``number`` makes its address its own; ``until``: the day on which it passes."""

    code: str
    site: int
    number: int
    pages: int
    until: date

    @property
    def column(self) -> str | None:
        return None if self.code in LINKS else f"c{self.site}-{self.number % COLUMNS}"

    @property
    def place(self) -> str:
        return self.column or f"{_home(self.site)}attachment/2024/{self.number:06}/关于印发工作方案的通知.doc"

    def verdict(self, at: datetime, outcome: Outcome) -> Verdict:
        looks = (at - timedelta(hours=7), at - timedelta(hours=6, minutes=50), at)
        link = self.column is None
        used = f"共被引用{self.pages}次，见《关于做好二〇二六年汛期地质灾害防治工作的通知》等页面。"
        late = "最新信息发布于2026年3月12日，至检查时已超过规定的更新期限。"
        pages = (
            f"{_home(self.site)}xwzx/tzgg/2026{k:02}/t2026_{self.number * 100 + k}.html" for k in range(self.pages)
        )
        evidence = Evidence(
            address=self.place if link else f"{_home(self.site)}c{self.number % COLUMNS}/",
            seen=at,
            quote="对不起，您访问的页面不存在或者已经删除" if link else "关于召开年度工作会议的通知 2026-03-12",
            body=hashlib.sha256(f"{self.number} {at.date()}".encode()).hexdigest(),
            reason=Reason.NOT_FOUND if link else None,
            status=404 if link else 200,
            looks=looks,
            referrers=tuple(Referrer(page, "a", f"查看附件{n}") for n, page in enumerate(pages)) if link else (),
            uses=self.pages if link else 0,
            figures=() if link else (("newest", "2026-03-12"), ("days", "180")),
            grade=DeadGrade.HARD if link else None,
        )
        said = f"链接打不开（404，页面不存在），{used}" if link else late
        if outcome is Outcome.UNKNOWN:
            said, evidence = "这次没有查成", replace(evidence, referrers=(), body="")
        reason = Reason.TIMEOUT if outcome is Outcome.UNKNOWN else None
        return Verdict(self.code, f"s{self.site}", self.place, outcome, said, evidence, reason, self.column)


class World:
    """What stands on the sites."""

    def __init__(self, daily: int, seed: int = 7) -> None:
        self._draw, self._daily, self._number = Random(seed), daily, 0
        self.standing: dict[tuple[str, str], Problem] = {}

    def begin(self, day: date) -> None:
        """The day's new problems."""
        for _ in range(self._daily):
            self._number += 1
            code = self._draw.choice(LINKS if self._draw.random() < 0.85 else STALE)
            until = day + self._draw.randint(*self._draw.choice(LIVES)) * DAY
            one = Problem(code, self._draw.randrange(SITES), self._number, self._draw.choice(PAGES), until)
            self.standing.setdefault((one.code, one.place), one)

    def verdicts(self, at: datetime) -> Iterator[Verdict]:
        """What the rules say of every site: each place that passes counts, each problem is seen again or not."""
        for n in range(SITES):
            for code in PASSES:
                yield from [Verdict(code, f"s{n}", f"{_home(n)}fine", Outcome.PASS, "")] * 30
        for one in sorted(self.standing.values(), key=lambda one: one.site):
            unseen = self._draw.random() < 0.05
            over = Outcome.PASS if one.until <= at.date() else Outcome.FAIL
            yield one.verdict(at, Outcome.UNKNOWN if unseen else over)

    def end(self, day: date) -> None:
        self.standing = {key: one for key, one in self.standing.items() if one.until > day - DAY}


def read_world(desk: Desk, ledger: Ledger) -> World:
    """What stands by the ledger, and a day's new ones."""
    world = World(SITES, seed=8)
    world._number = 10**6
    for f in ledger.findings.find(states=[s for s in State if s is not State.CLOSED]):
        number = int(f.place.split("/")[5]) if f.column is None else int(f.place.partition("-")[2])
        one = Problem(f.criterion, int(f.subject[1:]), number, len(f.evidence.referrers), date.max)
        world.standing[one.code, one.place] = one
    world.begin(END.date())
    return world


def build(folder: Path, findings: int, days: int) -> None:
    """The workspace of half a year that ends at ``END``."""
    settings = folder / "config" / "xuncha.toml"
    settings.write_text(settings.read_text("utf-8").replace('name = ""', 'name = "望舒区人民政府办公室"', 1), "utf-8")
    save_register(register(), folder / "config" / "register")
    desk, world = open_desk(folder), World(findings // days)
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        for back in range(days - 1, -1, -1):
            at = END.replace(hour=8, minute=30) - back * DAY
            world.begin(at.date())
            _round(desk, ledger, world, at)
            world.end(at.date())
            _clerks(desk, ledger, world, at + timedelta(hours=2))
            if at.day == 5 and back < days - 6:
                _notice(desk, ledger, f"{at.date().replace(day=1) - DAY:%Y-%m}", at + timedelta(hours=8))


def _round(desk: Desk, ledger: Ledger, world: World, at: datetime) -> None:
    run = f"{at:%Y%m%dT%H%M}"
    ledger.runs.start(run, "inspect", at - timedelta(hours=8), {"scope": "daily" if at.weekday() else "full"})
    for n in range(SITES):
        begun = at - timedelta(hours=7)
        ledger.runs.record_coverage(Coverage(f"s{n}", run, begun, at, 400, 5000, 4990, 10, (), COLUMNS, COLUMNS))
        item = f"c{n}-{at.day % COLUMNS}", f"{_home(n)}xxgk/t{at:%Y%m%d}_{n}.html", "关于印发实施方案的通知", at.date()
        ledger.published.record(f"s{n}", [(*item[:3], date(2026, 3, 12))], at)
    desk.settle(ledger, run, at, world.verdicts(at))
    ledger.runs.finish(run, at)


def _clerks(desk: Desk, ledger: Ledger, world: World, at: datetime) -> None:
    """Every cause that waits is decided on, but for one of twenty; one of ten is no problem or wrongly registered."""
    for cause in causes(desk, ledger.findings.find(states=(State.SUSPECTED, State.REOPENED), pages=False), at):
        if int(cause.id[1:], 16) % 20 == 0:
            continue
        wrong = int(cause.id[1:], 16) % 10 == 1
        decision = Decision(Event.CONFIRM, at, "某某", "打开看过")
        if wrong:
            kind = DismissalKind.EXCUSED if cause.members[0].column else DismissalKind.REGISTER
            decision = Decision(Event.DISMISS, at, "某某", "属实但不计", at.date() + 60 * DAY, kind)
        shown = [f.id for f in cause.shown]
        ledger.acts.decide([f.id for f in cause.members], decision, shown=shown, calendar=desk.calendar)


def _notice(desk: Desk, ledger: Ledger, month: str, at: datetime) -> None:
    """Drafted, signed, and told in a letter a unit."""
    period = Period.of(month, at).after(ledger)
    ledger.notices.cut_off(period.cutoff)
    figures = notice_figures(desk, ledger, period, at)
    told = (Matter(n, p.due) for p in figures.problems for n in p.findings)
    matters = tuple(m for m in told if ledger.findings.get(m.finding).state is not State.NOTIFIED)
    lines = tuple(f"{p.no} {p.unit} {p.site} {p.place} {p.message} {p.address}" for p in figures.problems)
    draft = ledger.notices.record_draft(
        NoticeDraft(month, at, period.since, period.cutoff, at.date(), matters, dump(figures), lines, {}, {})
    )
    signed = month.encode() * 5_000
    ledger.notices.issue(
        IssuedNotice(
            month, f"〔2026〕{month[-2:]}号", at.date(), at + timedelta(minutes=5), "某某", period.cutoff, "通报.docx",
            hashlib.sha256(signed).hexdigest(), draft, tuple(m.finding for m in matters),
        ),
        signed, matters,
    )  # fmt: skip
    of_unit: dict[str, list[Finding]] = {}
    for matter in matters:
        finding = ledger.findings.get(matter.finding)
        of_unit.setdefault(finding.unit, []).append(finding)
    ledger.letters.queue(
        LetterKind.RECTIFY, month, [_letter(desk, month, *one) for one in of_unit.items()], at + timedelta(minutes=9)
    )


def _letter(desk: Desk, month: str, unit: str, told: list[Finding]) -> Draft:
    to = desk.register.units[unit]
    matters = tuple(Matter(f.id, f.due, was=f.due) for f in told)
    raw = f"{month} {unit} {len(told)}".encode() * 100
    return Draft(
        LetterKind.RECTIFY, unit, to.name, month, hashlib.sha256(raw).hexdigest(), f"<{month}-{unit}@x>", (to.email,),
        "整改通知", raw, matters=matters,
    )  # fmt: skip
