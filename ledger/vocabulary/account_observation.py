"""What was seen of an account (账号): posts, what one source says, and what all sources together allow to say.

Fresh if any honest source shows a recent post; stale only where the owner's interface or a person's record covers the
whole time asked about; otherwise unknown, with a reason. All times are aware and in Asia/Shanghai.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from ledger.vocabulary.reader import Source
from ledger.vocabulary.reason import Reason


class PostState(StrEnum):
    OK = "ok"
    DELETED = "deleted"  # by its owner
    VIOLATION = "violation"  # taken down by the platform
    ACCOUNT_RESTRICTED = "account_restricted"  # 屏蔽、冻结
    ACCOUNT_GONE = "account_gone"  # 注销
    MIGRATED = "migrated"


class Freshness(StrEnum):
    FRESH = "fresh"
    STALE = "stale"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Post:
    """One post. ``at`` is its publish time, ``None`` where the source shows none (an update time is none).

    ``day_only``: the source knows the day; ``at`` is its midnight. ``url`` is "" where it cannot be kept.
    """

    account: str
    at: datetime | None
    title: str = ""
    url: str = ""
    state: PostState = PostState.OK
    day_only: bool = False


@dataclass(frozen=True)
class AccountReading:
    """What one source said at ``seen``.

    ``complete``: it knows every post from the day ``since`` to the moment ``until``. ``reason``: why it is not
    complete, or why nothing was read. ``address`` and ``body`` (SHA-256 of the stored answer) or ``witness`` (who
    looked) and ``screenshot`` are the evidence.
    """

    account: str
    source: Source
    seen: datetime
    posts: tuple[Post, ...] = ()
    complete: bool = False
    since: date | None = None
    until: datetime | None = None
    reason: Reason | None = None
    detail: str = ""
    address: str = ""
    body: str = ""
    witness: str = ""
    screenshot: str = ""

    @property
    def newest(self) -> datetime | None:
        return max((p.at for p in self.posts if p.at), default=None)


@dataclass(frozen=True)
class AccountState:
    """All readings of one account together, as of ``at``.

    ``known_since`` to ``known_until``: the time of which every post is known (source ``known_from``); both ``None``
    where no source is complete. ``reason`` (its advice stands in config/words/reasons.toml) says why.
    """

    account: str
    at: datetime
    readings: tuple[AccountReading, ...]
    newest: datetime | None = None
    newest_from: Source | None = None
    known_since: date | None = None
    known_until: datetime | None = None
    known_from: Source | None = None
    reason: Reason | None = None
    detail: str = ""

    def freshness(self, days: int) -> Freshness:
        """Whether something was posted within ``days``. STALE is said as of ``known_until``, which may be yesterday."""
        newest = self.newest.date() if self.newest else None
        window = timedelta(days=days)
        if newest and newest >= self.at.date() - window:
            return Freshness.FRESH
        if self.known_since is None or self.known_until is None:
            return Freshness.UNKNOWN
        first = self.known_until.date() - window
        covered = self.known_since <= first and (newest is None or newest < first)
        return Freshness.STALE if covered else Freshness.UNKNOWN

    @property
    def why_unknown(self) -> Reason:
        """The reason for an UNKNOWN; a complete source that does not reach far enough is NOT_READY."""
        return self.reason or Reason.NOT_READY

    @property
    def posts(self) -> tuple[Post, ...]:
        """Dated posts of all readings, newest first, each address once (the most precise time of it)."""
        best: dict[str, Post] = {}
        for post in (p for r in self.readings for p in r.posts if p.at):
            key = post.url or f"{post.at} {post.title}"
            if key not in best or (best[key].day_only and not post.day_only):
                best[key] = post
        return tuple(sorted(best.values(), key=lambda p: (p.at or self.at, p.title), reverse=True))
