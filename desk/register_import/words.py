"""The words by which an office's own spreadsheet is understood: config/imports/register.toml."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import cast

from desk.imports.mapping import squeeze
from desk.register.tables import TABLES
from desk.register_import.model import KINDS, HeadingCell
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.workspace import Workspace, shipped_config
from ledger.vocabulary import ColumnKind

FILE = "register.toml"
_LISTS = ("ignored", "feet", "ours", "nothing")
_TABLES = ("sheets", "platforms", "frequencies", "column_kinds", "states", "names")
BY_CLAUSE = "按指标"
_LEFT: Mapping[str, frozenset[str]] = {
    "sheets": frozenset(KINDS),
    "frequencies": frozenset({BY_CLAUSE}),
    "column_kinds": frozenset(ColumnKind),
    "states": frozenset({"在用", "停用"}),
}
_ASIDE = ("状态", "停用日", "别名")  # read, and kept in no column of that name
_OWN = {squeeze(title) for table in TABLES for title in table.titles}


@dataclass(frozen=True)
class HeadingWords:
    """Every list squeezed. ``titles`` and ``loose``: kind → our title → its spellings, the better ones first."""

    titles: Mapping[str, Mapping[str, Sequence[str]]]
    loose: Mapping[str, Mapping[str, Sequence[str]]]
    ignored: frozenset[str]
    feet: tuple[str, ...]
    ours: frozenset[str]
    nothing: frozenset[str]
    sheets: Mapping[str, Sequence[str]]
    platforms: Mapping[str, str]  # spelling → platform
    frequencies: Mapping[str, str]  # spelling → what to take
    column_kinds: Mapping[str, str]  # name → kind
    states: Mapping[str, str]
    names: Mapping[str, Sequence[str]]  # full ending → short ones

    def known(self, title: str) -> bool:
        """Whether a cell reads like a heading."""
        return title in self.ignored or title in _OWN or self.platform(title) != "" or title in self._all

    @cached_property
    def _all(self) -> frozenset[str]:
        return frozenset(
            word for part in (self.titles, self.loose) for kind in part.values() for ws in kind.values() for word in ws
        )

    def stopped(self, text: str) -> str:
        """The word in a caption or a remark that says that something is used no more; "" where none does."""
        words = (word for word, state in self.states.items() if state == "停用" and len(word) > 1)
        return next((word for word in words if word in squeeze(text)), "")

    def platform(self, title: str) -> str:
        """The platform that a heading or a cell names; "" where it is none."""
        for end in ("", "名称", "账号名称", "帐号名称", "账号", "帐号"):
            if end and not title.endswith(end):
                continue
            if found := self.platforms.get(title.removesuffix(end) if end else title):
                return found
        return ""

    def cells(self, title: str, kind: str) -> dict[HeadingCell, int]:
        """What a heading may be in a table of that kind, each with its rank: less is better."""
        found: dict[HeadingCell, int] = {}
        for name in KINDS:
            for loose, part in enumerate((self.titles, self.loose if name == kind else {})):
                for ours, spelt in part.get(name, {}).items():
                    if title in spelt:
                        rank = (0 if name == kind else 1_000) + loose * 100 + spelt.index(title)
                        found[HeadingCell(name, ours)] = min(rank, found.get(HeadingCell(name, ours), rank))
        return found


def load_words(workspace: Workspace) -> HeadingWords:
    """The workspace's words; the shipped ones in a workspace that was made before there were any."""
    path = workspace.config / "imports" / FILE
    path = path if path.is_file() else shipped_config() / "imports" / FILE
    _, given = read_toml(path)
    for name in given.keys() - {*_LISTS, *_TABLES, "titles", "loose"}:
        raise ConfigError(ConfigMistake(path.name, f"不认识“{name}”", "请删去或改正"))
    lists = {name: _words(path, name, given.get(name, [])) for name in _LISTS}
    tables = {name: _table(path, name, given.get(name, {}), _LEFT.get(name)) for name in _TABLES}
    heads = {part: _heads(path, part, given.get(part, {})) for part in ("titles", "loose")}
    turned = {
        name: {word: left for left, words in tables[name].items() for word in words}
        for name in ("platforms", "frequencies", "column_kinds", "states")
    }
    return HeadingWords(
        titles=heads["titles"],
        loose=heads["loose"],
        platforms=turned["platforms"],
        frequencies=turned["frequencies"],
        column_kinds=turned["column_kinds"],
        states=turned["states"],
        sheets=tables["sheets"],
        names=tables["names"],
        ignored=frozenset(lists["ignored"]),
        feet=lists["feet"],
        ours=frozenset(lists["ours"]),
        nothing=frozenset(lists["nothing"]) | {""},
    )


def _words(path: Path, name: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise ConfigError(ConfigMistake(path.name, f"“{name}”写得不对", '请写成 ["序号", "备注"] 这样'))
    return tuple(map(squeeze, cast(list[str], value)))


def _table(path: Path, name: str, value: object, left: frozenset[str] | None) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        raise ConfigError(ConfigMistake(path.name, f"“{name}”应是一节", f"请写成单独一行 [{name}]，下面逐行写各项"))
    for key in value:
        if left is not None and key not in left:
            raise ConfigError(
                ConfigMistake(path.name, f"“{name}”里不认识“{key}”", f"左边可用：{'、'.join(sorted(left))}")
            )
    return {key: _words(path, f"{name}.{key}", words) for key, words in value.items()}


def _heads(path: Path, part: str, value: object) -> dict[str, dict[str, tuple[str, ...]]]:
    if not isinstance(value, dict) or not value.keys() <= KINDS.keys():
        raise ConfigError(
            ConfigMistake(path.name, f"“{part}”写得不对", f'请写成 [{part}."网站"]；可用：{"、".join(KINDS)}')
        )
    return {
        kind: _table(path, f"{part}.{kind}", table, frozenset({*KINDS[kind].titles, *_ASIDE}))
        for kind, table in value.items()
    }
