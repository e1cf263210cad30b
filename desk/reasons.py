"""Loads config/words/reasons.toml: what each word of the closed list is called, means, and what a clerk can do."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from desk.problems import ConfigError, Problem
from ledger.vocabulary import Reason


@dataclass(frozen=True)
class ReasonWords:
    label: str
    meaning: str
    advice: str


def load_reasons(path: Path) -> Mapping[Reason, ReasonWords]:
    """The words of every reason; all mistakes of the file at once."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(Problem(path.name, f"无法读取（{error}）", "恢复该文件或者改正所指的行")) from error
    words: dict[Reason, ReasonWords] = {}
    problems = [
        Problem(path.name, f"没有名为“{key}”的原因", "删除该段") for key in data if key not in frozenset(Reason)
    ]
    names = [f.name for f in fields(ReasonWords)]
    for reason in Reason:
        table = data.get(reason.value)
        values = table if isinstance(table, dict) else {}
        texts = [text for name in names if isinstance(text := values.get(name), str) and text]
        if len(texts) == len(names):
            words[reason] = ReasonWords(*texts)
        else:
            problems.append(Problem(path.name, f"原因“{reason.value}”缺少内容", f"填写{'、'.join(names)}"))
    if problems:
        raise ConfigError(*problems)
    return words
