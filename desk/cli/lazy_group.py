"""Commands by name, each loaded when it is asked for: `xuncha --help` loads none of them."""

from collections.abc import Collection, Iterator, Mapping, MutableMapping
from importlib import import_module
from typing import NamedTuple

import click

from desk.cli.cli_i18n import name_values


class Listed(NamedTuple):
    """Where a command stands (``module:name``), and what a help that loads nothing says of it: as its own help does."""

    place: str
    told: str = ""


class Lazily(MutableMapping[str, click.Command]):
    """The ``commands`` of a ``click.Group``."""

    def __init__(self, listed: Mapping[str, Listed]) -> None:
        self.listed = listed
        self._loaded: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._loaded:
            module, _, attribute = self.listed[name].place.partition(":")
            self[name] = getattr(import_module(module), attribute)
            name_values(self[name])
        return self._loaded[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._loaded[name] = command

    def __delitem__(self, name: str) -> None:
        del self._loaded[name]

    def __contains__(self, name: object) -> bool:
        return name in self._loaded or name in self.listed

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.listed.keys() | self._loaded.keys()))

    def __len__(self) -> int:
        return len(self.listed.keys() | self._loaded.keys())

    def loaded(self) -> Collection[click.Command]:
        return self._loaded.values()

    def told(self, name: str) -> str:
        """What a help says of it."""
        listed = self.listed.get(name)
        return listed.told if listed and listed.told else self[name].get_short_help_str(limit=60)
