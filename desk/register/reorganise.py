"""机构调整: rename, merge, move from a day on. What was true before that day stays on record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from pathlib import Path

from desk.register.load import load_register
from desk.register.save import save_register
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.vocabulary import Account, Column, Duty, FormerName, Register, Site, Unit


@dataclass(frozen=True)
class Rename:
    unit: str
    name: str


@dataclass(frozen=True)
class Merge:
    """``units`` become part of ``into``, which is made, called ``name``, if it is not there yet."""

    units: tuple[str, ...]
    into: str
    name: str = ""


@dataclass(frozen=True)
class Takeover:
    """Subjects that ``to`` takes over. Columns without a duty of their own go with their site."""

    to: str
    sites: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()


Change = Rename | Merge | Takeover


@dataclass(frozen=True)
class Summary:
    """Ids of what a change touched."""

    units: tuple[str, ...]
    sites: tuple[str, ...]
    columns: tuple[str, ...]
    accounts: tuple[str, ...]


def reorganise(folder: Path, change: Change, day: date) -> Summary:
    """Make ``change`` from ``day`` on in the register in ``folder``; on a mistake ConfigError, and nothing written."""
    before = load_register(folder)
    after = changed(before, change, day)
    save_register(after, folder)
    touched = {
        table.name: tuple(
            id_ for id_, new in getattr(after, table.name).items() if getattr(before, table.name).get(id_) != new
        )
        for table in fields(Register)
    }
    return Summary(**touched)


def changed(register: Register, change: Change, day: date) -> Register:
    """``register`` after ``change`` on ``day``."""
    match change:
        case Rename():
            return _renamed(register, change, day)
        case Merge():
            return _merged(register, change, day)
        case Takeover():
            return _moved(register, change, day)


def _refuse(problems: Iterable[tuple[str, str]]) -> None:
    told = [ConfigMistake("机构调整", text, advice) for text, advice in problems]
    if told:
        raise ConfigError(*told)


def _missing(what: str, ids: Iterable[str], known: Mapping[str, object]) -> list[tuple[str, str]]:
    return [(f"登记册里没有{what}“{i}”", f"请写{what}表里的编号") for i in ids if i not in known]


def _closed(ids: Iterable[str], units: Mapping[str, Unit]) -> list[tuple[str, str]]:
    gone = [units[i] for i in ids if i in units and units[i].closed]
    return [(f"“{u.id}”{u.closed} 已撤并", "请写现在仍在的单位") for u in gone]


def _renamed(register: Register, change: Rename, day: date) -> Register:
    _refuse([*_missing("单位", [change.unit], register.units), *_closed([change.unit], register.units)])
    unit = register.units[change.unit]
    if unit.name == change.name:
        _refuse([(f"“{unit.id}”现在就叫“{unit.name}”", "请写新名称")])
    late = [n for n in unit.former_names if n.until >= day]
    _refuse((f"曾用名“{n.name}”用到 {n.until}，不早于 {day}", "请改正日期") for n in late)
    former = (*unit.former_names, FormerName(unit.name, day - timedelta(days=1)))
    return replace(register, units={**register.units, unit.id: replace(unit, name=change.name, former_names=former)})


def _merged(register: Register, change: Merge, day: date) -> Register:
    units = register.units
    problems = [*_missing("单位", change.units, units), *_closed((*change.units, change.into), units)]
    if change.into in change.units:
        problems.append((f"“{change.into}”不能并入它自己", "请从被撤并的单位里去掉它"))
    if change.into not in units and not change.name:
        problems.append((f"登记册里没有单位“{change.into}”", "新设的单位请同时写明名称（--name）"))
    if change.into in units and change.name:
        problems.append((f"单位“{change.into}”已在登记册里", "不要再写名称；要改名请另用 rename"))
    problems += _too_early((s for s in register.sites.values() if s.sponsor in change.units), day)
    _refuse(problems)
    gone = {i: replace(units[i], closed=day, successor=change.into) for i in change.units}
    into = units.get(change.into) or Unit(change.into, change.name, units[change.units[0]].group)
    return Register(
        # in place first: the clerk's order stays, a new unit comes last
        {**units, **gone, into.id: into},
        {i: _merged_site(site, change, day) for i, site in register.sites.items()},
        {i: replace(c, duties=_merged_duties(c.duties, change, day)) for i, c in register.columns.items()},
        {i: _merged_account(account, change, day) for i, account in register.accounts.items()},
    )


def _merged_site(site: Site, change: Merge, day: date) -> Site:
    operator = change.into if site.operator in change.units else site.operator
    moved = _sponsored(site, change.into, day) if site.sponsor in change.units else site
    return replace(moved, operator=operator)


def _merged_duties(duties: Sequence[Duty], change: Merge, day: date) -> tuple[Duty, ...]:
    parts = (_split(d, change.into, day) if d.unit in change.units else (d,) for d in duties)
    return tuple(duty for part in parts for duty in part)


def _merged_account(account: Account, change: Merge, day: date) -> Account:
    if account.unit not in change.units:
        return replace(account, duties=_merged_duties(account.duties, change, day))
    duties = _merged_duties(account.duties or (Duty(account.unit),), change, day)
    return replace(account, unit=change.into, duties=duties)


def _moved(register: Register, change: Takeover, day: date) -> Register:
    problems = [
        *_missing("单位", [change.to], register.units),
        *_closed([change.to], register.units),
        *_missing("网站", change.sites, register.sites),
        *_missing("栏目", change.columns, register.columns),
        *_missing("账号", change.accounts, register.accounts),
        *_too_early((register.sites[i] for i in change.sites if i in register.sites), day),
    ]
    if not (change.sites or change.columns or change.accounts):
        problems.append(("没有说移交什么", "请用 --site、--column 或 --account 写明编号"))
    _refuse(problems)
    return replace(
        register,
        sites={**register.sites, **{i: _sponsored(register.sites[i], change.to, day) for i in change.sites}},
        columns={**register.columns, **{i: _moved_column(register.columns[i], change.to, day) for i in change.columns}},
        accounts={
            **register.accounts,
            **{i: _moved_account(register.accounts[i], change.to, day) for i in change.accounts},
        },
    )


def _moved_column(column: Column, to: str, day: date) -> Column:
    return replace(column, duties=_taken_over(column.duties, to, day))


def _moved_account(account: Account, to: str, day: date) -> Account:
    if account.unit == to and not account.duties:
        return account
    return replace(account, unit=to, duties=_taken_over(account.duties or (Duty(account.unit),), to, day))


def _taken_over(duties: Sequence[Duty], to: str, day: date) -> tuple[Duty, ...]:
    """``to`` takes over the duty that holds on ``day`` up to its end, or the gap ``day`` lies in."""
    if any(duty.covers(day) for duty in duties):
        parts = (_split(d, to, day) if d.covers(day) else (d,) for d in duties)
        return tuple(duty for part in parts for duty in part)
    later = min((d.since for d in duties if d.since and d.since > day), default=None)
    new = Duty(to, day, later - timedelta(days=1) if later else None)
    return tuple(sorted((*duties, new), key=lambda d: d.since or date.min))


def _split(duty: Duty, to: str, day: date) -> tuple[Duty, ...]:
    """``duty`` up to the day before ``day``, and ``to`` from then on."""
    if duty.unit == to or (duty.until and duty.until < day):
        return (duty,)
    if duty.since and duty.since >= day:
        return (replace(duty, unit=to),)
    return (replace(duty, until=day - timedelta(days=1)), Duty(to, day, duty.until))


def _too_early(sites: Iterable[Site], day: date) -> list[tuple[str, str]]:
    late = ((s, s.former_sponsors[-1]) for s in sites if s.former_sponsors)
    return [
        (f"网站“{s.id}”由“{d.unit}”主办到 {d.until}，不早于 {day} 的前一天", "请改正日期")
        for s, d in late
        if d.until and d.until >= day - timedelta(days=1)
    ]


def _sponsored(site: Site, to: str, day: date) -> Site:
    if site.sponsor == to:
        return site
    last = site.former_sponsors[-1].until if site.former_sponsors else None
    until = day - timedelta(days=1)
    ended = Duty(site.sponsor, last + timedelta(days=1) if last else None, until)
    return replace(site, sponsor=to, former_sponsors=(*site.former_sponsors, ended))
