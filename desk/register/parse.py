"""Sheets into a Register. Notes every mistake of every sheet before it refuses; reads no file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from desk.register.cells import Cells, GivenTable, Mistakes, clean, host_of, narrow
from desk.register.check import check
from desk.register.tables import ACCOUNTS, COLUMNS, ROBOTS, SITES, TABLES, UNITS, YES_NO, Table
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.validators import FASTEST
from ledger.vocabulary import (
    PROVINCES,
    Account,
    Column,
    ColumnKind,
    ColumnState,
    Duty,
    FormerHome,
    FormerName,
    Register,
    RobotsPolicy,
    Site,
    Unit,
)

_SITE_CODE = r"[0-9]{10}|bm[0-9]{8}"
# as feet write them: a colon, the serial before 号, the digits of the police's number alone
_ICP = rf"[{PROVINCES}]" + r"(?:[A-Z][0-9]?-)?ICP备:?[0-9]{6,10}(?:号(?:-[0-9]+)?|-[0-9]+号)"
_POLICE = rf"(?:[{PROVINCES}]" + r"公网安备案?号?:?)?[0-9]{14}号?"
_EMAIL = r"[^@\s;；,，]+@[^@\s;；,，]+"  # one; several are parted by ; or ,
_CONNECT = r"(?:\[[0-9A-Fa-f:]+\]|[0-9A-Za-z.-]+):[0-9]{1,5}"
_KINDS = {str(kind): kind for kind in ColumnKind}
_STATES = {str(state): state for state in ColumnState}


@dataclass(frozen=True)
class _Known:
    """Ids of another table; a name that only one row bears stands for its id. Not ``whole``: nothing is refused."""

    what: str
    ids: frozenset[str]
    by_name: dict[str, str]
    shared: frozenset[str]  # names that several rows bear
    whole: bool

    @classmethod
    def of(cls, sheet: GivenTable) -> "_Known":
        pairs = [(narrow(r.cells.get("编号", "")), clean(r.cells.get("名称", ""))) for r in sheet.rows]
        names = [name for _, name in pairs]
        once = {name: id_ for id_, name in pairs if name and names.count(name) == 1}
        ids, shared = frozenset(id_ for id_, _ in pairs if id_), frozenset(names) - once.keys() - {""}
        return cls(sheet.table.sheet, ids, once, shared, sheet.whole)

    def id(self, cells: Cells, title: str, value: str | None = None) -> str:
        text = cells.text(title) if value is None else value
        for found in (narrow(text), self.by_name.get(text, "")):
            if found in self.ids:
                return found
        if text in self.shared:
            cells.wrong(title, f"{self.what}表里有几个“{text}”", "请写编号")
        elif text and self.whole:
            cells.wrong(
                title, f"{self.what}表里没有“{text}”", f"请改成{self.what}表里的编号，或先在{self.what}表里加上它"
            )
        return text


def parse(sheets: Sequence[GivenTable], mistakes: Mistakes) -> Register:
    """The register in ``sheets``; ConfigError with all of ``mistakes`` if there are any."""
    by_table = {sheet.table: sheet for sheet in sheets}
    units, sites = _Known.of(by_table[UNITS]), _Known.of(by_table[SITES])
    groups = {table: list(_groups(by_table[table], mistakes)) for table in TABLES}
    register = Register(
        {u.id: u for u in (_unit(g[0], units) for g in groups[UNITS])},
        {s.id: s for s in (_site(g[0], units) for g in groups[SITES])},
        {c.id: c for c in (_column(g, sites, units) for g in groups[COLUMNS])},
        {a.id: a for a in (_account(g, units) for g in groups[ACCOUNTS])},
    )
    check(register, {table: {g[0].plain("编号"): g for g in groups[table]} for table in TABLES}, sites.whole)
    if mistakes.found:
        raise ConfigError(*sorted(_causes(dict.fromkeys(mistakes.found), by_table), key=_place(sheets)))
    return register


def _causes(found: Iterable[ConfigMistake], by_table: Mapping[Table, GivenTable]) -> list[ConfigMistake]:
    """Without what follows from others: where a table lacks numbers or names, that others do not find them."""
    found = list(found)
    names = {by_table[table].name: table.sheet for table in (UNITS, SITES)}
    wrong = {names[p.file] for p in found if p.file in names and p.column in ("编号", "名称") and "重复" not in p.text}
    return [p for p in found if not any(p.text.startswith(f"{sheet}表里没有“") for sheet in wrong)]


def _place(sheets: Sequence[GivenTable]) -> Callable[[ConfigMistake], tuple[int, int, int]]:
    """Sorting key: the order in which a person goes through the tables."""
    tables = {sheet.name: (i, ["", *sheet.table.titles]) for i, sheet in enumerate(sheets)}

    def place(problem: ConfigMistake) -> tuple[int, int, int]:
        i, titles = tables[problem.file]
        return i, problem.row or 0, titles.index(problem.column) if problem.column in titles else len(titles)

    return place


def _groups(sheet: GivenTable, mistakes: Mistakes) -> Iterator[list[Cells]]:
    """The rows of each id: one, or several in a row where the table keeps a history."""
    seen: dict[str, int] = {}
    rows = [Cells(sheet, row, mistakes) for row in sheet.rows]
    for id_, run in groupby(rows, key=lambda cells: narrow(cells.row.cells.get("编号", ""))):
        members = list(run)
        allowed = len(members) if sheet.table.history and id_ else 1
        if id_ in seen:
            allowed = 0
        for cells in members[allowed:]:
            if id_:
                first = seen.get(id_, members[0].row.number)
                cells.wrong("编号", f"“{id_}”与第{first}行重复", "请改成不重复的编号，或删去一行")
            else:
                yield [cells]
        for cells in members[1:allowed]:
            _same_but_history(members[0], cells)
        if allowed:
            seen.update({id_: members[0].row.number} if id_ else {})
            yield members[:allowed]


def _same_but_history(first: Cells, later: Cells) -> None:
    for title, raw in later.row.cells.items():
        value = clean(raw)
        if value and title not in first.sheet.table.history and value != clean(first.row.cells[title]):
            advice = "同一编号连写几行时，除责任单位和日期外应相同或空着"
            later.wrong(title, f"与第{first.row.number}行不一致", advice)


def _unit(cells: Cells, units: _Known) -> Unit:
    name = cells.text("名称")
    if ";" in name or "；" in name:
        cells.wrong("名称", "名称里不能有分号", "请删去分号")
    email = cells.matching("邮箱", rf"{_EMAIL}(?:\s*[;；,，]\s*{_EMAIL})*", "zhang@example.gov.cn")
    former = tuple(FormerName(old, until) for old, until in cells.dated("曾用名"))
    contact, phone, group = cells.text("联系人"), cells.text("电话"), cells.text("分组")
    return Unit(
        cells.id(), name, group, contact, phone, email, former, cells.day("撤并日期"), units.id(cells, "承接单位")
    )


def _site(cells: Cells, units: _Known) -> Site:
    rate = cells.number("每秒页数", 0.01, FASTEST)
    return Site(
        id=cells.id(),
        name=cells.text("名称"),
        home=cells.url("首页地址"),
        sponsor=units.id(cells, "主办单位"),
        operator=units.id(cells, "承办单位"),
        kind=cells.text("类别") or Site.kind,
        site_code=cells.matching("网站标识码", _SITE_CODE, "4401150002 或 bm07000001"),
        icp=cells.matching("ICP备案号", _ICP, "粤ICP备12345678号-1"),
        police=cells.matching("公安备案号", _POLICE, "粤公网安备12345678901234号"),
        rate=Site.rate if rate is None else rate,
        robots=cells.word("robots", ROBOTS, RobotsPolicy.OBEY),
        connect=cells.matching("指定连接", _CONNECT, "10.1.2.3:8080"),
        former_sponsors=_former_sponsors(cells, units),
        former_homes=tuple(FormerHome(home, until) for home, until in _former_homes(cells)),
        closing=cells.day("关停公告日"),
        closed=_closed(cells),
        approval=cells.text("关停批文"),
        bound=cells.word("适用检查指标", YES_NO, default=True),
    )


def _former_homes(cells: Cells) -> Iterator[tuple[str, date]]:
    for home, until in cells.dated("原地址"):
        if not host_of(home):
            cells.wrong("原地址", f"“{home}”不是完整的网址", "请写成“http://旧地址/至2024-03-31”")
        yield home, until


def _closed(cells: Cells) -> date | None:
    announced, closed = cells.day("关停公告日"), cells.day("关停日")
    if announced and closed and closed < announced:
        cells.wrong("关停日", "早于“关停公告日”", "请改正日期")
    return closed


def _former_sponsors(cells: Cells, units: _Known) -> tuple[Duty, ...]:
    duties: list[Duty] = []
    for unit, until in cells.dated("曾主办单位"):
        since = duties[-1].until + timedelta(days=1) if duties and duties[-1].until else None
        if since and since > until:
            cells.wrong("曾主办单位", f"有两个主办单位都到 {until}", "请改正日期")
        duties.append(Duty(units.id(cells, "曾主办单位", unit), since, until))
    return tuple(duties)


def _state(cells: Cells) -> tuple[ColumnState, str, date | None]:
    state = cells.word("状态", _STATES, ColumnState.ACTIVE)
    reason = cells.text("状态原因")
    if state is not ColumnState.ACTIVE and not reason:
        cells.wrong("状态原因", f"状态是“{state}”，没有写原因", "请写明原因")
    return state, reason, cells.day("状态截止")


def _duties(group: Sequence[Cells], units: _Known) -> tuple[Duty, ...]:
    duties: list[tuple[Duty, Cells]] = []
    for cells in group:
        duty = Duty(units.id(cells, "责任单位"), cells.day("责任自"), cells.day("责任至"))
        dates = (("责任自", duty.since), ("责任至", duty.until))
        if not duty.unit and (duty.since or duty.until or len(group) > 1):
            cells.wrong("责任单位", "没有填写", "请填写这段日期的责任单位，或删去日期")
        elif duty.since and duty.until and duty.since > duty.until:
            cells.wrong("责任至", "早于“责任自”", "请改正日期")
        elif duty.unit and not any(cells.text(t) and d is None for t, d in dates):
            duties.append((duty, cells))
    duties.sort(key=lambda pair: pair[0].since or date.min)
    for (before, _), (after, cells) in pairwise(duties):
        if (before.until or date.max) >= (after.since or date.min):
            cells.wrong("责任自", "与上一个责任单位的日期重叠", "请使上一个的“责任至”早于这一个的“责任自”")
    return tuple(duty for duty, _ in duties)


def _column(group: Sequence[Cells], sites: _Known, units: _Known) -> Column:
    cells = group[0]
    days = cells.number("允许间隔天数", 1, 3660)
    if days is not None and days != int(days):
        cells.wrong("允许间隔天数", f"“{days:g}”不是整数", "请写整数天数")
    state, reason, until = _state(cells)
    return Column(
        id=cells.id(),
        site=sites.id(cells, "网站"),
        name=cells.text("名称"),
        url=cells.url("地址"),
        kind=cells.word("类别", _KINDS, ColumnKind.OTHER),
        first_level=cells.word("一级栏目", YES_NO, default=False),
        allowed_days=None if days is None else int(days),
        state=state,
        state_reason=reason,
        state_until=until,
        duties=_duties(group, units),
    )


def _account(group: Sequence[Cells], units: _Known) -> Account:
    cells = group[0]
    state, reason, until = _state(cells)
    opened, closed = cells.day("开设日期"), cells.day("注销日期")
    if opened and closed and closed < opened:
        cells.wrong("注销日期", "早于“开设日期”", "请改正日期")
    return Account(
        id=cells.id(),
        unit=units.id(cells, "单位"),
        platform=cells.text("平台"),
        name=cells.text("名称"),
        address=cells.url("地址"),
        state=state,
        state_reason=reason,
        state_until=until,
        duties=_duties(group, units),
        opened=opened,
        closed=closed,
        filed=cells.day("备案日期"),
    )
