"""Words of the ledger to and from the JSON it keeps. Pure. What carries free text is masked on its way in.

Not by ``ledger.codec``, which leaves out keys that it does not know: here such a key is damage, and is refused.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from pydantic_core import from_json

from ledger.calendar import SHANGHAI
from ledger.encoding.masking import mask
from ledger.encoding.packing import unpack
from ledger.errors import whole_row
from ledger.vocabulary import (
    Coverage,
    DeadGrade,
    DismissalKind,
    Evidence,
    Finding,
    Hold,
    Manner,
    Outcome,
    Provenance,
    Reason,
    Referrer,
    Skipped,
    State,
    Verdict,
    reader_named,
)

_EAST, _SUMMER_TIME = timedelta(hours=8), 1991  # the last year in which Shanghai had one
Doc = dict[str, Any]  # JSON as it comes; never leaves this folder


@dataclass(frozen=True)
class FindingRecord:
    """A finding and the agreeing looks gathered towards its confirmation."""

    finding: Finding
    chain: tuple[datetime, ...] = ()


def stamp(at: datetime) -> str:
    """Aware moment → text that sorts as the moments do (always Shanghai, always microseconds)."""
    if at.tzinfo is None:
        raise ValueError(f"a time without zone: {at.isoformat()}")
    return at.astimezone(SHANGHAI).isoformat(timespec="microseconds")


@lru_cache(maxsize=4096)  # a run's findings share their moments
def moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    # as stamp() writes it: the same hour under the name of the zone, at a tenth of what a conversion costs
    return (
        at.replace(tzinfo=SHANGHAI) if at.utcoffset() == _EAST and at.year > _SUMMER_TIME else at.astimezone(SHANGHAI)
    )


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain, sort_keys=True)


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot be kept: {value!r}")


def _read(doc: Doc, readers: Mapping[str, Callable[[Any], object]]) -> Doc:
    """A copy, with what ``readers`` names read; what an old ledger did not keep yet stays away."""
    known = dict(doc)
    for name, read in readers.items():
        value = known.get(name)
        if value is not None:
            known[name] = read(value)
    return known


def matter_doc(matter: FindingRecord) -> Doc:
    doc: Doc = json.loads(dump(asdict(matter.finding) | {"chain": matter.chain}))
    return doc


def _manner(doc: Doc) -> Manner:
    """Before readers were told apart, an account's source stood as the basis; as it is written, both are the same."""
    return Manner.parse(":".join(filter(None, (doc["rule"], doc.get("reader"), doc["basis"]))))


def _moments(texts: list[str]) -> tuple[datetime, ...]:
    return tuple(map(moment, texts))


def _referrers(docs: list[Doc]) -> tuple[Referrer, ...]:
    return tuple([Referrer(**doc) for doc in docs])


def _figures(pairs: list[list[str]]) -> tuple[tuple[str, str], ...]:
    return tuple([(name, value) for name, value in pairs])


_OF_EVIDENCE: Mapping[str, Callable[[Any], object]] = {
    "seen": moment,
    "reason": Reason,
    "looks": _moments,
    "referrers": _referrers,
    "figures": _figures,
    "provenance": Provenance,
    "grade": DeadGrade,
    "reader": reader_named,
}


def load_evidence(doc: Doc) -> Evidence:
    return Evidence(**_read(doc, _OF_EVIDENCE))


_OF_FINDING: Mapping[str, Callable[[Any], object]] = {
    "state": State,
    "evidence": load_evidence,
    **dict.fromkeys(("first_seen", "last_seen", "confirmed_at", "closed_at", "unknown_since"), moment),
    **dict.fromkeys(("due", "due_told", "dismissed_from", "dismissed_until"), date.fromisoformat),
    "dismissed_kind": DismissalKind,
    "manner": _manner,
    "held": Hold,
}


@whole_row
def load_matter(doc: Doc) -> FindingRecord:
    known = _read(doc, _OF_FINDING)
    chain = _moments(known.pop("chain"))
    return FindingRecord(Finding(**known), chain)


@whole_row
def load_verdict(doc: Doc) -> Verdict:
    return Verdict(**_read(doc, {"outcome": Outcome, "evidence": load_evidence, "reason": Reason}))


@whole_row
def load_coverage(packed: bytes) -> Coverage:
    doc: Doc = unpack(packed)
    doc["started"] = moment(doc["started"])
    doc["finished"] = moment(doc["finished"]) if doc["finished"] else None
    doc["skipped"] = tuple(Skipped(Reason(s["reason"]), s["count"], tuple(s["examples"])) for s in doc["skipped"])
    return Coverage(**doc)


def masked(verdict: Verdict) -> Verdict:
    """The verdict as it may be kept: every free text masked, addresses and places as they are."""
    evidence = verdict.evidence
    if evidence is not None:
        evidence = replace(
            evidence,
            quote=mask(evidence.quote),
            referrers=tuple(replace(r, text=mask(r.text)) for r in evidence.referrers),
            figures=tuple((name, mask(value)) for name, value in evidence.figures),
        )
    return replace(verdict, message=mask(verdict.message), evidence=evidence)


@whole_row
def load_doc(text: str) -> Doc:
    """A JSON document that the ledger keeps as text."""
    doc: Doc = from_json(text)
    return doc


def diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> Doc:
    """What has to be put over ``old`` to make it ``new``. Both have the same keys, so nothing is ever taken away."""
    patch: Doc = {}
    for key, value in new.items():
        was = old.get(key)
        if isinstance(value, dict) and isinstance(was, dict):
            if inner := diff(was, value):
                patch[key] = inner
        elif key not in old or was != value:
            patch[key] = value
    return patch


@whole_row
def patched(old: Mapping[str, Any], patch: Mapping[str, Any]) -> Doc:
    return dict(old) | {
        key: patched(old[key], value) if isinstance(value, dict) and isinstance(old.get(key), dict) else value
        for key, value in patch.items()
    }
