"""发布频次: posts a week and the longest silence, against what the office itself requires."""

from collections.abc import Iterator

from checks.about import About
from checks.accounts import Rhythm, judge_in_use, proof, rhythm, unseen
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import ACCOUNT, VerdictFactory, day_words
from ledger.vocabulary import AccountState, Criterion, PlaceKind, Verdict


@rule(About(PlaceKind.ACCOUNT), AccountState, weeks=int, per_week=int | None, gap_days=int | None)
def account_rhythm(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """Local requirements (some districts ask for a post every 10 days, or every week): over the last weeks at least
    ``per_week`` posts a week, and never longer silent than ``gap_days``. Without either only the figures are told.
    """
    weeks = criterion.params["weeks"]
    if not isinstance(weeks, int):
        raise TypeError("weeks")

    def judge(say: VerdictFactory, state: AccountState) -> Verdict:
        opened = facts.account.opened
        if opened and (facts.now.date() - opened).days < 7 * weeks:
            return say.not_applicable(ACCOUNT, f"账号于{day_words(opened)}开设，未满{weeks}周")
        seen = rhythm(state, weeks, opened)
        if seen is None:
            return unseen(say, facts.account, state, f"不掌握账号近{weeks}周的全部信息，未能核查")
        told = f"账号近{weeks}周发布{seen.posts}条，平均每周{seen.per_week:g}条，最长间隔{seen.longest_gap}天"
        if not (wrong := _wrong(criterion, seen)):
            return say.passed(ACCOUNT, told)
        figures = (("per_week", f"{seen.per_week:g}"), ("longest_gap", str(seen.longest_gap)))
        return say.failed(ACCOUNT, f"{told}（要求{wrong}）", proof(facts.account, state, *figures))

    yield from judge_in_use(facts, criterion, judge)


def _wrong(criterion: Criterion, seen: Rhythm) -> str:
    """What is required and was not kept; "" where all was."""
    least, most = criterion.params.get("per_week"), criterion.params.get("gap_days")
    wrong = []
    if isinstance(least, int) and seen.per_week < least:
        wrong.append(f"每周不少于{least}条")
    if isinstance(most, int) and seen.longest_gap > most:
        wrong.append(f"间隔不超过{most}天")
    return "、".join(wrong)
