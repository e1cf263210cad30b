"""Mistakes a person made in a file or a command: told all at once, in Chinese, with what to do."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_ROWS, _TEXTS = 20, 3  # of one kind that are told


@dataclass(frozen=True)
class ConfigMistake:
    """One mistake: where it is, what is wrong, what to do."""

    file: str
    text: str
    advice: str
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        where = self.file
        if self.row is not None:
            where += f"第{self.row}行"
        if self.column:
            where += f"“{self.column}”列"
        return f"{where}：{self.text}；{self.advice}"


def told(problems: Iterable[ConfigMistake]) -> Iterator[str]:
    """A line a kind: mistakes of one column that want the same thing done are told together, with their rows."""
    kinds: dict[tuple[str, str, str], list[ConfigMistake]] = {}
    for problem in problems:
        kinds.setdefault((problem.file, problem.column, problem.advice), []).append(problem)
    for (file, column, advice), some in kinds.items():
        rows = sorted({problem.row for problem in some if problem.row is not None})
        if len(rows) < 2 or len(rows) < len(some):
            yield from map(str, some)
            continue
        texts = list(dict.fromkeys(problem.text for problem in some))
        shown = "、".join(map(str, rows[:_ROWS])) + ("……" if len(rows) > _ROWS else "")
        where = f"{file}第{shown}行" + (f"“{column}”列" if column else "")
        text = "；".join(texts[:_TEXTS]) + (" 等" if len(texts) > _TEXTS else "")
        yield f"{where}：{len(rows)} 处，{text}；{advice}"


class ConfigError(Exception):
    """Wrong use or configuration (exit code 2). Nothing was started."""

    def __init__(self, *problems: ConfigMistake) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class CannotLook(Exception):
    """The work could not be done for a cause outside (exit code 3): no network, disk full, folder not writable."""
