"""The trail (操作记录): a row before an act begins, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from desk.web.people.models import Deed
from ledger.encoding.masking import mask

LONGEST = 4_000  # signs of what stood before and after


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or a unit by its link."""

    login: str
    name: str
    role: str


def begin(actor: Actor, act: str, target: str, given: Mapping[str, Any], *, at: datetime, address: str = "") -> Deed:
    """The row of an act that is about to be done."""
    kept = {k: mask(str(v))[:LONGEST] for k, v in given.items() if v}
    return Deed.objects.create(
        at=at,
        by=actor.login,
        name=actor.name[:40],
        role=actor.role,
        address=address,
        act=act,
        target=target[:200],
        given=kept,
    )


def done(deed: Deed, before: str, after: str, *, at: datetime, target: str = "") -> None:
    """It was done."""
    deed.before, deed.after, deed.ended = mask(before)[:LONGEST], mask(after)[:LONGEST], at
    deed.target = target[:200] or deed.target
    deed.save()


def refused(deed: Deed, why: str, *, at: datetime) -> None:
    """It was not done, and why."""
    deed.refused, deed.ended = mask(why)[:LONGEST], at
    deed.save()
