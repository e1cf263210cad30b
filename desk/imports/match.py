"""Where a third party's row belongs with us: site or account, criterion, place. What is not sure is not matched."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from urllib.parse import urlsplit

from checks.about import About
from checks.registry import rule_of
from checks.verdicts import ACCOUNT, SITE
from crawler.reading.links import absolute, directory
from desk.imports.mapping import Field, ImportWords, ProblemKind, ReportRow, squeeze
from desk.register.cells import host_of
from ledger.encoding.masking import mask
from ledger.vocabulary import Account, Column, Criterion, PageKind, Place, PlaceKind, Register, Site

T = TypeVar("T")

_BARE = re.compile(r"(?:[\w-]+\.)+(?:cn|com|net|org|info|top|vip|cc|政务|公益|中国)(?:[:/?]|$)", re.IGNORECASE)
_INSIDE = re.compile(r"https?://\S+", re.IGNORECASE)  # among words: 链接：http://…
_RELATIVE = re.compile(r"\S*[/.?]\S+")
_REMARK = re.compile(r"（[^（）]*）$")
_TAIL = re.compile(r"(?:门户)?网站$|官网$|网$")
_STEPS = re.compile(r"(?:(?<!\s)\s++)?(?:→|->|>|›|»|/|\\)\s*+")
_HOME = re.compile(r"/(?:(?:index|default)\.\w+)?", re.IGNORECASE)
QUOTED = 30  # signs of a wrong wording that tell it from another one on the same page


@dataclass(frozen=True)
class Match:
    """What a row means to us. ``criteria``: those under which the ledger may have it, the likeliest first;

    ``note``: why nothing of ours answers to it. ``page`` and ``link``: its addresses as we write them.
    """

    subject: str = ""
    criteria: tuple[str, ...] = ()
    place: str = ""
    column: str | None = None
    page: str = ""
    link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Matcher:
    register: Register
    criteria: Mapping[str, Criterion]
    words: ImportWords
    day: date
    # (site, address): whether the home page was seen to use it; then it is charged there
    on_home: Callable[[str, str], bool] = lambda site, url: False

    def match(self, row: ReportRow) -> Match:
        """The row's place, as far as it is sure."""
        kinds, account = self._kinds(row), self._account(row)
        codes = kinds[0].criteria if len(kinds) == 1 else ()
        site, found = self._site(row, with_unit=account is None)
        found = replace(found, subject=account.id if account and site is None else site.id if site else "")
        if found.note:
            return found
        if not found.subject:
            return replace(found, note="登记册里没有这个网站或账号，或者写得不清楚")
        if len(kinds) > 1:
            return replace(found, note="一行写了几类问题")
        if not codes:
            return replace(found, note="没有对应的指标" if kinds else "看不出是哪一类问题")
        standing = [c for c in (self.criteria.get(code) for code in codes) if c and c.enabled]
        if not standing:
            return replace(found, note=f"指标 {codes[0]} 没有启用")
        subject = site or account
        return self.placed(row, found, subject, standing) if subject else found

    def _kinds(self, row: ReportRow) -> tuple[ProblemKind, ...]:
        """By the cell that names the kind; where it is empty by the sheet's name, then by the text."""
        for text in (row.text(Field.KIND), row.sheet, row.text(Field.TEXT)):
            if text and (kinds := self.words.kinds_in(text)):
                return kinds
            if text and text == row.text(Field.KIND):
                break
        return ()

    def _site(self, row: ReportRow, *, with_unit: bool) -> tuple[Site | None, Match]:
        named = self.named_site(row)
        base = named.home if named else ""
        page = address(base, row.address(Field.PAGE)) or address(base, row.address(Field.COLUMN_URL))
        by_page = self.site_at(page)
        link = address(page or base, row.address(Field.LINK))
        found = Match(page=page, link=link)
        if named and by_page and named != by_page:
            return None, replace(found, note=f"地址属于“{by_page.name}”，所写的网站是“{named.name}”")
        site = by_page or named or (self.site_at(link) if not page else None)
        # a name that nobody registered is not the unit's one site by another name
        unnamed = not (row.text(Field.NAME) or row.text(Field.CODE)) and row.text(Field.PLATFORM) in ("", "网站")
        if site is None and with_unit and unnamed and not page:
            site = _only(s for s in self.register.sites.values() if s.sponsor_on(self.day) in self.units(row))
        return site, found

    def named_site(self, row: ReportRow) -> Site | None:
        """The one site that the row names or whose code it gives."""
        code, names = row.text(Field.CODE), [row.text(Field.NAME), row.text(Field.READ)]
        sites = self.register.sites.values()
        by_code = _only(s for s in sites if code and squeeze(s.site_code) == squeeze(code))
        wanted = {_bare(name) for name in names if name}
        return by_code or _only(s for s in sites if s.id in names or _bare(s.name) in wanted)

    def site_at(self, url: str) -> Site | None:
        """The site whose home the address lies under; of several on one host the one that lies deepest."""
        host = _host(url)
        same = [s for s in self.register.sites.values() if host and _host(s.home) == host]
        under = [s for s in same if urlsplit(url).path.startswith(urlsplit(directory(s.home)).path)]
        deepest = max((len(urlsplit(directory(s.home)).path) for s in under), default=0)
        return _only(s for s in under if len(urlsplit(directory(s.home)).path) == deepest)

    def units(self, row: ReportRow) -> frozenset[str]:
        """Ids of the units that bear, or bore, the name in the row."""
        name = squeeze(row.text(Field.UNIT))
        return frozenset(
            u.id
            for u in self.register.units.values()
            if name and name in (squeeze(u.id), squeeze(u.name), *(squeeze(n.name) for n in u.former_names))
        )

    def _account(self, row: ReportRow) -> Account | None:
        """By id, else by platform and name; without a platform only where no site and no other account bears it."""
        name, platform = row.text(Field.NAME), squeeze(row.text(Field.PLATFORM))
        if name in self.register.accounts:
            return self.register.accounts[name]
        same = [a for a in self.register.accounts.values() if squeeze(a.name) == squeeze(name)]
        if platform:
            same = [a for a in same if squeeze(a.platform) in platform or platform in squeeze(a.platform)]
        elif any(_bare(s.name) == _bare(name) for s in self.register.sites.values()):
            return None
        return _only(same)

    def placed(self, row: ReportRow, found: Match, subject: Site | Account, standing: list[Criterion]) -> Match:
        """The place the criterion's rule would name, so that it is the finding of our own looks too."""
        of_account = isinstance(subject, Account)
        fitting = [c for c in standing if (rule := rule_of(c)) is None or rule.of_accounts == of_account]
        if not fitting:
            return replace(found, note=f"“{standing[0].title}”不是{'账号' if of_account else '网站'}的指标")
        rule = rule_of(fitting[0])
        if of_account and rule:
            return replace(found, criteria=_codes(fitting), place=ACCOUNT)
        if isinstance(subject, Account) or rule is None:
            return replace(found, criteria=_codes(fitting), place=wording_place(_said(row), found, subject))
        about = rule.about
        if about.reports and about.place is PlaceKind.LINK:
            return self._link(found, subject, fitting, about.reports.missing)
        if about.reports and about.place is PlaceKind.COLUMN:
            return self._column(row, found, subject, fitting)
        place = self._one_of(about, _all_text(row), found.page, subject)
        note = "" if place else f"看不出“{fitting[0].title}”的哪一处"
        return replace(found, criteria=_codes(fitting), place=place, note=note)

    def _one_of(self, about: About, text: str, page: str, site: Site) -> str:
        """The place that a text names, by the words that the rule declares; what a site has one of needs none."""
        names = about.reports.names if about.reports else ()
        if about.place is PlaceKind.TAG:
            return _tag(names, text, page, site, self.register)
        if about.place is PlaceKind.ELEMENT:
            return next((place for pattern, place in names if re.search(pattern, text, re.IGNORECASE)), "")
        return str(Place(about.place)) if about.reports else ""

    def _link(self, found: Match, site: Site, standing: list[Criterion], missing: str) -> Match:
        """The target of the link; a row with one address alone says that it is this one."""
        target = found.link or found.page
        if not target:
            return replace(found, note=missing)
        on_home = (bool(found.link) and is_home(found.page, site)) or self.on_home(site.id, target)
        likely = sorted(standing, key=lambda c: of_home(c) is not None and of_home(c) != on_home)
        return replace(found, criteria=_codes(likely), place=target)

    def _column(self, row: ReportRow, found: Match, site: Site, standing: list[Criterion]) -> Match:
        columns = self.register.columns_of(site.id)
        last = _STEPS.split(row.text(Field.COLUMN))[-1].strip(' “”"[]【】')
        at = [c for c in columns if found.page and _plain_url(c.url) == _plain_url(found.page)]
        named = [c for c in columns if last and (squeeze(c.name) == squeeze(last) or c.id == last)]
        column = _only(at) or _only(named)
        if column is None:
            return replace(found, note=f"登记册里没有“{last or found.page}”这个栏目" if not named else "同名栏目有几个")
        wanted = [c for c in standing if _wants(c, column)]
        note = "" if wanted else f"栏目“{column.name}”在登记册中的类别、期限不适用这项指标"
        return replace(found, criteria=_codes(wanted), place=column.id, column=column.id, note=note)


