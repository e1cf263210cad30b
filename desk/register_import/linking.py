"""Which record of the register, or of the spreadsheet's earlier rows, a row means; who its unit and its site are."""

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urljoin

from desk.imports.mapping import squeeze
from desk.register.cells import narrow
from desk.register_import.model import (
    ACCOUNT,
    COLUMN,
    NOBODY,
    SITE,
    UNIT,
    Doubt,
    HeadingCell,
    Key,
    RecordDraft,
    Remark,
)
from desk.register_import.names import How, Units
from desk.register_import.targets import Target
from desk.register_import.values import url_key
from desk.register_import.whose import UnitMatcher
from ledger.vocabulary import Account, Register, Site

_FORM = "登记册的格式"


class Linker:
    """Links drafts in the order given; collects doubts and notes."""

    def __init__(self, register: Register, units: Units, answers: Mapping[Key, str]) -> None:
        self.register, self.units, self.answers = register, units, answers
        self.targets: dict[tuple[str, str], Target] = {}
        self.doubts: list[Doubt] = []
        self.notes: list[Remark] = []
        self.whose = UnitMatcher(units, answers, self.doubts, self.notes)
        self.sites_by: dict[str, str] = {}  # what tells a site → its ref
        self.columns_by = {url_key(c.url): c.id for c in register.columns.values()}
        self.accounts_by = {_account_key(a.platform, a.name): a.id for a in register.accounts.values()}
        for site in register.sites.values():
            self._know_site(site.id, site.home, site.name)

    def link(self, drafts: Iterable[RecordDraft]) -> None:
        """Units first, by the length of their names: a short form must find the full one."""
        all_ = list(drafts)
        listed = sorted((d for d in all_ if d.kind == UNIT and d.own), key=lambda d: not d.cells.get("编号"))
        for draft in listed:
            self._own(draft)
        for mention in (False, True):
            some = [d for d in all_ if d.kind == UNIT and not d.own and d.mention is mention]
            refs = [(self.whose.unit(d), d) for d in sorted(some, key=lambda d: -len(d.cells.get("名称", "")))]
            for ref, draft in sorted(refs, key=lambda pair: pair[1].place):
                if ref is not None:
                    self._put(UNIT, ref, draft)
                    for alias in draft.aliases:
                        self.units.former.setdefault(squeeze(alias), ref)
        there = {url_key(d.cells.get("地址", "")) for d in all_ if d.kind == COLUMN}
        for kind, link in ((SITE, self._site), (COLUMN, self._column(there)), (ACCOUNT, self._account)):
            for draft in all_:
                if draft.kind == kind:
                    self._own(draft) if draft.own else link(draft)

    def _put(self, kind: str, ref: str, draft: RecordDraft) -> None:
        target = self.targets.setdefault((kind, ref), Target(kind, ref))
        known: Mapping[str, object] = {
            UNIT: self.register.units,
            SITE: self.register.sites,
            COLUMN: self.register.columns,
            ACCOUNT: self.register.accounts,
        }[kind]
        target.id = ref if ref in known else ""
        if kind == UNIT and not draft.own:
            named = draft.cells.pop("名称", "")
            if named and not target.id and not target.drafts:
                draft.cells["名称"] = self.units.shown[ref]  # the row may have written it short
        key = (draft.place, HeadingCell(kind, "重复"))
        self._keep_duty(target, draft)
        first = target.drafts[0] if target.drafts else None
        differ = target.take(draft, keep=self.answers.get(key) != "y")
        if differ and first is not None and key not in self.answers:
            self._differs(target, first, draft, differ, key)

    def _differs(self, target: Target, first: RecordDraft, draft: RecordDraft, differ: list[str], key: Key) -> None:
        said = "、".join(f"{t}“{target.cells[t]}”和“{draft.cells[t]}”" for t in differ)
        if target.kind == UNIT and not (first.place.sheet == draft.place.sheet and len(draft.cells) > 2):
            self.notes.append(Remark("同一单位在两处写得不同，用先写的", f"{target.ref}：{said}", draft.place))
            return
        text = f"与{first.place}是同一个{target.kind}，写得不同：{said}"
        advice = "请改成一样，或删去一行"
        self.doubts.append(
            Doubt(key, text, advice, "n", "用前一行的", {"y": ("y", "用这一行的")}, out=False, free=False)
        )

    def _keep_duty(self, target: Target, draft: RecordDraft) -> None:
        """Who answers for what is in the register is not changed by the way: what it answered for stays its own."""
        title = {SITE: "主办单位", ACCOUNT: "单位"}.get(target.kind, "")
        there: Mapping[str, Site | Account] = self.register.sites if target.kind == SITE else self.register.accounts
        new = draft.cells.get(title, "")
        if not title or not target.id or not new or draft.own:
            return
        one = there[target.id]
        old = one.sponsor if isinstance(one, Site) else one.unit
        key = (draft.place, HeadingCell(target.kind, title))
        if new == old or not old or self.answers.get(key) == "y":
            return
        del draft.cells[title]
        shown = self.units.shown
        said = f"{target.kind}“{one.name}”（{one.id}）登记的是“{shown[old]}”，表里是“{shown[new]}”"
        advice = f"移交的请用 xuncha register reorganise move，以前的问题才仍算在“{shown[old]}”"
        self.doubts.append(
            Doubt(key, said, advice, "n", "不改单位", {"y": ("y", "登记错了，改过来")}, out=False, free=False)
        )

    def _own(self, draft: RecordDraft) -> None:
        """Under our own headings: by its number, or else as a new one of its name."""
        id_ = narrow(draft.cells.get("编号", ""))
        if draft.kind == UNIT:
            name = draft.cells.get("名称", "")
            ref = id_ or self.units.full.get(squeeze(name)) or name
            if ref not in self.register.units:
                self.units.add(name, ref)
        else:
            for title in ("主办单位", "承办单位", "单位"):
                if draft.cells.get(title):
                    how, found = self.units.find(draft.cells[title])
                    if how in (How.FULL, How.FORMER, How.SHORT):
                        draft.cells[title] = found[0]
            ref = id_ or self._by_content(draft)
        if draft.kind == SITE:
            self._know_site(ref, draft.cells.get("首页地址", ""), draft.cells.get("名称", ""))
        draft.lines = ({**draft.lines[0], **draft.cells}, *draft.lines[1:])
        self._put(draft.kind, ref, draft)

    def _by_content(self, draft: RecordDraft) -> str:
        cells = draft.cells
        match draft.kind:
            case "网站":
                key = url_key(cells.get("首页地址", ""))
                return self.sites_by.get(key) or f"{_FORM}{draft.place}"
            case "栏目":
                return self.columns_by.setdefault(url_key(cells.get("地址", "")), f"{_FORM}{draft.place}")
            case _:
                key = _account_key(cells.get("平台", ""), cells.get("名称", ""))
                return self.accounts_by.setdefault(key, f"{_FORM}{draft.place}")

    def _named(self, draft: RecordDraft) -> str | None:
        """The ref of the unit that a site's or an account's row names; "" where it names none."""
        if not draft.unit or draft.unit == NOBODY:
            return ""
        before = len(self.doubts), len(self.notes)
        ref = self.whose.unit(draft, draft.unit)
        del self.doubts[before[0] :], self.notes[before[1] :]  # its mention has said them
        return ref

    def _know_site(self, ref: str, home: str, name: str) -> None:
        for key in filter(None, (url_key(home) if home else "", f"名称{squeeze(name)}" if name else "")):
            known = self.sites_by.get(key, ref)
            self.sites_by[key] = ref if known == ref else ""  # "": two of one name

    def _site(self, draft: RecordDraft) -> None:
        sponsor = self._named(draft)
        if sponsor is None:
            return
        cells = draft.cells
        if sponsor:
            cells["主办单位"] = sponsor
        if cells.get("承办单位"):
            cells["承办单位"] = self.whose.unit(draft, cells["承办单位"]) or ""
        home = cells.get("首页地址", "")
        ref = self.sites_by.get(url_key(home)) or ""
        if not ref:
            moved = self._moved(draft, sponsor)
            if moved is None:
                return
            ref = moved or home or f"{draft.place}"
            self._know_site(ref, home, cells.get("名称", ""))
        self._put(SITE, ref, draft)

    def _moved(self, draft: RecordDraft, sponsor: str) -> str | None:
        """A site of the register under another address: asked, for its history hangs on the old one."""
        cells, key = draft.cells, (draft.place, HeadingCell(SITE, "迁址"))
        name, code = squeeze(cells.get("名称", "")), cells.get("网站标识码", "")
        old = next(
            (
                site
                for site in self.register.sites.values()
                if (code and site.site_code == code) or (squeeze(site.name) == name and site.sponsor == sponsor)
            ),
            None,
        )
        if old is None or self.answers.get(key) == "n":
            return ""
        if self.answers.get(key) == "y":
            return old.id
        said = f"登记册里的“{old.name}”（{old.id}）是 {old.home}，表里是 {cells.get('首页地址', '（没有写）')}"
        advice = f"迁址的请用 xuncha register reorganise readdress --site {old.id}；写错的请改正"
        other = {"y": ("y", "就是它，改成表里的网址"), "n": ("n", "是另一个网站，另行登记")}
        self.doubts.append(Doubt(key, said, advice, None, "", other, free=False))
        return None

    def _column(self, there: set[str]) -> Callable[[RecordDraft], None]:
        """``there``: the addresses of all columns of the spreadsheet."""

        def link(draft: RecordDraft) -> None:
            site = self._site_of(draft)
            if site is None:
                return
            draft.cells["网站"] = site
            draft.cells["地址"] = self._whole(draft, self._home(site))
            key = url_key(draft.cells["地址"])
            same = [
                c.id
                for c in self.register.columns_of(site)
                if squeeze(c.name) == squeeze(draft.cells.get("名称", "")) and url_key(c.url) not in there
            ]
            ref = self.columns_by.get(key) or (same[0] if len(same) == 1 else f"{site}/{key}")
            self.columns_by[key] = ref
            self._put(COLUMN, ref, draft)

        return link

    def _home(self, ref: str) -> str:
        target, site = self.targets.get((SITE, ref)), self.register.sites.get(ref)
        return (target.cells.get("首页地址", "") if target else "") or (site.home if site else "")

    def _whole(self, draft: RecordDraft, home: str) -> str:
        """The address of a column that may be written as a path on its site."""
        path = draft.cells.get("地址", "")
        if not path.startswith("/") or not home:
            return path
        whole = urljoin(home, path)
        self.notes.append(Remark("网址写得不全，补上了", f"{path}→{whole}", draft.place))
        return whole

    def _site_of(self, draft: RecordDraft) -> str | None:
        """The site of a column: by its name, by its address where two bear the name or none is written."""
        named = self.sites_by.get(f"名称{squeeze(draft.site)}") if draft.site else None
        if named:
            return named
        key = url_key(draft.cells.get("地址", ""))
        above = [(len(k), ref) for k, ref in self.sites_by.items() if ref and "/" in k and _below(key, k)]
        if above:
            ref = max(above)[1]
            if named is None and draft.site:
                self.notes.append(
                    Remark("网站名称对不上，按栏目网址认", f"{draft.site}＝{self._called(ref)}", draft.place)
                )
            return ref
        said = f"登记册和表里都没有网站“{draft.site}”" if draft.site else "没有写是哪个网站的栏目"
        self.doubts.append(Doubt((draft.place, HeadingCell(SITE, "名称")), said, "请写网站名称，或先登记这个网站"))
        return None

    def _called(self, ref: str) -> str:
        target = self.targets.get((SITE, ref))
        site = self.register.sites.get(ref)
        return (target.cells.get("名称", "") if target else "") or (site.name if site else ref)

    def _account(self, draft: RecordDraft) -> None:
        unit = self._named(draft)
        if unit is None:
            return
        if unit:
            draft.cells["单位"] = unit
        key = _account_key(draft.cells.get("平台", ""), draft.cells.get("名称", ""))
        self._put(ACCOUNT, self.accounts_by.setdefault(key, key), draft)


def _account_key(platform: str, name: str) -> str:
    return f"{squeeze(platform)}/{squeeze(name)}"


def _below(key: str, home: str) -> bool:
    """Whether the address lies on the site: of one host, below the home page's folder where it has one."""
    return key.startswith(home if home.endswith("/") else f"{home}/") or key == home
