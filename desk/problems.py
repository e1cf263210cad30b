"""Mistakes a person made in a file or a command: told all at once, in Chinese, with what to do."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
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


class ConfigError(Exception):
    """Wrong use or configuration (exit code 2). Nothing was started."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class CannotLook(Exception):
    """The work could not be done for a cause outside (exit code 3): no network, disk full, folder not writable."""
