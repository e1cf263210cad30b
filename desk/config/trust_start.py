"""What an office begins with in trust: config/trust.toml, the record of readings on pages that people had read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from checks.registry import rules
from desk.workspace.problems import ConfigError, Problem
from desk.workspace.textfiles import read_toml
from desk.workspace.values import text, whole
from ledger.decisions.trust import Start
from ledger.vocabulary import AnyReader, Manner, Reader, Source, reader_named

_MOST = 100_000


def _reader(value: object) -> AnyReader:
    found = reader_named(text(value))
    if found is None:
        raise ValueError(f"可用的有：{'、'.join((*Reader, *Source))}")
    return found


_KEYS = {
    "rule": text,
    "reader": _reader,
    "basis": text,
    "right": whole(0, _MOST),
    "misread": whole(0, _MOST),
    "source": text,
}
_NEEDED = ("rule", "right", "source")


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
        Problem(path.name, f"不认识“{key}”", "请删去；每种读法写成一段 [[manner]]")
        for key in given
        if key not in ("manner", "national")
    ]
    told = given.get("national", [])
    national = told if isinstance(told, list) else [None]
    if not all(isinstance(host, str) and host.isprintable() for host in national):
        mistakes.append(Problem(path.name, "“national”的值不对", '要写成域名的列表，如 ["beian.miit.gov.cn"]'))
    blocks = given.get("manner", [])
    found: dict[Manner, Start] = {}
    for number, block in enumerate(blocks if isinstance(blocks, list) else [blocks], 1):
        where = f"{path.name} 第{number}段"
        if wrong := _wrong(block, where):
            mistakes.extend(wrong)
            continue
        words = (block["rule"], block.get("reader", ""), block.get("basis", ""))
        manner = Manner.parse(":".join(filter(None, words)))
        if manner in found:
            mistakes.append(Problem(where, f"“{manner}”写了两次", "请合并成一段"))
        found[manner] = Start(block["right"], block.get("misread", 0), block["source"])
    if mistakes:
        raise ConfigError(*mistakes)
    return Beginning(found, frozenset(str(host).strip().lower() for host in national))


def _wrong(block: object, where: str) -> list[Problem]:
    if not isinstance(block, dict):
        return [Problem(where, "不是一段设置", "请写成 [[manner]] 下的几行")]
    wrong = [Problem(where, f"不认识“{k}”", f"可用的有：{'、'.join(_KEYS)}") for k in block if k not in _KEYS]
    wrong += [Problem(where, f"缺少“{key}”", "请补上") for key in _NEEDED if key not in block]
    for key, read in _KEYS.items():
        try:
            if key in block:
                read(block[key])
        except ValueError as advice:
            wrong.append(Problem(where, f"“{key}”的值不对", str(advice)))
    if not wrong and block["rule"] not in rules():
        wrong.append(Problem(where, f"没有“{block['rule']}”这条规则", "请核对 rule"))
    return wrong
