"""Findings (问题; `ledger.findings`): as they are, as they were, and their journal."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from ledger.calendar import Calendar
from ledger.encoding.coding import FindingRecord, diff, load_matter, matter_doc, moment, stamp
from ledger.encoding.masking import mask
from ledger.encoding.packing import pack
from ledger.errors import LedgerError
from ledger.findings.journal import AMONG, DEEDS, Journal, json_list
from ledger.findings.rows import COLUMNS, Kept, kept_of, row_of, unpacked
from ledger.findings.states import ForbiddenChange, after
from ledger.store import PATIENCE, ClockWentBack, Store
from ledger.vocabulary import Event, Finding, FindingEvent, Key, Ruling, State
from ledger.vocabulary.post.outbox import LetterId

_CHANGE = 'finding, at, event, before, after, "by", why, run, patch, letter, period, ruling, until'
NATIONAL = Calendar()
NEXT = timedelta(microseconds=1)  # the least by which two moments of the ledger differ


class NoSuchFinding(LedgerError, KeyError):
    def __init__(self, number: int) -> None:
        super().__init__(f"台账里没有编号为 {number} 的问题；请先用 xuncha findings --all 查看编号。")

    __str__ = LedgerError.__str__


@dataclass(frozen=True)
class ChangeNote:
    """Who changes a finding, when and why, for its journal; the rest as ``FindingEvent`` has it."""

    at: datetime
    by: str = ""
    why: str = ""
    run: str = ""
    letter: LetterId | None = None
    period: str | None = None
    ruling: Ruling | None = None
    until: date | None = None


class Findings:
    """Every finding, its state now and its journal. Whatever changes one goes through ``keep``."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing, self._journal = store.db, store.writing, Journal(store)

    def get(self, number: int) -> Finding:
        return self.kept(number).matter.finding

    def find(
        self,
        *,
        states: Iterable[State] | None = None,
        subject: str | None = None,
        unit: str | None = None,
        criterion: str | None = None,
        numbers: Iterable[int] | None = None,
        pages: bool = True,
    ) -> list[Finding]:
        """Findings now, by id. What is not named is not asked for. Without ``pages`` their evidence leaves out the
        pages that use a dead link, which no list shows and which are most of what there is to read."""
        wanted = {"subject": subject, "unit": unit, "criterion": criterion}
        where = {name: value for name, value in wanted.items() if value is not None}
        clauses = [f"{name} = :{name}" for name in where]
        for name, among in (("state", states), ("id", numbers)):
            if among is not None:
                where[f"{name}s"] = json_list(among)
                clauses.append(f"{name} {AMONG.format(f':{name}s')}")
        columns = "doc, pages" if pages else "doc, NULL AS pages"
        rows = self._db.query(f"SELECT {columns} FROM finding WHERE {' AND '.join(clauses) or '1'} ORDER BY id", where)
        return [load_matter(unpacked(r["doc"], r["pages"])).finding for r in rows]

    def find_at(
        self, at: datetime, *, states: Collection[State] | None = None, numbers: Collection[int] | None = None
    ) -> list[Finding]:
        """Findings as they stood at that moment (events at the moment itself included), by id: all, those in
        ``states`` then, those of ``numbers``."""
        return self._journal.find_at(at, states, numbers)

    def get_at(self, number: int, at: datetime) -> Finding:
        """One finding as it stood at that moment."""
        if doc := self._journal.doc_at(number, at):
            return load_matter(doc).finding
        raise NoSuchFinding(number)

    def history(self, number: int) -> list[FindingEvent]:
        """What happened to it, in order. ``NoSuchFinding``."""
        self.kept(number)
        return self.events_of(number)

    def confirmed_by_person(self, numbers: Iterable[int]) -> frozenset[int]:
        """Those of ``numbers`` that a clerk ever confirmed."""
        rows = self._db.query(
            "SELECT DISTINCT finding FROM change WHERE event = 'confirm' AND \"by\" <> ''"
            f" AND finding {AMONG.format('?')}",
            [json_list(numbers)],
        )
        return frozenset(r["finding"] for r in rows)

    def touched(self, after: int = 0) -> tuple[int, frozenset[int]]:
        """The number of the journal's last row, and the findings that have a row later than row ``after``."""
        # "+": by the number of the row, not through the index of findings, which is all of the journal
        rows = self._db.query("SELECT finding, max(id) AS last FROM change WHERE id > ? GROUP BY +finding", [after])
        last = {r["finding"]: r["last"] for r in rows}
        return max(last.values(), default=after), frozenset(last)

    def newest_row(self) -> int:
        """The number of the journal's last row; 0 where it has none."""
        return next((r["last"] or 0 for r in self._db.query("SELECT max(id) AS last FROM change")), 0)

    def deeds_after(self, row: int, numbers: Iterable[int]) -> list[FindingEvent]:
        """What happened to those of ``numbers`` after that row of the journal, in order; that one was merely seen again
        is left out."""
        where = f"{DEEDS} AND id > ? AND finding {AMONG.format('?')}"
        return self._journal.events_where(where, [str(row), json_list(numbers)])

    def changed_since(self, at: datetime) -> frozenset[int]:
        """The findings of which the journal has a row later than that moment: all others are as they were."""
        rows = self._db.query("SELECT id FROM finding WHERE changed > ?", [stamp(at)])
        return frozenset(r["id"] for r in rows)

    def unconfirmed_since(self, since: datetime) -> frozenset[int]:
        """The findings whose confirmation was taken back at or after ``since``, and that nobody has confirmed since."""
        taken_back = self.events_where(f"{DEEDS} AND event = 'unconfirm' AND at >= ?", [stamp(since)])
        found = self.find(numbers={e.finding for e in taken_back}, pages=False)
        return frozenset(f.id for f in found if f.confirmed_at is None)

    def events(self, since: datetime, until: datetime) -> list[FindingEvent]:
        """What happened to all findings in [since, until), in order; that one was merely seen again is left out."""
        return self.events_where(f"{DEEDS} AND at >= ? AND at < ?", [stamp(since), stamp(until)])

    def events_of(self, number: int) -> list[FindingEvent]:
        """What happened to one finding, in order; none where there is no such finding."""
        return self.events_where("finding = ?", [number])

    def events_among(self, numbers: Iterable[int], kinds: Iterable[Event]) -> list[FindingEvent]:
        """What of these ``kinds`` happened to those of ``numbers``, in order."""
        among = f"finding {AMONG.format('?')} AND event {AMONG.format('?')}"
        return self.events_where(among, [json_list(numbers), json_list(kinds)])

    def in_weeks(self, first: date, kinds: Iterable[Event], until: datetime) -> dict[int, int]:
        """To how many findings one of ``kinds`` happened, by week from ``first`` on (0: its own), up to ``until``."""
        rows = self._db.query(
            "SELECT CAST((julianday(substr(at, 1, 10)) - julianday(:first)) / 7 AS INTEGER) AS week,"
            f" count(DISTINCT finding) AS findings FROM change WHERE {DEEDS} AND event {AMONG.format(':kinds')}"
            " AND at >= :first AND at <= :until GROUP BY week",
            {"first": first.isoformat(), "kinds": json_list(kinds), "until": stamp(until)},
        )
        return {r["week"]: r["findings"] for r in rows}

    def events_where(self, where: str, values: list[str] | list[int]) -> list[FindingEvent]:
        """Events by an SQL condition on the journal, in order."""
        return self._journal.events_where(where, values)

    def notify(self, numbers: Iterable[int], month: str, at: datetime, due: Mapping[int, date]) -> list[Finding]:
        """These stand in the notice of ``month``; each is due as it says there, whatever it was due before.

        One already told in that month's notice stays as it is, so that a notice can be written again. All or none.
        """
        chosen = list(dict.fromkeys(numbers))
        with self._writing():
            for number in chosen:
                kept = self.kept(number)
                if not self._told(number, month):
                    told = _notified(kept.matter.finding, due.get(number))
                    self.keep(
                        Event.NOTIFY,
                        kept,
                        FindingRecord(told, kept.matter.chain),
                        ChangeNote(at, why=month, period=month),
                    )
        return [self.get(number) for number in chosen]

    def untell(self, numbers: Iterable[int], month: str, note: ChangeNote) -> None:
        """They do not stand in the notice of ``month`` after all, in the transaction of the caller: the telling counts
        for nothing any more, and what it set as their due date is due no longer."""
        for number in numbers:
            telling = [e.at for e in self.events_of(number) if _is_telling(e, month)]
            if not telling:
                continue
            kept, before = self.kept(number), self.get_at(number, telling[-1] - NEXT)
            was, then = kept.matter.finding, self.get_at(number, telling[-1])
            due = before.due if was.due == then.due else was.due
            finding = replace(was, state=after(was.state, Event.UNTELL), due=due)
            self.keep(Event.UNTELL, kept, FindingRecord(finding, kept.matter.chain), note)
            self._db.execute(
                "UPDATE change SET event = '', period = NULL WHERE finding = ? AND event = ? AND period = ?",
                [number, Event.NOTIFY, month],
            )

    def _told(self, number: int, month: str) -> bool:
        return any(_is_telling(e, month) for e in self.events_of(number))

    def ever_told(self, number: int) -> bool:
        """Whether a notice ever told it."""
        return any(e.event is Event.NOTIFY for e in self.events_of(number))

    def kept(self, number: int) -> Kept:
        """The finding with its row. ``NoSuchFinding``."""
        for kept in self.kept_where("id = ?", [number]):
            return kept
        raise NoSuchFinding(number)

    def kept_where(self, where: str, values: list[int] | list[str]) -> list[Kept]:
        """Findings with their rows by an SQL condition, by id."""
        return [kept_of(r) for r in self._db.query(f"SELECT * FROM finding WHERE {where} ORDER BY id", values)]

    def kept_at(self, key: Key) -> Kept | None:
        """The finding of that criterion, subject and place with its row."""
        return next(iter(self.kept_where("criterion = ? AND subject = ? AND place = ?", list(key))), None)

    def entered_at(self, kept: Kept, at: datetime, seen: int | None = None) -> datetime:
        """When what is said ``at`` that moment is entered: then, or right after what others entered meanwhile, which
        is what came while it waited for its turn, or after the journal row ``seen``. ``ClockWentBack`` else."""
        last, number = moment(kept.changed), kept.matter.finding.id
        if at >= last:
            return at
        if last - at <= timedelta(seconds=PATIENCE) or (seen is not None and self._journal.newest(number) > seen):
            return last + NEXT
        raise ClockWentBack(
            f"问题 {number} 在 {last:%Y-%m-%d %H:%M:%S} 已有记录，"
            f"不能再记入更早的 {at:%Y-%m-%d %H:%M:%S}；请检查 --now 或本机时钟。"
        )

    def keep(self, event: Event | None, kept: Kept | None, matter: FindingRecord, note: ChangeNote) -> Kept:
        """One journal row and the finding's row after it, in the transaction of the caller."""
        at = stamp(self.entered_at(kept, note.at) if kept else note.at)
        doc, finding = matter_doc(matter), matter.finding
        before = kept.matter.finding.state if kept else ""
        patch = pack(diff(kept.doc if kept else {}, doc))
        self._db.execute(
            f"INSERT INTO change ({_CHANGE}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            [
                *(finding.id, at, event or "", before, finding.state, mask(note.by), mask(note.why), note.run, patch),
                *(note.letter, note.period, note.ruling, note.until.isoformat() if note.until else None),
            ],
        )
        after_it = Kept(matter, doc, at, *((kept.run, kept.looked, kept.outcome) if kept else ("", "", "")))
        row = row_of(after_it)
        self._db.execute(f"INSERT OR REPLACE INTO finding ({COLUMNS}) VALUES ({', '.join('?' * len(row))})", row)
        return after_it


def _is_telling(event: FindingEvent, month: str) -> bool:
    return event.event is Event.NOTIFY and event.period == month


def _notified(finding: Finding, due: date | None) -> Finding:
    if finding.state is State.REOPENED and finding.confirmed_at is None:
        raise ForbiddenChange(finding.state, Event.NOTIFY, f"问题 {finding.id} 重新出现后尚未核实，不能通报。")
    state = after(finding.state, Event.NOTIFY)
    if due is None or state is State.CLOSED:
        return replace(finding, state=state)
    return replace(finding, state=state, due=due, due_told=None)
