"""Under which terms a subject was last judged: the criterion's rule and parameters, and what the register said.

A row stands where they changed, from the run that first judged under them; ledgers from before it was kept know nothing
of their earlier runs.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from ledger.calendar import day_of
from ledger.encoding.coding import dump, load_doc, stamp
from ledger.store import Store
from ledger.vocabulary import Criterion, Finding, Register

Key = tuple[str, str]  # criterion and "", or "" and a column's id; both "" for the site or account itself
ADDRESS = "address"


@dataclass(frozen=True)
class Under:
    """What a run judges under that ``started`` then."""

    started: str
    criteria: Mapping[str, Criterion]
    register: Register


def _of_criterion(criterion: Criterion) -> str:
    return dump({"rule": criterion.rule, "params": dict(criterion.params), "enabled": criterion.enabled})


def _of_register(register: Register, subject: str, column: str) -> str | None:
    """None of what it does not know."""
    if column:
        known = register.columns.get(column)
        limits = known and (known.kind, known.first_level, known.allowed_days, known.state)
        return dump({ADDRESS: known.url, "limits": limits}) if known else None
    if site := register.sites.get(subject):
        return dump({ADDRESS: site.home})
    account = register.accounts.get(subject)
    return dump({ADDRESS: account.address, "name": (account.platform, account.name)}) if account else None


class Terms:
    """What each subject was judged under, where that changed."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def keep(self, judged: Iterable[tuple[str, str]], under: Under) -> None:
        """What the run judged under, in the transaction of the caller. ``judged``: criteria with their subjects. A
        criterion that is off is no longer judged under what it was."""
        of_subject: dict[str, set[str]] = {}
        for criterion, subject in judged:
            of_subject.setdefault(subject, set()).add(criterion)
        off = {code for code, criterion in under.criteria.items() if not criterion.enabled}
        for subject, codes in of_subject.items():
            before = self._terms_of(subject, under.started)
            for key, terms in _now(subject, codes | off, under):
                known = before.get(key)
                self._db.execute(
                    'DELETE FROM terms WHERE subject = ? AND criterion = ? AND "column" = ? AND since = ?',
                    [subject, *key, under.started],
                )
                if known != terms and (known is not None or key[0] not in off):
                    self._db.execute("INSERT INTO terms VALUES (?, ?, ?, ?, ?)", [subject, *key, under.started, terms])

    def _terms_of(self, subject: str, until: str) -> dict[Key, str]:
        """The terms in force just before that moment."""
        rows = self._db.query("SELECT * FROM terms WHERE subject = ? AND since < ? ORDER BY since", [subject, until])
        return {(r["criterion"], r["column"]): r["terms"] for r in rows}

    def changed(self, subject: str, key: Key, before: datetime, under: Under, *, address: bool = False) -> bool:
        """Whether what it was judged under at the run that started at ``before``, or what stood since, is another than
        now; of ``address`` alone where told. What is not known has not changed."""
        now = _of_criterion(under.criteria[key[0]]) if key[0] else _of_register(under.register, subject, key[1])
        of = 'FROM terms WHERE subject = :subject AND criterion = :criterion AND "column" = :column AND since'
        rows = self._db.query(
            f"SELECT terms {of} < :now AND since >= (SELECT max(since) {of} <= :then)",
            {"subject": subject, "criterion": key[0], "column": key[1], "now": under.started, "then": stamp(before)},
        )
        past = [r["terms"] for r in rows]
        if address and now:
            return any(load_doc(then)[ADDRESS] != load_doc(now)[ADDRESS] for then in past)
        return now is not None and any(then != now for then in past)

    def was_misregistered(self, finding: Finding, register: Register) -> bool:
        """Whether it was last seen under an address of its site or column that the register has since changed, and not
        by a move (迁址): what was wrong was the register, and what is in order elsewhere is nothing that was fixed."""
        return bool(self.misregistered([finding], register))

    def misregistered(self, findings: Iterable[Finding], register: Register) -> frozenset[int]:
        """The numbers of those of which ``was_misregistered`` is so."""
        of_site: dict[str, list[Finding]] = {}
        for f in findings:
            of_site.setdefault(f.subject, []).append(f)
        return frozenset(f.id for site, of in of_site.items() for f in self._misregistered(site, of, register))

    def _misregistered(self, subject: str, findings: Iterable[Finding], register: Register) -> Iterator[Finding]:
        site = register.sites.get(subject)
        if site is None:
            return
        known: dict[str, list[tuple[str, str]]] = {}
        query = "SELECT \"column\", since, terms FROM terms WHERE subject = ? AND criterion = '' ORDER BY since"
        for r in self._db.query(query, [subject]):
            known.setdefault(r["column"], []).append((r["since"], _where(r["terms"])))
        for f in findings:
            if any(home.until >= day_of(f.last_seen) for home in site.former_homes):
                continue
            seen = stamp(f.last_seen)
            for column in {"", f.column or f.place} & known.keys():
                now = _of_register(register, subject, column)
                then = [where for since, where in known[column] if since <= seen]
                if now and then and then[-1] != _where(now):
                    yield f
                    break


def _where(terms: str) -> str:
    """The registered address, without what a clerk may write in either way."""
    return str(load_doc(terms)[ADDRESS] or "").partition("://")[2].rstrip("/")


def _now(subject: str, codes: Iterable[str], under: Under) -> Iterator[tuple[Key, str]]:
    for code in codes:
        yield (code, ""), _of_criterion(under.criteria[code])
    for column in ("", *(c.id for c in under.register.columns_of(subject))):
        if terms := _of_register(under.register, subject, column):
            yield ("", column), terms