def address(base: str, raw: str) -> str:
    """An address as our own readers write it; "" where it is none."""
    text = _REMARK.sub("", raw.strip()).replace("：//", "://")
    if (inside := _INSIDE.search(text)) is not None:
        text = inside[0]
    elif _BARE.match(text):
        text = f"http://{text}"
    elif not _RELATIVE.fullmatch(text):
        return ""
    made = absolute(base, text) if base or "://" in text else None
    return made if made and host_of(made) else ""


def wording_place(quote: str, found: Match, subject: Site | Account) -> str:
    """The place of a problem that people judge: the wording and its page; no address, so that nothing looks there."""
    page = found.page or found.link
    parts = urlsplit(page)
    where = f"{parts.netloc}{parts.path}{f'?{parts.query}' if parts.query else ''}" if page else ""
    words = mask(" ".join(quote.split()))[:QUOTED]
    if words:
        return f"“{words}”（{where}）" if where else f"“{words}”"
    return where or (ACCOUNT if isinstance(subject, Account) else SITE)


def is_home(url: str, site: Site) -> bool:
    parts, home = urlsplit(url), urlsplit(site.home)
    rest = parts.path.removeprefix(home.path.rstrip("/"))
    same = _host(url) == _host(site.home) and not parts.query
    return same and (parts.path == home.path or _HOME.fullmatch(rest or "/") is not None)


