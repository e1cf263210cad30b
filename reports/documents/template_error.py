"""What is wrong with a template. Apart from what fills one: every command knows this error, few load Word."""

from pathlib import Path

from reports.documents.bounded import ForwardedError


class TemplateError(ForwardedError):
    """A template is missing or cannot be filled: which one, and what to do."""

    def __init__(self, path: Path, trouble: str) -> None:
        self.path, self.trouble = path, trouble
        super().__init__(
            f"模板 {path} {trouble}；请改正该模板，"
            f"或用 xuncha init 另建一个工作区，从它的 config/letters 里复制原来的 {path.name}。"
        )

    def __reduce__(self) -> tuple[type["TemplateError"], tuple[Path, str]]:
        return TemplateError, (self.path, self.trouble)
