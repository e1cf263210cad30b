"""Loads config/words/reasons.toml: what each word of the closed list is called, means, and what a clerk can do."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.workspace import shipped_config
from ledger.vocabulary import Reason


@dataclass(frozen=True)
class ReasonWords:
    label: str
    meaning: str
    advice: str


def load_reasons(path: Path) -> Mapping[Reason, ReasonWords]:
    """The words of every reason, ours where the file has no section of it; all mistakes of the file at once."""
    _, ours = read_toml(shipped_config() / "words" / "reasons.toml")
    _, theirs = read_toml(path)
    data = {**ours, **theirs}  # an older workspace does not know the reasons of a newer version yet
    words: dict[Reason, ReasonWords] = {}
    problems = [
        ConfigMistake(path.name, f"没有名为“{key}”的原因", "删除该段") for key in data if key not in frozenset(Reason)
    ]
    names = [f.name for f in fields(ReasonWords)]
    for reason in Reason:
        table = data.get(reason.value)
        values = table if isinstance(table, dict) else {}
        texts = [text for name in names if isinstance(text := values.get(name), str) and text]
        if len(texts) == len(names):
            words[reason] = ReasonWords(*texts)
        else:
            problems.append(ConfigMistake(path.name, f"原因“{reason.value}”缺少内容", f"填写{'、'.join(names)}"))
    if problems:
        raise ConfigError(*problems)
    return words
