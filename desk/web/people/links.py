"""A unit's own link to its page (单位链接): made, told once, expiring, taken back."""

import hashlib
import secrets
from datetime import datetime, timedelta

from desk.web.people.models import UnitLink
from desk.workspace.config_mistakes import ConfigError, ConfigMistake

LONGEST = 180  # days


def make(unit: str, days: int, by: str, now: datetime) -> tuple[UnitLink, str]:
    """A new link of that unit and the token that stands in it, which is kept nowhere."""
    token = secrets.token_urlsafe(32)
    link = UnitLink.objects.create(
        digest=_digest(token), unit=unit, made=now, expires=now + timedelta(days=days), by=by
    )
    return link, token


def unit_of(token: str, now: datetime) -> UnitLink | None:
    """Whose it is; None where it is nobody's, has expired or was taken back."""
    link: UnitLink | None = UnitLink.objects.filter(digest=_digest(token)).first()
    return link if link is not None and link.revoked is None and now < link.expires else None


def revoke(number: int, now: datetime) -> UnitLink:
    """It opens nothing any more."""
    link: UnitLink | None = UnitLink.objects.filter(pk=number, revoked=None).first()
    if link is None:
        raise ConfigError(ConfigMistake("链接", "没有这个链接，或已经收回", "请刷新页面"))
    link.revoked = now
    link.save()
    return link


def every() -> list[UnitLink]:
    return list(UnitLink.objects.all())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
