"""What an office begins with in trust: config/trust.toml, the record of readings on pages that people had read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator

from checks.registry import rules
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import MISSING, NO_TABLE, UNKNOWN, Closed, Loc, keys, validated
from desk.workspace.validators import Text, text, whole
from ledger.decisions.trust import Start
from ledger.vocabulary import Manner, Reader, Source, reader_named

_MOST = 100_000


def _reader(value: object) -> str:
    name = text(value)
    if reader_named(name) is None:
        raise ValueError(f"可用的有：{'、'.join((*Reader, *Source))}")
    return name


@dataclass(frozen=True)
class _Block(Closed):
    """``[[manner]]`` as written."""

    rule: Text
    right: Annotated[int, whole(0, _MOST)]
    source: Text
    reader: Annotated[str, PlainValidator(_reader)] = ""
    basis: Text = ""
    misread: Annotated[int, whole(0, _MOST)] = 0


@dataclass(frozen=True)
class Beginning:
    """``start``: by manner what had been read rightly and wrongly. ``national``: hosts that every footer links: one
    that looks dead is held."""

    start: Mapping[Manner, Start] = field(default_factory=dict)
    national: frozenset[str] = frozenset()


def load_start(path: Path) -> Beginning:
    """What the file says. Without it nobody begins with anything. ConfigError tells all mistakes."""
    if not path.exists():
        return Beginning()
    _, given = read_toml(path)
    mistakes = [
        ConfigMistake(path.name, f"不认识“{key}”", "请删去；每种读法写成一段 [[manner]]")
        for key in given
        if key not in ("manner", "national")
    ]
    told = given.get("national", [])
    national = told if isinstance(told, list) else [None]
    if not all(isinstance(host, str) and host.isprintable() for host in national):
        mistakes.append(ConfigMistake(path.name, "“national”的值不对", '要写成域名的列表，如 ["beian.miit.gov.cn"]'))
    blocks = given.get("manner", [])
    found: dict[Manner, Start] = {}
    for number, block in enumerate(blocks if isinstance(blocks, list) else [blocks], 1):
        where = f"{path.name} 第{number}段"
        try:
            one = _block(block, where)
        except ConfigError as error:
            mistakes.extend(error.problems)
            continue
        manner = Manner.parse(":".join(filter(None, (one.rule, one.reader, one.basis))))
        if manner in found:
            mistakes.append(ConfigMistake(where, f"“{manner}”写了两次", "请合并成一段"))
        found[manner] = Start(one.right, one.misread, one.source)
    if mistakes:
        raise ConfigError(*mistakes)
    return Beginning(found, frozenset(str(host).strip().lower() for host in national))


def _block(block: object, where: str) -> _Block:
    def tell(loc: Loc, kind: str, advice: str, _: object) -> ConfigMistake:
        if kind == NO_TABLE:
            return ConfigMistake(where, "不是一段设置", "请写成 [[manner]] 下的几行")
        if kind == UNKNOWN:
            return ConfigMistake(where, f"不认识“{loc[0]}”", f"可用的有：{'、'.join(keys(_Block))}")
        if kind == MISSING:
            return ConfigMistake(where, f"缺少“{loc[0]}”", "请补上")
        return ConfigMistake(where, f"“{loc[0]}”的值不对", advice)

    made = validated(_Block, block, tell)
    if made.rule not in rules():
        raise ConfigError(ConfigMistake(where, f"没有“{made.rule}”这条规则", "请核对 rule"))
    return made
