"""The figures of the made-up months counted again, from the raw tables of the ledger and in plain Python."""

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from desk.context import Desk
from ledger.encoding.packing import unpack
from ledger.vocabulary import ColumnState
from tests.notices.figures.figures_months import NOW, OCTOBER_END, REGISTER, SEPTEMBER_CUTOFF

NEW_ITEMS = "(day LIKE '2026-10-%' OR (day = '2026-09-30' AND first_seen > '2026-09-30T17:00'))"


def standing(db: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """The findings as the journal had them at the end of October."""
    found: dict[int, dict[str, Any]] = {}
    for row in db.execute(
        "SELECT * FROM change WHERE at <= ? ORDER BY id", [OCTOBER_END.isoformat(timespec="microseconds")]
    ):
        found.setdefault(row["finding"], {}).update(unpack(row["patch"]))
    return found


def false(doc: dict[str, Any], day: date) -> bool:
    return bool(doc["dismissed_until"]) and day.isoformat() <= doc["dismissed_until"]


def mine(db: sqlite3.Connection) -> dict[int, dict[str, Any]]:
    """Confirmed after September's cut-off and by the end of October, and no 误报 then or now."""
    now = {r["id"]: unpack(r["doc"]) for r in db.execute("SELECT id, doc FROM finding")}
    return {
        number: doc
        for number, doc in standing(db).items()
        if doc["confirmed_at"]
        and SEPTEMBER_CUTOFF < datetime.fromisoformat(doc["confirmed_at"]) <= OCTOBER_END
        and not false(doc, OCTOBER_END.date())
        and not false(now[number], NOW.date())
    }


def problem_counts(db: sqlite3.Connection, desk: Desk) -> dict[str, int]:
    docs, told = standing(db), mine(db)
    before = {
        r[0] for r in db.execute("SELECT DISTINCT finding FROM change WHERE event = 'notify' AND why = '2026-09'")
    }
    now = {r["id"]: unpack(r["doc"]) for r in db.execute("SELECT id, doc FROM finding")}
    gone = {number for number, doc in now.items() if doc["dismissed_until"] is not None}
    fixed = {
        r["finding"]: datetime.fromisoformat(r["last"])
        for r in db.execute("SELECT finding, MAX(at) AS last FROM change WHERE event = 'passed' GROUP BY finding")
    }
    is_back = {n for n, doc in docs.items() if doc["state"] != "已销号" and doc["confirmed_at"]}
    followed = {n for n in before - gone if n in is_back or fixed[n] > SEPTEMBER_CUTOFF}
    said = {r[0] for r in db.execute("SELECT finding FROM change WHERE event IN ('report_fixed', 'appeal')")}
    units = {docs[n]["unit"] for n in before}
    return {
        "followed": len(followed),
        "done": len(followed - is_back),
        "not_done": len(followed & is_back),
        "back": len(followed & is_back & set(told)),
        "older": len((followed & is_back) - set(told)),
        "silent_units": len(units - {docs[n]["unit"] for n in said & before}),
        "problems": len(told),
        "units": len({doc["unit"] for doc in told.values()}),
        "veto": sum(desk.criteria[doc["criterion"]].veto for doc in told.values()),
        "waiting": sum(
            not doc["confirmed_at"] and doc["state"] != "已销号" and n not in gone for n, doc in docs.items()
        ),
    }


def told(db: sqlite3.Connection) -> Iterator[tuple[str, Any]]:
    """Subject, and the FAIL or UNKNOWN itself or the number of the finding that a FAIL made."""
    for row in db.execute("SELECT subject, verdicts FROM settled ORDER BY id"):
        yield from ((row["subject"], said) for _, said in unpack(row["verdicts"]))


def whole(db: sqlite3.Connection) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((subject, said) for subject, said in told(db) if isinstance(said, dict))


def outcomes_of_accounts(db: sqlite3.Connection) -> Iterator[tuple[str, str]]:
    for subject, said in told(db):
        if subject.startswith("a"):
            yield subject, said["outcome"] if isinstance(said, dict) else "FAIL"


def site_counts(db: sqlite3.Connection, desk: Desk) -> dict[str, int]:
    rows = db.execute(
        "SELECT site, doc FROM coverage JOIN run USING (run)"
        " WHERE kind = 'inspect' AND started BETWEEN '2026-10-01' AND '2026-11-01'"
    )
    widest: dict[str, dict[str, Any]] = {}
    for row in rows:
        doc = unpack(row["doc"])
        if doc["pages"] >= widest.get(row["site"], {"pages": -1})["pages"]:
            widest[row["site"]] = doc
    seen = {site for site, doc in widest.items() if doc["pages"]}
    bad = {
        doc["subject"]
        for number, doc in standing(db).items()
        if doc["confirmed_at"]
        and desk.criteria[doc["criterion"]].veto
        and (doc["state"] != "已销号" or number in mine(db))
    }
    (rounds,) = db.execute(
        "SELECT COUNT(*) FROM run WHERE kind = 'inspect' AND started BETWEEN '2026-10-01' AND '2026-11-01'"
    ).fetchone()
    places = {(subject, doc["place"]) for subject, doc in whole(db) if doc["outcome"] == "UNKNOWN"}
    (items,) = db.execute(f"SELECT COUNT(*) FROM item WHERE {NEW_ITEMS}").fetchone()
    return {
        "sites": len(REGISTER.sites),
        "columns": len(REGISTER.columns),
        "inspected": len(seen),
        "read": sum(doc["columns_read"] for doc in widest.values()),
        "pages": sum(doc["pages"] for doc in widest.values()),
        "targets": sum(doc["targets"] for doc in widest.values()),
        "rounds": rounds,
        "unknown": len(places),
        "items": items,
        "qualified": len(seen - bad),
    }


def account_counts(db: sqlite3.Connection, desk: Desk) -> dict[str, int]:
    outcomes = dict(outcomes_of_accounts(db))
    covered = {r[0] for r in db.execute("SELECT site FROM coverage WHERE site LIKE 'a%'")}
    unknown = {subject for subject, outcome in outcomes.items() if outcome == "UNKNOWN"}
    bad = {subject for subject, outcome in outcomes.items() if outcome == "FAIL"}
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    all_of = REGISTER.accounts.values()
    there = [a for a in all_of if not (a.closed and a.closed <= last) and not (a.opened and a.opened > last)]
    return {
        "accounts": sum(a.state is ColumnState.ACTIVE for a in there),
        "looked": len(covered - unknown),
        "good": len(covered - unknown - bad),
        "opened": sum(a.opened is not None and first <= a.opened <= last for a in all_of),
        "closed": sum(a.closed is not None and first <= a.closed <= last for a in all_of),
    }


def message_counts(db: sqlite3.Connection) -> dict[str, int]:
    """``taken``: working days of all answers together; Monday to Friday, no holiday lies in these weeks."""
    whole = "SELECT id FROM message_file WHERE since <= '2026-10-01' AND until >= '2026-10-31'"
    rows = db.execute(
        f"SELECT * FROM message WHERE file IN ({whole}) AND received BETWEEN '2026-10-01' AND '2026-10-31'"
    ).fetchall()
    pairs = [(r["received"], r["answered_on"]) for r in rows if r["answered_on"] and r["answered_on"] <= "2026-10-31"]
    days = []
    for received, answered in pairs:
        came, went = date.fromisoformat(received).toordinal(), date.fromisoformat(answered).toordinal()
        days.append(sum(date.fromordinal(day).weekday() < 5 for day in range(came + 1, went + 1)))
    return {
        "received": len(rows),
        "answered": len(pairs),
        "in_time": sum(n <= 5 for n in days),
        "taken": sum(days),
    }
