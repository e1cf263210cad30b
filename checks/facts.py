"""What one rule may read about one subject. Pure: the sources are given, nothing is fetched or opened here."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar, cast

from ledger.vocabulary import Account, Column, Site

T = TypeVar("T")

Sources = Mapping[type, Callable[[], Iterator[object]]]


class UndeclaredRead(Exception):
    """A rule asked for a kind of observation that its ``@rule(...)`` does not name."""


@dataclass(frozen=True)
class Facts:
    """The subject, a site's registered columns, the time of judging, and the kinds a rule has declared.

    ``read`` starts a source anew each time, so that a rule streams and never has to keep a whole site.
    """

    subject: Site | Account
    columns: tuple[Column, ...]
    now: datetime
    sources: Sources
    declared: frozenset[type]

    def read(self, kind: type[T]) -> Iterator[T]:
        if kind not in self.declared:
            raise UndeclaredRead(kind.__name__)
        source = self.sources.get(kind)
        return cast(Iterator[T], source()) if source else iter(())

    @property
    def site(self) -> Site:
        if not isinstance(self.subject, Site):
            raise TypeError("site")
        return self.subject

    @property
    def account(self) -> Account:
        if not isinstance(self.subject, Account):
            raise TypeError("account")
        return self.subject
