"""Takes in a message box's list (网民留言: 领导信箱, 留言板, 咨询投诉): when each came, and when it was answered.

All of a list or nothing: of one with a row that nobody understands the figures would be wrong. Nobody's words are kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from desk.context import Desk
from desk.imports.mapping import Field, ImportWords, MappedTable, ReportRow, columns_of, missing, squeeze, table_under
from desk.imports.match import Matcher
from desk.imports.moments import read_moment
from desk.imports.read import read_grids
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.workspace import shipped_config
from ledger.ledger import Ledger
from ledger.vocabulary.post.message import MessageFile, WebMessage

KIND = "留言"
_FIELDS = (Field.RECEIVED, Field.ANSWERED, Field.STATE, Field.UNIT, Field.NAME, Field.CODE, Field.EXTERNAL)
_SAID = {"已答复": True, "未答复": False}


@dataclass(frozen=True)
class MessageParcel:
    """A list: the box's name, from when to when it has all that came, and the day it was drawn up (``as_of``)."""

    file: Path
    source: str
    since: date
    until: date
    as_of: date
    columns: Path | None = None


@dataclass(frozen=True)
class TakenMessages:
    """``left``: rows that are none of the time, and why; ``unused``, ``unread``: headings and sheets nobody reads."""

    file: MessageFile
    left: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    unread: tuple[str, ...]


def take_messages(desk: Desk, parcel: MessageParcel, now: datetime, *, dry_run: bool = False) -> TakenMessages:
    """The list as read and, unless ``dry_run``, kept. ConfigError with every row that is not understood."""
    if not parcel.since <= parcel.until <= parcel.as_of <= now.date():
        said = f"从 {parcel.since} 到 {parcel.until}，{parcel.as_of} 导出"
        advice = "请核对起止日期；止日不能晚于导出的日期（--received，不写则为当天）"
        raise ConfigError(ConfigMistake("--since、--until", f"日期的先后不对：{said}", advice))
    words, said_so = _words(desk, parcel.columns)
    grids = [(grid, table_under(grid, words)) for grid in read_grids(parcel.file) if grid.rows]
    tables = [table for _, table in grids if table is not None and Field.RECEIVED in table.fields]
    if not tables:
        seen = next((table for _, table in grids if table is not None), MappedTable("", ()))
        missing(seen, parcel.file.name, "收到日期")
    reader = _Reader(desk, parcel, words, said_so)
    for table in tables:
        reader.read(table)
    if reader.wrong:
        raise ConfigError(*reader.wrong)
    file = MessageFile(parcel.source, parcel.since, parcel.until, parcel.as_of, tuple(reader.messages))
    if not dry_run:
        desk.workspace.prepare()
        with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
            file = ledger.messages.record(file, now)
    unused = tuple(dict.fromkeys(title for table in tables for title in table.unused))
    return TakenMessages(file, tuple(reader.left), unused, tuple(g.name for g, t in grids if t not in tables))


