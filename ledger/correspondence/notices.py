"""Notices (`ledger.notices`): drafts for signature, and what was signed, frozen byte for byte."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from ledger.encoding.coding import dump, moment, stamp
from ledger.encoding.masking import mask
from ledger.encoding.packing import pack_text, unpack_text
from ledger.errors import LedgerBroken, LedgerError, whole_row
from ledger.findings.repository import ChangeNote, Findings
from ledger.store import Store
from ledger.vocabulary import FindingEvent
from ledger.vocabulary.post.notice import Difference, IssuedNotice, NoticeDraft
from ledger.vocabulary.post.outbox import Matter

_ISSUED = 'period, number, day, at, "by", cutoff, name, sha256, draft, told, differences, why'


class AlreadyIssued(LedgerError):
    """The month's notice is signed, or its number is another month's."""


class NoSuchNotice(LedgerError, KeyError):
    __str__ = LedgerError.__str__


class Notices:
    """Drafts and signed notices by month; what a signed one tells is told of its findings in the same step."""

    def __init__(self, store: Store, findings: Findings) -> None:
        self._db, self._writing, self._findings = store.db, store.writing, findings

    def record_draft(self, draft: NoticeDraft) -> int:
        """Keep a draft; the newest of its month counts. ``AlreadyIssued`` where the month's notice is signed."""
        doc = asdict(draft) | {"lines": [mask(line) for line in draft.lines]}
        del doc["figures"], doc["id"]
        values = [draft.period, stamp(draft.made), pack_text(mask(draft.figures)), pack_text(dump(doc))]
        with self._writing() as db:
            self._refuse_issued(draft.period)
            done = db.execute("INSERT INTO notice_draft (period, made, figures, doc) VALUES (?, ?, ?, ?)", values)
            return int(done.lastrowid or 0)

    def cut_off(self, at: datetime) -> None:
        """A notice is about to be drafted as of that moment: what a run settles from now on is entered after it."""
        with self._writing() as db:
            db.execute("INSERT INTO cutoff VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = MAX(at, ?1)", [stamp(at)])

    def draft(self, period: str, number: int | None = None) -> NoticeDraft | None:
        """The month's draft of that number, or its newest."""
        query = "SELECT * FROM notice_draft WHERE period = ? AND id = coalesce(?, id) ORDER BY id DESC LIMIT 1"
        return next(map(_draft, self._db.query(query, [period, number])), None)

    def drafts(self, period: str) -> list[NoticeDraft]:
        """All drafts of the month, the newest first: an older one may be what was signed."""
        rows = self._db.query("SELECT * FROM notice_draft WHERE period = ? ORDER BY id DESC", [period])
        return [_draft(row) for row in rows]

    def unsigned_months(self) -> list[str]:
        """Months of which there is a draft and no signed notice."""
        query = "SELECT DISTINCT period FROM notice_draft WHERE period NOT IN (SELECT period FROM issued) ORDER BY 1"
        return [row["period"] for row in self._db.query(query)]

    def issue(self, issued: IssuedNotice, signed: bytes, matters: Sequence[Matter]) -> None:
        """The notice is signed: its file is kept, and what it tells is told (已通报), each due as the notice says.

        All of it or nothing. ``AlreadyIssued`` where the month has one, or its number is another month's.
        """
        values = [
            *(issued.period, issued.number, issued.day.isoformat(), stamp(issued.at), mask(issued.by)),
            *(stamp(issued.cutoff), issued.name, issued.sha256, issued.draft, dump(list(issued.told))),
            *(dump([[d.drafted, d.signed] for d in issued.differences]), mask(issued.why), signed),
        ]
        due = {m.finding: m.due for m in matters if m.due}
        with self._writing() as db:
            self._refuse_issued(issued.period)
            for other in self.all_issued():
                if _same_number(other.number, issued.number):
                    raise AlreadyIssued(f"文号 {issued.number} 已经用在 {other.period} 的通报上，请核对文号。")
            db.execute(f"INSERT INTO issued ({_ISSUED}, signed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)
            self._findings.notify([m.finding for m in matters], issued.period, issued.at, due)

    def withdraw(self, period: str, at: datetime, by: str, why: str) -> IssuedNotice:
        """The file was the wrong one: the month has no notice again, and what it told is told by none. The file and who
        took it back stay in the record. Whoever calls has seen to its letters. ``NoSuchNotice``; ``AlreadyIssued``
        where a later notice rests on it."""
        with self._writing() as db:
            issued = self.issued(period)
            if issued is None:
                raise NoSuchNotice(f"{period} 的通报还没有签发，不用撤回。")
            if later := [one.period for one in self.all_issued() if one.period > period]:
                raise AlreadyIssued(f"{later[0]} 的通报已经签发，它以 {period} 的为准，不能再撤回。")
            values = [period, issued.number, stamp(at), mask(by), mask(why), dump(asdict(issued))]
            db.execute(
                'INSERT INTO withdrawn_notice (period, number, at, "by", why, doc, signed)'
                " SELECT ?, ?, ?, ?, ?, ?, signed FROM issued WHERE period = ?",
                [*values, period],
            )
            db.execute("DELETE FROM issued WHERE period = ?", [period])
            self._findings.untell(issued.told, period, ChangeNote(at, by, why, period=period))
        return issued

    def issued(self, period: str) -> IssuedNotice | None:
        return next((one for one in self.all_issued() if one.period == period), None)

    @whole_row
    def all_issued(self) -> list[IssuedNotice]:
        """Every signed notice, by month."""
        return [
            IssuedNotice(
                period=r["period"],
                number=r["number"],
                day=date.fromisoformat(r["day"]),
                at=moment(r["at"]),
                by=r["by"],
                cutoff=moment(r["cutoff"]),
                name=r["name"],
                sha256=r["sha256"],
                draft=r["draft"],
                told=tuple(json.loads(r["told"])),
                differences=tuple(Difference(*pair) for pair in json.loads(r["differences"])),
                why=r["why"],
            )
            for r in self._db.query(f"SELECT {_ISSUED} FROM issued ORDER BY period")
        ]

    def told_unsigned(self) -> list[FindingEvent]:
        """What notices told before signing was kept here: NOTIFY events whose month has no signed notice."""
        return self._findings.events_where("event = 'notify' AND period NOT IN (SELECT period FROM issued)", [])

    def signed_bytes(self, period: str) -> bytes:
        """The signed file. ``LedgerBroken`` where the ledger no longer holds what was signed."""
        issued = self.issued(period)
        if issued is None:
            raise NoSuchNotice(f"{period} 的通报还没有签发。")
        row = self._db.execute("SELECT signed FROM issued WHERE period = ?", [period]).fetchone()
        if hashlib.sha256(row[0]).hexdigest() != issued.sha256:
            raise LedgerBroken(f"{period} 的签发文件与留存时不一致；请从备份恢复台账。")
        return bytes(row[0])

    def _refuse_issued(self, period: str) -> None:
        if (issued := self.issued(period)) is not None:
            told = f"{period} 的通报已于 {issued.day} 以 {issued.number} 签发，不能再改"
            show, queue = f"xuncha notice show --month {period}", f"xuncha letters queue --month {period}"
            raise AlreadyIssued(f"{told}；要查看请用 {show}，信件还没有写的请用 {queue}。")


def _same_number(one: str, other: str) -> bool:
    """〔2026〕9号 is 望府办〔2026〕9号 where one of them was written without its 机关代字."""
    (word, _, rest), (word2, _, rest2) = one.partition("〔"), other.partition("〔")
    return rest == rest2 and (word == word2 or not word or not word2)


@whole_row
def _draft(row: dict[str, Any]) -> NoticeDraft:
    doc = json.loads(unpack_text(row["doc"]))
    return NoticeDraft(
        period=row["period"],
        made=moment(doc["made"]),
        since=moment(doc["since"]),
        cutoff=moment(doc["cutoff"]),
        dated=date.fromisoformat(doc["dated"]),
        matters=tuple(_matter(m) for m in doc["matters"]),
        figures=unpack_text(row["figures"]),
        lines=tuple(doc["lines"]),
        rules=doc["rules"],
        files=doc["files"],
        id=row["id"],
    )


def _matter(doc: dict[str, object]) -> Matter:
    due = doc["due"]
    return Matter(int(str(doc["finding"])), date.fromisoformat(str(due)) if due else None)
