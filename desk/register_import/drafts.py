"""One row into the records it tells of: a unit, a site, a column, accounts. Knows no other row but what stood above."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desk.imports.mapping import squeeze
from desk.register.cells import clean, narrow
from desk.register.tables import YES_NO
from desk.register_import.model import (
    ACCOUNT,
    COLUMN,
    KINDS,
    NAME,
    NOBODY,
    SITE,
    SKIP,
    UNIT,
    Doubt,
    HeadingCell,
    Key,
    RecordDraft,
    Remark,
    SourceRow,
)
from desk.register_import.values import addresses, day_of, days, filings, lost_zero, names, person, whole_day
from desk.register_import.words import BY_CLAUSE, HeadingWords
from desk.statistics.column_discovery import kind_of_name
from ledger.vocabulary import ColumnKind

_SITE_NAME, _HOME = HeadingCell(SITE, "名称"), HeadingCell(SITE, "首页地址")
_DAYS = HeadingCell(COLUMN, "允许间隔天数")
_TICKS = frozenset("√✓✔") | {"有", "是", "已开通", "已开设"}
_CROSSES = frozenset("×✗xX") | {"不是"}
_SAYS_NOTHING = "不写即按指标"


@dataclass
class DraftReader:
    """Reads rows; ``answers`` (Key → text) stand in the place of cells. Collects doubts and notes."""

    words: HeadingWords
    answers: Mapping[Key, str]
    doubts: list[Doubt] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    def read(self, row: SourceRow) -> list[RecordDraft]:
        """The records of a row, the unit it names first."""
        answered = {cell: text for (place, cell), text in self.answers.items() if place == row.place}
        left_out = [cell for cell, text in answered.items() if text == SKIP]
        self.doubts += [Doubt((row.place, cell), "您选择了先不导入", "改好后再导入一次") for cell in left_out]
        if (left_out and row.own) or NAME in left_out:
            return []
        cells = {**row.cells, **{c: t for c, t in answered.items() if c.title in KINDS[c.kind].titles and t != SKIP}}
        cells = self._without_formulas(row, cells)
        if row.own:
            return [self._own(row, cells)]
        unit = self._unit(row, cells)
        drafts = [unit, self._site(row, cells), self._column(row, cells), *self._accounts(row, cells)]
        without = {cell.kind for cell in left_out}
        made = [draft for draft in drafts if draft is not None and draft.kind not in without]
        for draft in made:
            draft.unit = draft.unit or clean(cells.get(NAME, ""))
            draft.site = draft.site or clean(cells.get(_SITE_NAME, ""))
            draft.mention = draft is unit and row.kind != UNIT and len(draft.cells) == 1
        return made

    def _note(self, row: SourceRow, sort: str, said: str) -> None:
        self.notes.append(Remark(sort, said, row.place))

    def _without_formulas(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> dict[HeadingCell, str]:
        """A formula that shows nothing, or its error, is no text."""
        left = {cell for cell in row.broken if cells[cell] == row.cells[cell]}  # not what was answered instead
        for cell in sorted(left):
            said = f"“{row.titles.get(cell, cell.title)}”这一格是公式，没有读到数值"
            advice = "请复制这一列，“选择性粘贴”为数值"
            self.doubts.append(Doubt((row.place, cell), said, advice, "", "这一格先空着", out=False))
        return {cell: text for cell, text in cells.items() if cell not in left}

    def _own(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> RecordDraft:
        """As it stands: it is written in our own words, but for a frequency."""
        given = {cell.title: day_of(cell, text) for cell, text in cells.items()}
        if given.get("允许间隔天数") and not narrow(given["允许间隔天数"]).isdigit():
            given["允许间隔天数"] = self._days(row, given["允许间隔天数"]) or ""
        return RecordDraft(row.place, row.kind, given, own=True, lines=(given,), places=(row.place,))

    def _unit(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> RecordDraft | None:
        name = clean(cells.get(NAME, ""))
        if name == NOBODY:
            return None
        said = {"名称": name} | {
            cell.title: clean(text)
            for cell, text in cells.items()
            if cell.kind == UNIT and cell != NAME and clean(text) and cell.title in KINDS[UNIT].titles
        }
        if said.get("联系人"):
            said["联系人"] = person(said["联系人"])
        if said.get("邮箱"):
            said["邮箱"] = narrow(said["邮箱"]).replace("、", "；")
        if former := said.pop("曾用名", ""):
            if "至" in former:
                said["曾用名"] = former
            else:
                self._note(row, "曾用名没有写到哪天为止，只用来认单位，没有登记", former)
        if lost_zero(said.get("电话", "")):
            self._note(row, "电话像是丢了开头的 0，照原样登记，请核对", name)
        aliases = (*names(former), *names(cells.get(HeadingCell(UNIT, "别名"), "")))
        there = name or (row.kind == UNIT and len(said) > 1)
        return RecordDraft(row.place, UNIT, said, aliases=aliases) if there else None

    def _site(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> RecordDraft | None:
        name, home = clean(cells.get(_SITE_NAME, "")), clean(cells.get(_HOME, ""))
        if not home and (row.kind != SITE or not name):
            return None
        said = {c.title: clean(t) for c, t in cells.items() if c.kind == SITE and clean(t)}
        found = self._addresses(row, _HOME, home)
        said["首页地址"] = found[0] if found else home
        if len(found) > 1:
            self._note(row, "一格里写了几个网址，取第一个，其余没有登记", "、".join(found[1:]))
        icp, police = filings(said.get("ICP备案号", ""))
        said["ICP备案号"], said["公安备案号"] = icp, said.get("公安备案号") or police
        said["网站标识码"] = narrow(said.get("网站标识码", "")).lower()
        if not name and clean(cells.get(NAME, "")):
            said["名称"] = clean(cells[NAME])
            self._note(row, "没有写网站名称，用单位名称", said["名称"])
        state, key = self._said_of_state(row, said), (row.place, HeadingCell(SITE, "状态"))
        if self._state(row, self.answers.get(key, state)):
            advice = "关停的请用 xuncha register close-site 登记，或从表里删去这一行"
            other = {"n": ("在用", "没有停用，照常登记")}
            self.doubts.append(Doubt(key, f"表里写着这个网站“{state}”", advice, None, "", other, free=False))
            return None
        draft = RecordDraft(row.place, SITE, {t: text for t, text in said.items() if text})
        draft.unit = clean(cells.get(NAME, ""))
        if not draft.unit and (above := clean(row.before.get(NAME, ""))):
            self._note(row, "单位空着，按上一行", above)
            draft.unit = above
        return draft

    def _column(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> RecordDraft | None:
        url, name = HeadingCell(COLUMN, "地址"), clean(cells.get(HeadingCell(COLUMN, "名称"), ""))
        first = clean(cells.get(HeadingCell(COLUMN, "一级栏目"), ""))
        if row.kind != COLUMN or not (name or first or clean(cells.get(url, ""))):
            return None
        said = {c.title: clean(t) for c, t in cells.items() if c.kind == COLUMN and clean(t)}
        found = self._addresses(row, url, said.get("地址", ""))
        said["地址"] = found[0] if found else said.get("地址", "")
        if len(found) > 1:
            self._note(row, "一格里写了几个网址，取第一个，其余没有登记", "、".join(found[1:]))
        said["允许间隔天数"] = self._days(row, said.get("允许间隔天数", ""))
        if first and first not in YES_NO:
            said["一级栏目"] = self._level(row, first, name)
            name = said["名称"] = name or first
        said["类别"] = self._kind(row, name, said.get("类别", ""))
        self._stopped(row, said)
        draft = RecordDraft(row.place, COLUMN, {t: text for t, text in said.items() if text})
        draft.site = clean(cells.get(_SITE_NAME, "")) or clean(row.before.get(_SITE_NAME, ""))
        return draft

    def _level(self, row: SourceRow, first: str, name: str) -> str:
        """A tick; or the name of the 一级栏目, which is the column itself where no other stands beside it."""
        if first in _TICKS or first in _CROSSES:
            return "是" if first in _TICKS else "否"
        self._note(row, "“一级栏目”里写的是名称，另有名称的按二级栏目登记", f"{first}{f'—{name}' if name else ''}")
        return "否" if name else "是"

    def _kind(self, row: SourceRow, name: str, given: str) -> str:
        if given in frozenset(ColumnKind):
            return given
        kind = self.words.column_kinds.get(squeeze(name)) or str(kind_of_name(name))
        if given:
            self._note(row, "不认识的栏目类别，按名称推断", f"{given}（{name}→{kind}）")
        elif kind != ColumnKind.OTHER:
            self._note(row, f"栏目类别按名称推断为“{kind}”", name)
        return kind if kind != ColumnKind.OTHER or given else ""

    def _days(self, row: SourceRow, text: str) -> str:
        """The limit in days, "" where the clauses say it or it is not understood."""
        if not text:
            return ""
        found = days(text, self.words)
        if found is None:
            advice = "请写多少天、多少周、多少个月更新一次，如 14天、两周、半年"
            key = (row.place, _DAYS)
            self.doubts.append(Doubt(key, f"更新要求“{text}”不能换算成天数", advice, "", _SAYS_NOTHING, out=False))
            return ""
        if found == BY_CLAUSE:
            self._note(row, "更新要求没有天数，按指标", text)
            return ""
        if text.removesuffix("天") != str(found):
            self._note(row, "更新要求换算成天数", f"{text}＝{found}天")
        return str(found)

    def _accounts(self, row: SourceRow, cells: Mapping[HeadingCell, str]) -> Iterator[RecordDraft]:
        said = {c.title: clean(t) for c, t in cells.items() if c.kind == ACCOUNT and clean(t)}
        given = [(said.pop("平台", ""), said.pop("名称", ""), said)] if said.get("名称") or said.get("平台") else []
        several: list[tuple[str, str, dict[str, str]]] = [
            (platform, name, {})
            for platform, text in row.accounts
            for name in ([text] if squeeze(text) in _TICKS else self._names(row, text))
        ]
        for platform, name, more in (*given, *several):
            known = self.words.platform(squeeze(platform))
            if platform and known and known != platform:
                self._note(row, "平台", f"{platform}＝{known}")
            elif platform and not known:
                self._note(row, "不认识的平台，照原样登记", platform)
            key = (row.place, HeadingCell(ACCOUNT, f"{platform}名称"))
            called = self.answers.get(key, name)
            if called in _TICKS:
                said_so = f"只写了“{name}”，没有写{platform}账号的名称"
                self.doubts.append(Doubt(key, said_so, "请写账号名称"))
                continue
            draft = RecordDraft(row.place, ACCOUNT, {**more, "平台": known or platform, "名称": called.lstrip("@＠")})
            if "地址" in draft.cells:
                found = self._addresses(row, HeadingCell(ACCOUNT, "地址"), draft.cells["地址"])
                draft.cells["地址"] = found[0] if found else ""
            self._life(row, draft.cells)
            if not self._closed(row, draft.cells):
                self._stopped(row, draft.cells)
            if self._whose(row, draft, cells):
                yield draft

    def _names(self, row: SourceRow, text: str) -> list[str]:
        """One or several: a line break in a cell has become a blank."""
        found = names(re.sub(r"(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])", "、", clean(text)))
        if len(found) > 1:
            self._note(row, "一格里写了几个账号，分开登记", "、".join(found))
        return found

    def _whose(self, row: SourceRow, draft: RecordDraft, cells: Mapping[HeadingCell, str]) -> bool:
        """Give the account its unit; false where that must be asked."""
        draft.unit = clean(cells.get(NAME, ""))
        above = clean(row.before.get(NAME, ""))
        if draft.unit or not above or (row.place, NAME) in self.answers:
            return True
        said = f"账号“{draft.cells['名称']}”没有写单位"
        advice = f"请写单位名称；查不到主办单位的写“{NOBODY}”"
        self.doubts.append(Doubt((row.place, NAME), said, advice, above, f"与上一行同为“{above}”"))
        return False

    def _addresses(self, row: SourceRow, cell: HeadingCell, text: str) -> list[str]:
        found, completed = addresses(text, row.links.get(cell, ""))
        if completed and found:
            self._note(row, "网址写得不全，补上了", f"{text}→{found[0]}")
        return found

    def _state(self, row: SourceRow, text: str) -> bool:
        """Whether the words say that it is used no more."""
        known = self.words.states.get(squeeze(text), "") if text else "在用"
        if not known:
            self._note(row, "不认识的状态，按在用", text)
        return known == "停用"

    def _said_of_state(self, row: SourceRow, said: dict[str, str]) -> str:
        """The state as a column of its own has it; else a word above the table or in the remarks, which is asked."""
        state, day = said.pop("状态", ""), said.pop("停用日", "")
        if state or day or not row.stopped:
            return "停用" if day and not state else state
        key = (row.place, HeadingCell(row.kind, "备注"))
        if self.answers.get(key) == "y":
            return row.stopped
        text = f"{row.kind}“{said.get('名称', '')}”的备注、表名或标题里有“{row.stopped}”"
        advice = "停用了的，请加一列“状态”写明，或从表里删去这一行"
        self.doubts.append(Doubt(key, text, advice, "n", "仍在用", {"y": ("y", "停用了")}, out=False, free=False))
        return ""

    def _stopped(self, row: SourceRow, said: dict[str, str]) -> None:
        text = self._said_of_state(row, said)
        if text in ("归档", "免检"):
            said["状态"], said["状态原因"] = text, f"台账写明“{text}”"
        elif self._state(row, text):
            said["状态"], said["状态原因"] = "归档", f"台账写明“{text}”"
            self._note(row, "停用、注销的登记为“归档”", f"{said.get('名称', '')}（{text}）")

    def _life(self, row: SourceRow, said: dict[str, str]) -> None:
        """The days of opening and 备案; of a year or a month alone no day is made."""
        for title in ("开设日期", "备案日期"):
            if given := said.pop(title, ""):
                if day := whole_day(given):
                    said[title] = day
                else:
                    self._note(row, f"{title}没有写到哪一天，没有登记", given)

    def _closed(self, row: SourceRow, said: dict[str, str]) -> bool:
        """Whether it has a day of closing: then the day says all, and no state is needed."""
        day, state = whole_day(said.pop("注销日期", "") or said.get("停用日", "")), said.get("状态", "")
        if not day:
            return False
        if self.words.states.get(squeeze(state), "") == "在用":
            self._note(row, "状态写着在用，注销日期没有登记", f"{said.get('名称', '')}（{state}，{day}）")
            return False
        said.pop("停用日", "")
        said["注销日期"] = day
        if state not in ("归档", "免检"):
            said.pop("状态", "")
            return True
        return False
