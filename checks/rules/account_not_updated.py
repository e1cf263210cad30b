"""内容不更新: the last post of an account against the time the clause allows."""

from collections.abc import Iterator

from checks.about import About, Params, by_days
from checks.accounts import judge_in_use, updated_within
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import within_words
from ledger.vocabulary import AccountState, Criterion, PlaceKind, Verdict


def _mistake(params: Params) -> str:
    days, warn = params["days"], params.get("warn_days")
    return "warn_days 要小于 days" if isinstance(days, int) and isinstance(warn, int) and warn >= days else ""


@rule(About(PlaceKind.ACCOUNT, limit=by_days), AccountState, days=int, warn_days=int | None, mistake=_mistake)
def account_not_updated(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part I 政务新媒体 内容不更新: nothing was posted within 2 weeks before the check. Said only where a complete
    source covers the time; the limit's last day still passes. ``warn_days`` is the office's early warning (预警),
    which the daily record tells and no notice: it is no problem yet.
    """
    days = criterion.params["days"]
    if not isinstance(days, int):
        raise TypeError("days")
    words = within_words(days)
    yield from judge_in_use(facts, criterion, lambda say, state: updated_within(say, facts.account, state, days, words))
