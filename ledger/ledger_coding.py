"""Words of the ledger to and from the JSON it keeps. Pure. What carries free text is masked on its way in."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from ledger.calendar import SHANGHAI
from ledger.errors import whole_row
from ledger.masking import mask
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
)

_EAST, _SUMMER_TIME = timedelta(hours=8), 1991  # the last year in which Shanghai had one
Doc = dict[str, Any]  # JSON as it comes; never leaves this folder


@dataclass(frozen=True)
class Matter:
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


def _moment_or_none(text: str | None) -> datetime | None:
    return moment(text) if text else None


def _day_or_none(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def matter_doc(matter: Matter) -> Doc:
    doc: Doc = json.loads(dump(asdict(matter.finding) | {"chain": matter.chain}))
    return doc


@whole_row
def load_matter(doc: Doc) -> Matter:
    known = dict(doc)
    chain = tuple(moment(t) for t in known.pop("chain"))
    known["state"] = State(known["state"])
    known["evidence"] = load_evidence(known["evidence"])
    for name in ("first_seen", "last_seen", "confirmed_at", "closed_at", "unknown_since"):
        known[name] = _moment_or_none(known[name])
    for name in ("due", "due_told", "dismissed_from", "dismissed_until"):
        known[name] = _day_or_none(known.get(name))
    kind, manner = known.get("dismissed_kind"), known.get("manner")
    known["dismissed_kind"] = DismissalKind(kind) if kind else None
    known["manner"] = Manner(**manner) if manner else None
    known["held"] = Hold(known["held"]) if known.get("held") else None
    return Matter(Finding(**known), chain)


def load_evidence(doc: Doc) -> Evidence:
    known = dict(doc)
    known["seen"] = moment(known["seen"])
    known["reason"] = Reason(known["reason"]) if known["reason"] else None
    known["looks"] = tuple(moment(t) for t in known["looks"])
    known["referrers"] = tuple(Referrer(**r) for r in known["referrers"])
    known["figures"] = tuple((name, value) for name, value in known["figures"])
    for name, kind in (("provenance", Provenance), ("grade", DeadGrade)):  # not kept before they were known
        known[name] = kind(known[name]) if known.get(name) else None
    return Evidence(**known)


@whole_row
def load_verdict(text: str) -> Verdict:
    doc: Doc = json.loads(text)
    doc["outcome"] = Outcome(doc["outcome"])
    doc["evidence"] = load_evidence(doc["evidence"]) if doc["evidence"] else None
    doc["reason"] = Reason(doc["reason"]) if doc["reason"] else None
    return Verdict(**doc)


@whole_row
def load_coverage(text: str) -> Coverage:
    doc: Doc = json.loads(text)
    doc["started"] = moment(doc["started"])
    doc["finished"] = _moment_or_none(doc["finished"])
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
    """A finding, or a journal row's patch of one, as the ledger keeps it."""
    doc: Doc = json.loads(text)
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
