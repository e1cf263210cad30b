"""What people's decisions say of the manners of reading (`ledger.trust`): kept, and asked for in the order of time."""

from datetime import datetime

from ledger.decisions.trust import Counted, Restored, Word, word_of
from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.store import Store
from ledger.vocabulary import Decision, Finding, Manner


class TrustRecord:
    """Words for and against manners of reading, and manners that a person restored."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def count(self, finding: Finding, decision: Decision) -> Word | None:
        """What the decision says of the manner in which the finding was read, where a machine read it; entered in the
        transaction of the caller."""
        word = word_of(decision, sure=finding.confirmed_at is not None)
        if word is None or finding.manner is None or finding.manner.by_person:
            return None
        self._db.execute(
            "INSERT INTO counted (at, finding, manner, subject, word) VALUES (?,?,?,?,?)",
            [stamp(decision.at), finding.id, str(finding.manner), finding.subject, word],
        )
        return word

    def counted(self) -> list[Counted]:
        """What counts of people's decisions, in the order of time."""
        said = self._db.query("SELECT * FROM counted ORDER BY at, id")
        return [
            Counted(moment(r["at"]), r["finding"], Manner.parse(r["manner"]), r["subject"], Word(r["word"]))
            for r in said
        ]

    def words_said(self) -> int:
        """How many words on readings there are, of both kinds: it grows with each."""
        newest = "(SELECT COALESCE(MAX(id), 0) FROM {})"
        query = f"SELECT {newest.format('counted')} + {newest.format('restored')}"
        return int(self._db.execute(query).fetchone()[0])

    def restore(self, manner: Manner, subject: str, at: datetime, by: str, why: str) -> None:
        """A person lets the machine confirm that manner on that subject again."""
        row = [stamp(at), str(manner), subject, mask(by), mask(why)]
        with self._writing() as db:
            db.execute('INSERT INTO restored (at, manner, subject, "by", why) VALUES (?,?,?,?,?)', row)

    def restored(self) -> list[Restored]:
        rows = self._db.query("SELECT * FROM restored ORDER BY at, id")
        return [Restored(moment(r["at"]), Manner.parse(r["manner"]), r["subject"]) for r in rows]
