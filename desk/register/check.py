"""What must hold between rows and tables of the register. Notes mistakes on the rows they stand in."""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from desk.register.cells import Cells, host_of
from desk.register.tables import ACCOUNTS, COLUMNS, SITES, UNITS, Table
from ledger.vocabulary import Account, Column, Register, Unit

Groups = Mapping[Table, Mapping[str, Sequence[Cells]]]


def check(register: Register, groups: Groups, sites_whole: bool) -> None:
    """Note every mistake between the rows of ``groups``; ``sites_whole``: the sites can be relied on."""
    _units(register, groups[UNITS])
    _sites(register, groups[SITES])
    _columns(register, groups[COLUMNS], sites_whole)
    _accounts(register, groups[ACCOUNTS])


def _once(pairs: Iterable[tuple[object, Cells]], title: str, what: str) -> None:
    first: dict[object, int] = {}
    for value, cells in pairs:
        if value and value in first:
            cells.wrong(title, f"{what}与第{first[value]}行重复", "请改正，或删去一行")
        elif value:
            first[value] = cells.row.number


def _units(register: Register, groups: Mapping[str, Sequence[Cells]]) -> None:
    standing = [(u.name, groups[u.id][0]) for u in register.units.values() if not u.closed and u.id in groups]
    _once(standing, "名称", "单位名称")
    for unit in register.units.values():
        cells = groups[unit.id][0]
        if unit.successor == unit.id and unit.id:
            cells.wrong("承接单位", "承接单位是它自己", "请改成接手的单位，或空着")
        elif unit.successor and unit.closed is None:
            cells.wrong("撤并日期", "写了承接单位，没有写撤并日期", "请填写撤并日期")
        elif _in_circle(unit, register.units):
            cells.wrong("承接单位", "承接关系绕成了圈", "请改成现在仍在的单位")


def _in_circle(unit: Unit, units: Mapping[str, Unit]) -> bool:
    step, seen = unit.successor, set[str]()
    while step and step in units and step not in seen:
        if step == unit.id:
            return True
        seen.add(step)
        step = units[step].successor
    return False


def _sites(register: Register, groups: Mapping[str, Sequence[Cells]]) -> None:
    placed = [(site, groups[site.id][0]) for site in register.sites.values()]
    _once(((_key(site.home), cells) for site, cells in placed), "首页地址", "地址")
    _once(((site.site_code, cells) for site, cells in placed), "网站标识码", "网站标识码")
    for site, cells in placed:
        _standing(register, site.sponsor, cells, "主办单位")


def _columns(register: Register, groups: Mapping[str, Sequence[Cells]], sites_whole: bool) -> None:
    placed = [(column, groups[column.id]) for column in register.columns.values()]
    _once(((_key(column.url), group[0]) for column, group in placed), "地址", "地址")
    for column, group in placed:
        site = register.sites.get(column.site)
        here, home = host_of(column.url), host_of(site.home) if site else ""
        if sites_whole and here and home and here != home:
            advice = "请改正地址；确在另一个域名上的，请把那个域名另登记为网站"
            group[0].wrong("地址", f"域名 {here} 不是所属网站的域名 {home}", advice)
        _handed_over(register, column, group)


def _accounts(register: Register, groups: Mapping[str, Sequence[Cells]]) -> None:
    placed = [(account, groups[account.id]) for account in register.accounts.values()]
    _once(((_key(account.address), group[0]) for account, group in placed), "地址", "地址")
    _once((((a.platform, a.name) if a.name else "", group[0]) for a, group in placed), "名称", "平台和名称")
    for account, group in placed:
        if account.id in register.sites:  # the ledger knows both by their id
            group[0].wrong("编号", f"“{account.id}”已是一个网站的编号", "请改成不同的编号")
        _standing(register, account.unit, group[0], "单位")
        _handed_over(register, account, group)


def _key(url: str) -> str:
    """One spelling of an address: case of scheme and host, and a bare host's slash, make no difference."""
    if not host_of(url):
        return ""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.lower(), path=parts.path or "/").geturl()


def _standing(register: Register, unit: str, cells: Cells, title: str) -> None:
    if unit in register.units and register.units[unit].closed:
        cells.wrong(title, f"“{unit}”已撤并", "请用 xuncha register reorganise 移交，或改成现在的单位")


def _handed_over(register: Register, subject: Column | Account, group: Sequence[Cells]) -> None:
    for duty in subject.duties:
        closed = register.units[duty.unit].closed if duty.unit in register.units else None
        if closed and (duty.until is None or duty.until > closed):
            row = next(
                (c for c in group if c.text("责任单位") == duty.unit and c.day("责任自") == duty.since), group[0]
            )
            row.wrong("责任至", f"“{duty.unit}”{closed} 已撤并，责任没有移交", "请写责任结束日期，另起一行写承接单位")
