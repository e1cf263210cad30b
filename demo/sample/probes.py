"""Stored visits to the home pages for the week before now, so that 站点无法访问 can be judged at once."""

from datetime import datetime, timedelta

from demo.sample.district import SITES
from ledger.vocabulary import Probe, Reason

DAYS = 7
STEP = timedelta(minutes=60)  # 24 visits a day: a few spoilt ones still leave 20
# Of 168 visits in a week: 文化馆 9 fail (5.36 %), 清水镇 7 fail (4.17 %).
FAILED = {"wenhua": 9, "qingshui": 7}
# 住建局: 12 visits failed while our own network was down, three a day on four days: 156 are left and none failed.
OFFLINE = {"zhujian": 12}
FAIL_EVERY = 13  # places of the failing visits, spread over the middle days
_OFFLINE_AT = tuple(day * 24 + hour for day in (1, 2, 3, 4) for hour in (9, 10, 11))


def probes(now: datetime) -> dict[str, tuple[Probe, ...]]:
    """By site id, oldest first: 168 visits, one an hour, the last half an hour before now."""
    times = [now + STEP / 2 - STEP * back for back in range(DAYS * 24, 0, -1)]
    return {
        plan.site.id: tuple(_probe(plan.site.id, plan.site.home, n, at) for n, at in enumerate(times)) for plan in SITES
    }


def _probe(site: str, home: str, number: int, at: datetime) -> Probe:
    if site in OFFLINE and number in _OFFLINE_AT:
        return Probe(at, home, False, 15.0, False, None, Reason.OFFLINE)
    place, rest = divmod(number - 24, FAIL_EVERY)
    if rest == 0 and 0 <= place < FAILED.get(site, 0):
        return Probe(at, home, False, 20.0, True, None, Reason.TIMEOUT)
    return Probe(at, home, True, 0.2, True, 200)
