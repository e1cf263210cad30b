"""Which unit a name means: its full name, one it bore, a usual short form; else who it may be is asked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from desk.imports.mapping import squeeze
from desk.register_import.words import HeadingWords
from ledger.vocabulary import Register

_REGIONS = "省市区县旗州盟乡镇"
# one such sign makes another body: 第一小学, 东关小学
_TELLING = frozenset("一二三四五六七八九十甲乙丙丁东西南北中上下大小新老前后左右0123456789")


class How(StrEnum):
    FULL = "全称"
    FORMER = "曾用名"
    SHORT = "简称"
    LIKE = "相近"
    SHARED = "不止一个"


@dataclass
class Units:
    """The names that units bear, each with the id that it stands for (of a new one, its name)."""

    words: HeadingWords
    region: tuple[str, ...] = ()  # the home region's parts: 四川省, 绵阳市, 临江区
    full: dict[str, str] = field(default_factory=dict)  # squeezed name → id
    former: dict[str, str] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)  # id → name as people read it

    @classmethod
    def of(cls, register: Register, words: HeadingWords, region: str = "") -> "Units":
        made = cls(words, tuple(re.split(rf"(?<=[{_REGIONS}])", squeeze(region))[:-1]))
        for unit in register.units.values():
            made.shown[unit.id] = unit.name
            if unit.closed is None:
                made.full[squeeze(unit.name)] = unit.id
            for former in unit.former_names:
                made.former[squeeze(former.name)] = unit.id
        for unit in register.units.values():  # a merged one's name means its successor
            if unit.closed and unit.successor in register.units:
                made.former.setdefault(squeeze(unit.name), unit.successor)
        return made

    def add(self, name: str, id_: str = "") -> str:
        """A new unit; it stands for itself until it has a number."""
        self.full[squeeze(name)] = id_ or name
        self.shown[id_ or name] = name
        return id_ or name

    def find(self, text: str) -> tuple[How | None, tuple[str, ...]]:
        """How a name is known, and whom it means. ``None``: nobody like it is known."""
        plain = squeeze(text)
        if text in self.shown:
            return How.FULL, (text,)
        for how, known in ((How.FULL, self.full), (How.FORMER, self.former)):
            if plain in known:
                return how, (known[plain],)
        short = {id_ for name, id_ in self.full.items() if self._is_short(plain, name)}
        if short:
            return (How.SHORT if len(short) == 1 else How.SHARED), tuple(sorted(short))
        like = {id_ for name, id_ in self.full.items() if _alike(plain, name) or _ends(plain, name)}
        return (How.LIKE, tuple(sorted(like))) if like else (None, ())

    def _is_short(self, plain: str, name: str) -> bool:
        return any(_ends(name, one) or self._at_home(one) == self._at_home(name) for one in self._spelt_out(plain))

    def _at_home(self, name: str) -> str:
        """Without the home region's names before it."""
        for part in self.region:
            name = name.removeprefix(part) or name
        return name

    def _spelt_out(self, plain: str) -> Iterator[str]:
        yield plain
        for full, shorts in self.words.names.items():
            for short in shorts:
                if plain.endswith(short):
                    yield plain.removesuffix(short) + full


def _ends(name: str, end: str) -> bool:
    """Whether ``name`` is ``end`` after the name of a region, which may share its last sign (区人社局)."""
    if name == end:
        return True
    before = name.removesuffix(end)
    if before == name or len(end) < 3:
        return False
    return before[-1] in _REGIONS or (end[0] in _REGIONS and len(before) >= 2)


def _alike(one: str, other: str) -> bool:
    """A name with signs left out, or with one written wrong."""
    short, long = sorted((one, other), key=len)
    if len(short) < 4 or short[-1] != long[-1]:
        return False
    if len(short) == len(long):
        differ = [{a, b} for a, b in zip(short, long, strict=True) if a != b]
        return len(short) >= 6 and len(differ) == 1 and not differ[0] & _TELLING
    signs = iter(long)
    left_out = re.sub(f"[{re.escape(short)}]", "", long)
    return all(sign in signs for sign in short) and not set(left_out) & _TELLING and 2 * len(short) >= len(long)
