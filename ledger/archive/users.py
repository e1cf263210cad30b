"""Who uses an address: asked of what the pages of a run use, as they were then. Writes nothing."""

from collections import Counter
from collections.abc import Collection, Iterator

from ledger.archive.checks import DONE, CheckReader
from ledger.archive.errors import typed
from ledger.archive.schema import address_id
from ledger.archive.uses import counts, packed_id, unpack
from ledger.vocabulary import Referrer

REFERRERS = 50
# the captures of the pages that run ?1 looked at
_CAPTURED = (
    "capture c JOIN want w ON w.run = ?1 AND w.address = c.address AND w.state = ?2"
    " AND c.first_run <= ?1 AND c.last_run >= ?1 JOIN address a ON a.id = c.address"
)


class UserReader(CheckReader):
    """Counts uses over all pages of a run, and names the pages that use one address."""

    def users(self, run: str, url: str) -> Iterator[Referrer]:
        """The pages of the run that use the address, most uses first."""
        yield from self._users(self._run_number(run), [address_id(url)]).get(address_id(url), ())

    def role_of(self, url: str) -> str:
        """What pages want of the address (page, image …), as the newest run that met it says; "" where none did."""
        query = "SELECT w.role FROM run r JOIN want w ON w.run = r.id AND w.address = ? ORDER BY r.id DESC LIMIT 1"
        return next((str(role) for (role,) in self._rows(query, address_id(url))), "")

    def _counted(self, run: int) -> tuple[Counter[int], Counter[int]]:
        """Each target's uses, and the pages that use it."""
        used: Counter[int] = Counter()
        pages: Counter[int] = Counter()
        with typed():
            for (data,) in self._rows(f"SELECT c.uses FROM {_CAPTURED}", run, DONE):
                targets, counted = counts(data)
                pages.update(set(targets))
                used.update(targets)
                for target, count in zip(targets, counted, strict=True) if max(counted, default=1) > 1 else ():
                    used[target] += count - 1
        return used, pages

    def _users(self, run: int, targets: Collection[int], most: int = REFERRERS) -> dict[int, list[Referrer]]:
        """Of each target that pages use, the ``most`` pages with most uses. One way through all pages of the run."""
        found: dict[int, list[tuple[int, str, str, int]]] = {}
        wanted = frozenset(targets)
        if not wanted:
            return {}
        one = " AND instr(c.uses, ?3)" if len(wanted) == 1 else ""
        asked = (packed_id(target) for target in wanted) if one else ()
        with typed():
            for page, data in self._rows(f"SELECT a.url, c.uses FROM {_CAPTURED}{one}", run, DONE, *asked):
                if wanted.isdisjoint(counts(data)[0]):
                    continue
                for use in unpack(data):
                    if use.target in wanted:
                        users = found.setdefault(use.target, [])
                        users.append((-use.uses, str(page), use.tag, use.word))
                        if len(users) > 20 * most:  # a dead link of a menu is on each of a hundred thousand pages
                            users[:] = sorted(users)[:most]
        return {target: self._named(sorted(users)[:most]) for target, users in found.items()}

    def _named(self, users: list[tuple[int, str, str, int]]) -> list[Referrer]:
        words = self._words_of({word for _, _, _, word in users})
        return [Referrer(page, tag, words.get(word, ""), -uses) for uses, page, tag, word in users]

    def _words_of(self, numbers: Collection[int]) -> dict[int, str]:
        return self._told("word", "text", numbers)

    def _urls_of(self, numbers: Collection[int]) -> dict[int, str]:
        return self._told("address", "url", numbers)

    def _told(self, table: str, column: str, numbers: Collection[int]) -> dict[int, str]:
        query = f"SELECT t.id, t.{column} FROM json_each(?) j JOIN {table} t ON t.id = j.value"
        return {int(str(number)): str(text) for number, text in self._rows(query, str(list(numbers)))}
