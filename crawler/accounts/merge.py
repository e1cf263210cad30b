"""All readings of one account to one state. Pure: no network, no clock, no files.

Only complete readings of a source that proves silence cover time: what any other lists can make an account fresh,
never stale.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from ledger.vocabulary import AccountReading, AccountState, Reason, Source

LAG = timedelta(days=2)  # the daily list of WeChat ends with yesterday, and is final some hours into the morning

# What a clerk can do something about comes first.
_URGENT = (
    Reason.ACCOUNT_RESTRICTED,
    Reason.CREDENTIAL_WRONG,
    Reason.IP_NOT_ALLOWED,
    Reason.TOKEN_EXPIRED,
    Reason.NOT_GRANTED,
    Reason.QUOTA,
    Reason.NOT_READY,
    Reason.SOURCE_STALE,
    Reason.SOURCE_FAILED,
)


def merge(account: str, readings: Iterable[AccountReading], now: datetime, lag: timedelta = LAG) -> AccountState:
    """The state of ``account`` at ``now``. A complete reading that ends more than ``lag`` ago covers nothing today."""
    given = tuple(sorted((r for r in readings if r.seen <= now), key=lambda r: (r.seen, r.source)))
    newest, newest_from = _newest(given, now)
    whole = [r for r in given if r.complete and r.source.proves_silence]
    covering = [r for r in whole if r.until and r.until >= now - lag]
    since, until, known_from = _covered(whole, covering, now)
    reason, detail = (None, "") if until else _why(given, now - lag)
    return AccountState(account, now, given, newest, newest_from, since, until, known_from, reason, detail)


def _newest(readings: Sequence[AccountReading], now: datetime) -> tuple[datetime | None, Source | None]:
    dated = [(p.at, r.source) for r in readings for p in r.posts if p.at and p.at <= now]
    return max(dated, key=lambda pair: pair[0], default=(None, None))


def _covered(
    whole: Sequence[AccountReading], covering: Sequence[AccountReading], now: datetime
) -> tuple[date | None, datetime | None, Source | None]:
    """The time without a gap that ends with the latest complete reading; older complete ones may lengthen it."""
    if not covering:
        return None, None, None
    last = max(covering, key=lambda r: (r.until or r.seen, -(r.since or date.max).toordinal()))
    since, until = last.since, min(last.until or now, now)
    if since is None:
        return None, None, None
    older = sorted((r.since, r.until) for r in whole if r.since is not None and r.until is not None and r.until < now)
    for begin, end in reversed(older):
        # the day of ``end`` is known only up to its hour, so the next piece must begin on that day or before
        if begin < since <= end.date():
            since = begin
    return since, until, last.source


def _why(readings: Sequence[AccountReading], earliest: datetime) -> tuple[Reason, str]:
    latest = {(r.source, r.address): r for r in readings if r.seen >= earliest}.values()
    failed = [r for r in latest if r.reason is not None]
    rank = {reason: place for place, reason in enumerate(_URGENT)}
    if failed:
        first = min(failed, key=lambda r: (rank.get(r.reason or Reason.UNREADABLE, len(rank)), r.source))
        return first.reason or Reason.UNREADABLE, first.detail
    ends = [r.until for r in readings if r.complete and r.source.proves_silence and r.until]
    if ends:
        return Reason.SOURCE_STALE, f"最近一次完整的查看截至{max(ends):%Y-%m-%d}"
    return Reason.NO_SOURCE, ""