@dataclass
class _Reader:
    desk: Desk
    parcel: MessageParcel
    words: ImportWords
    said_so: Mapping[str, bool]
    messages: list[WebMessage] = field(default_factory=list)
    left: list[tuple[str, str]] = field(default_factory=list)
    wrong: list[ConfigMistake] = field(default_factory=list)
    numbers: dict[str, str] = field(default_factory=dict)  # number of a message → its row

    def read(self, table: MappedTable) -> None:
        for row in table.rows:
            if not any(cell.text for cell in row.cells.values()):
                self.left.append((row.where, "没有日期、单位等内容"))
            elif (received := self._received(row)) is not None:
                self._take(row, received, table)

    def _received(self, row: ReportRow) -> date | None:
        """Its day, where it is one of the time that the list is taken in for."""
        text = row.text(Field.RECEIVED)
        received = self._day(text)
        if received is None:
            self._refuse(row, f"收到日期“{text[:30]}”看不懂" if text else "没有写收到日期")
        elif not self.parcel.since <= received <= self.parcel.until:
            self.left.append((row.where, f"收到日期 {received} 不在所写的起止日期内"))
            received = None
        return received

    def _take(self, row: ReportRow, received: date, table: MappedTable) -> None:
        number = squeeze(row.text(Field.EXTERNAL))
        if number in self.numbers:
            self._refuse(row, f"编号与{self.numbers[number]}相同，同一件留言只能算一次")
            return
        if number:
            self.numbers[number] = row.where
        answered, on, why = self._answer(row, table)
        if on is not None and on < received:
            why = f"答复日期 {on} 早于收到日期 {received}"
        elif on is not None and on > self.parcel.as_of:
            why = f"答复日期 {on} 晚于导出的日期 {self.parcel.as_of}"
        if why:
            self._refuse(row, why)
            return
        site, unit = self._whose(row, received)
        self.messages.append(WebMessage(received, answered, on, site, unit, row.where))

    def _answer(self, row: ReportRow, table: MappedTable) -> tuple[bool | None, date | None, str]:
        """Whether and when it was answered, and what of it is not understood."""
        told, state = row.text(Field.ANSWERED), row.text(Field.STATE)
        if told and (on := self._day(told)) is not None:
            return True, on, ""
        for name, text in (("答复日期", told), ("办理状态", state)):
            if text and squeeze(text) not in self.said_so:
                return None, None, f"{name}“{text[:30]}”看不懂"
        said = [self.said_so[squeeze(text)] for text in (state, told) if text]
        if said:
            return said[0], None, ""
        return (False, None, "") if table.fields & {Field.ANSWERED, Field.STATE} else (None, None, "")

    def _day(self, text: str) -> date | None:
        seen = read_moment(text, "", self.parcel.as_of) if text else None
        return seen.date() if seen else None

    def _whose(self, row: ReportRow, day: date) -> tuple[str, str]:
        """(site, unit): ids, "" where the register has none of that name."""
        matcher = Matcher(self.desk.register, self.desk.criteria, self.words, day)
        site, units = matcher.named_site(row), matcher.units(row)
        if len(units) == 1:
            return site.id if site else "", next(iter(units))
        return (site.id, site.sponsor_on(day)) if site else ("", "")

    def _refuse(self, row: ReportRow, why: str) -> None:
        advice = "请改正后再导入；认不出的写法可加进 config/imports/columns.toml 的 [answered]，没有记入任何一行"
        self.wrong.append(ConfigMistake(self.parcel.file.name, f"{row.where}：{why}", advice))


def _words(desk: Desk, extra: Path | None) -> tuple[ImportWords, Mapping[str, bool]]:
    """The spellings of the headings, and of what says that a message is answered; a --map file's first, the shipped
    ones in a workspace that was made before there were any."""
    columns: dict[Field, tuple[str, ...]] = {}
    said: dict[str, bool] = {}
    own, shipped = (folder / "imports" / "columns.toml" for folder in (desk.workspace.config, shipped_config()))
    has_own = own.is_file() and {"messages", "answered"} <= read_toml(own)[1].keys()
    for path in filter(None, (extra, own if has_own else shipped)):
        _, given = read_toml(path)
        for field_, words in columns_of(path, "messages", given.get("messages", {}), _FIELDS):
            taken = {word for known in columns.values() for word in known}
            columns[field_] = (*columns.get(field_, ()), *(word for word in words if word not in taken))
        for word, meaning in _said(path, given.get("answered", {})):
            said.setdefault(word, meaning)
    return ImportWords(columns, ()), said


def _said(path: Path, table: object) -> Iterator[tuple[str, bool]]:
    given: Iterable[tuple[str, object]] = table.items() if isinstance(table, dict) else (("", []),)
    for name, words in given:
        if name not in _SAID or not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            advice = '请写成 "已答复" = ["已办结"] 这样；左边可用：已答复、未答复'
            raise ConfigError(ConfigMistake(path.name, f"answered 中的“{name}”写得不对", advice))
        yield from ((squeeze(word), _SAID[name]) for word in words)
