"""What the account rules share: which accounts are judged, what proves a thing, how posts follow each other. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from checks.facts import Facts
from checks.verdicts import ACCOUNT, VerdictFactory, day_words
from ledger.vocabulary import Account, AccountState, Criterion, Evidence, Freshness, Reason, Source, Verdict

StateJudge = Callable[[VerdictFactory, AccountState], Verdict]


@dataclass(frozen=True)
class Rhythm:
    """How posts followed each other from ``first`` to ``last``. ``longest_gap``: days without a post."""

    first: date
    last: date
    posts: int
    per_week: float
    longest_gap: int


def judge_in_use(facts: Facts, criterion: Criterion, judge: StateJudge) -> Iterator[Verdict]:
    """One verdict on an account in use; ``judge`` speaks only where somebody looked at it."""
    say, account = VerdictFactory.of(facts, criterion), facts.account
    if why := why_left_out(account, facts.now.date()):
        yield say.not_applicable(ACCOUNT, f"{why}，不检查")
        return
    state = next(facts.read(AccountState), None)
    if state is None:
        yield say.unknown(ACCOUNT, "账号本轮未检查", Reason.NOT_LOOKED)
    else:
        yield judge(say, state)


def why_left_out(account: Account, day: date) -> str:
    """Why an account is not judged on ``day``; "" where it is."""
    if account.closed and account.closed <= day:
        return f"账号已于{day_words(account.closed)}注销"
    if account.opened and account.opened > day:
        return f"账号于{day_words(account.opened)}才开设"
    if account.inspected_on(day):
        return ""
    return f"账号登记为{account.state.value}" + (f"（{account.state_reason}）" if account.state_reason else "")


def updated_within(say: VerdictFactory, account: Account, state: AccountState, days: int, words: str) -> Verdict:
    """Whether something was posted within ``days``; silence is counted to the moment up to which all is known."""
    fresh = state.freshness(days)
    if fresh is Freshness.FRESH and state.newest:
        return say.passed(ACCOUNT, f"账号最近一次发布于{day_words(state.newest.date())}，在{words}更新")
    if fresh is Freshness.UNKNOWN or state.known_until is None or state.known_since is None:
        return unseen(say, account, state, f"不能判断账号是否在{words}更新，未能核查")
    until = state.known_until.date()
    if account.opened and (until - account.opened).days <= days:
        # what did not exist was not silent
        return say.not_applicable(ACCOUNT, f"账号于{day_words(account.opened)}开设，还没有到要求{words}更新的时候")
    if state.newest is None:
        since = f"自{day_words(state.known_since)}" if state.known_since.year > 2000 else ""
        message = f"账号{since}至{day_words(until)}没有发布任何信息（要求{words}更新）"
    else:
        silent = (until - state.newest.date()).days
        message = (
            f"账号最近一次发布于{day_words(state.newest.date())}，"
            f"至{day_words(until)}已{silent}天未更新（要求{words}更新）"
        )
    figures = (("newest", state.newest.date().isoformat()),) if state.newest else ()
    return say.failed(ACCOUNT, message, proof(account, state, *figures))


def unseen(say: VerdictFactory, account: Account, state: AccountState, message: str) -> Verdict:
    """UNKNOWN with the sources' own word of why, which may hold what a clerk needs (the address to be let in)."""
    told = f"{message}（{state.detail}）" if state.detail else message
    verdict = say.unknown(ACCOUNT, told, state.why_unknown)
    return replace(verdict, evidence=Evidence(account.address, state.at, quote=state.detail))


def proof(account: Account, state: AccountState, *figures: tuple[str, str]) -> Evidence:
    """What a FAIL on what was posted rests on: the reading that covers the time, and the last post it names."""
    covering = [r for r in state.readings if r.complete and r.until == state.known_until]
    told = [r for r in (*state.readings, *covering) if r.posts or r.complete]
    reading = told[-1] if told else None
    post = next(iter(state.posts), None)
    quote = f"{post.title} {post.at:%Y-%m-%d}".strip() if post and post.at else ""
    source = state.known_from or (reading.source if reading else None)
    named = (("source", source.value),) if source else ()
    return Evidence(
        address=account.address or (post.url if post else "") or registered_at(account),
        seen=reading.seen if reading else state.at,
        quote=quote,
        body=reading.body if reading else "",
        figures=(*named, *figures),
        reader=source,
    )


def registered_at(account: Account) -> str:
    """What stands for an address where an account has none: its row in the register."""
    return f"账号登记表：{account.id}"


def register_proof(account: Account, now: datetime, quote: str) -> Evidence:
    """What a FAIL on the register's own word rests on."""
    return Evidence(account.address or registered_at(account), now, quote=quote)


def rhythm(state: AccountState, weeks: int, opened: date | None = None) -> Rhythm | None:
    """Over the last ``weeks`` of the time known whole; ``None`` where not so much of it is known, or the account was
    ``opened`` within it."""
    if state.known_until is None or state.known_since is None:
        return None
    last = state.known_until.date()
    first = last - timedelta(days=7 * weeks)
    if state.known_since > first or _only_newest(state) or (opened and opened > first):
        return None
    days = [post.at.date() for post in state.posts if post.at and first < post.at.date() <= last]
    marks = [first, *sorted(days), last]
    gap = max((after - before).days for before, after in pairwise(marks))
    return Rhythm(first, last, len(days), round(len(days) / weeks, 1), gap)


def _only_newest(state: AccountState) -> bool:
    """A person's record names the last post alone: it says when, never how many."""
    return state.known_from is Source.PERSON and state.newest is not None