def of_home(criterion: Criterion) -> bool | None:
    """Whether it is about the links of the home page, or of the other pages; ``None`` where it does not ask."""
    rule = rule_of(criterion)
    return rule.about.of_home(criterion.params) if rule else None


def takes_links(criterion: Criterion) -> bool:
    """Whether what others say under it is of a link: the address is its place, and pages use it."""
    rule = rule_of(criterion)
    return rule is not None and rule.about.place is PlaceKind.LINK and rule.about.reports is not None


def _wants(criterion: Criterion, column: Column) -> bool:
    """Whether the criterion is for this column."""
    rule = rule_of(criterion)
    return rule is None or rule.about.applies(criterion, column)


def _tag(names: tuple[tuple[str, str], ...], text: str, page: str, site: Site, register: Register) -> str:
    """The one tag a text names, on the kind of page it was seen on."""
    tags = {tag for pattern, _ in names for tag in re.findall(pattern, text)}
    if len(tags) != 1 or not page:
        return ""
    at_column = any(_plain_url(c.url) == _plain_url(page) for c in register.columns_of(site.id))
    kind = PageKind.HOME if is_home(page, site) else PageKind.COLUMN if at_column else PageKind.ARTICLE
    return str(Place(PlaceKind.TAG, tags.pop(), kind))


def _said(row: ReportRow) -> str:
    return row.text(Field.QUOTE) or row.text(Field.TEXT)


def _all_text(row: ReportRow) -> str:
    return " ".join(row.text(f) for f in (Field.KIND, Field.TEXT, Field.QUOTE))


def _codes(criteria: Iterable[Criterion]) -> tuple[str, ...]:
    return tuple(c.code for c in criteria)


def _only(found: Iterable[T]) -> T | None:
    """The one of them; ``None`` where there is none, or more than one: then nothing is sure."""
    some = list(found)
    return some[0] if len(some) == 1 else None


def _bare(name: str) -> str:
    return _TAIL.sub("", squeeze(name))


def _host(url: str) -> str:
    return host_of(url).removeprefix("www.")


def _plain_url(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?|/(?:index\.\w+)?$", "", url)
