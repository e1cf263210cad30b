"""A record that rows of a spreadsheet tell of, put together from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desk.imports.mapping import squeeze
from desk.register_import.model import RecordDraft
from desk.register_import.values import url_key

_SAME: Mapping[str, Callable[[str], str]] = {"首页地址": url_key, "地址": url_key}


@dataclass
class Target:
    """A record: of the register (``id``), or a new one. ``ref`` stands for it until it has its number."""

    kind: str
    ref: str
    id: str = ""
    drafts: list[RecordDraft] = field(default_factory=list)
    cells: dict[str, str] = field(default_factory=dict)
    from_row: dict[str, RecordDraft] = field(default_factory=dict)
    added: set[int] = field(default_factory=set)  # of which drafts something was taken

    def take(self, draft: RecordDraft, keep: bool) -> list[str]:
        """Put a row's cells to it; the titles in which it says otherwise, which stay unless ``keep`` is false."""
        self.drafts.append(draft)
        differ = []
        for title, text in draft.cells.items():
            same = _SAME.get(title, squeeze)
            if title in self.cells and self.cells[title] and same(self.cells[title]) != same(text) and text:
                differ.append(title)
            if not self.cells.get(title) or (title in differ and not keep):
                self.cells[title], self.from_row[title] = text, draft
                self.added.add(len(self.drafts) - 1)
        return differ
