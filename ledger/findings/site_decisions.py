"""What people said of a site that was not itself (是什么情况; `ledger.site_decisions`)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ledger.encoding.coding import moment, stamp
from ledger.encoding.masking import mask
from ledger.store import Store


class SiteCondition(StrEnum):
    """What it is, as a person sees it."""

    OUTAGE = "outage"  # wait: it comes back by itself
    DOWN = "down"
    MOVED = "moved"  # or redesigned: what stands there now is the site
    TAKEN_OVER = "taken-over"  # 安全事件

    @property
    def chinese(self) -> str:
        return {"outage": "暂时故障或维护", "down": "打不开", "moved": "改版或搬迁", "taken-over": "被篡改劫持"}[self]


@dataclass(frozen=True)
class SiteDecision:
    site: str
    at: datetime
    word: SiteCondition
    by: str
    why: str


class SiteDecisions:
    """What people decided of sites that were not themselves; a later decision leaves an earlier one as it is."""

    def __init__(self, store: Store) -> None:
        self._db, self._writing = store.db, store.writing

    def record(self, said: SiteDecision) -> None:
        row = [said.site, stamp(said.at), said.word, mask(said.by), mask(said.why)]
        with self._writing() as db:
            db.execute('INSERT INTO site_word (site, at, word, "by", why) VALUES (?, ?, ?, ?, ?)', row)

    def of_site(self, site: str) -> list[SiteDecision]:
        """Oldest first."""
        rows = self._db.query("SELECT * FROM site_word WHERE site = ? ORDER BY at, id", [site])
        return [SiteDecision(r["site"], moment(r["at"]), SiteCondition(r["word"]), r["by"], r["why"]) for r in rows]
