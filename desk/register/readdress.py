"""迁址: a site's new home and the new addresses of its columns, by rules. Reads no ledger, writes no file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from desk.register.cells import host_of
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.vocabulary import Column, FormerHome, Register, Site

_NAME = "迁址"


@dataclass(frozen=True)
class AddressRule:
    """Old address to new: by the beginning of it, or by a pattern that fits it whole."""

    old: str
    new: str
    pattern: re.Pattern[str] | None = None

    @classmethod
    def read(cls, text: str) -> "AddressRule":
        """“OLD=NEW” or “re:PATTERN=NEW” (NEW with \\1 …). Raises ValueError with the advice."""
        found = re.fullmatch(r"(re:)?(\S+?)=(https?://\S*)", text.strip())
        if not found:
            raise ValueError("请写成“http://旧地址/=http://新地址/”，或“re:旧地址的正则式=http://新地址/\\1”")
        if not found[1]:
            return cls(found[2], found[3])
        try:
            pattern = re.compile(found[2])
            re.sub(pattern, found[3], "")  # a template that names no group of the pattern raises
        except (re.error, IndexError) as error:
            raise ValueError(f"正则式写错了（{found[2]}）") from error
        return cls(found[2], found[3], pattern)

    def new_address(self, url: str) -> str | None:
        if self.pattern:
            fits = self.pattern.fullmatch(url)
            return fits.expand(self.new) if fits else None
        rest = url.removeprefix(self.old)
        whole = url.startswith(self.old) and (self.old.endswith("/") or rest[:1] in ("", "/", "?", "#"))
        return self.new + rest if whole else None


@dataclass(frozen=True)
class Readdress:
    """Site ``site`` has its home page at ``home`` from a day on. ``rules``: the first that fits wins; where none fits,
    what stood under the old home stands at the same path under the new one."""

    site: str
    home: str
    rules: tuple[AddressRule, ...] = ()


@dataclass(frozen=True)
class Addresses:
    """What became of each address under the old home."""

    old: str
    new: str
    rules: tuple[AddressRule, ...] = ()

    def __call__(self, url: str) -> str | None:
        """The new address; ``None`` where ``url`` was not under the old home, has no rule or stays as it is."""
        if host_of(url) != host_of(self.old):
            return None
        mapped = (rule.new_address(url) for rule in self.rules)
        found = next((new for new in mapped if new), None) or self._same_path(url)
        return None if found == url else found

    def _same_path(self, url: str) -> str | None:
        if url == self.old:
            return self.new
        parts, new = urlsplit(url), _folder(self.new)
        path, folder, inside = parts.path or "/", urlsplit(_folder(self.old)).path, urlsplit(new).path
        if host_of(new) == host_of(url) and inside.startswith(folder) and path.startswith(inside):
            folder = inside  # a home that moves into a folder of its own host: what stands there is there already
        if not path.startswith(folder):
            return None
        return new + parts._replace(scheme="", netloc="", path=path[len(folder) :]).geturl()


def _folder(home: str) -> str:
    """The folder a home page stands in, with its last slash."""
    parts = urlsplit(home)
    return f"{parts.scheme}://{parts.netloc}{parts.path.rpartition('/')[0]}/"


def addresses(register: Register, change: Readdress) -> Addresses:
    return Addresses(register.sites[change.site].home, change.home, change.rules)


def readdressed(register: Register, change: Readdress, day: date) -> Register:
    """``register`` after the move; ConfigError where it cannot be, or a column's new address is unknown."""
    problems = list(_mistakes(register, change, day))
    if problems:
        raise ConfigError(*problems)
    site, moved = register.sites[change.site], addresses(register, change)
    left = FormerHome(site.home, day - timedelta(days=1))
    columns = {c.id: replace(c, url=moved(c.url) or c.url) for c in register.columns_of(site.id)}
    lost = [c for c in columns.values() if host_of(c.url) != host_of(change.home)]
    if lost:
        raise ConfigError(*(_lost(column) for column in lost))
    there = replace(site, home=change.home, former_homes=(*site.former_homes, left))
    return replace(register, sites={**register.sites, site.id: there}, columns={**register.columns, **columns})


def _lost(column: Column) -> ConfigMistake:
    text = f"栏目“{column.id}”的地址 {column.url} 没有对应的新地址"
    return ConfigMistake(_NAME, text, "请用 --rule 写明旧地址和新地址的对应")


def _mistakes(register: Register, change: Readdress, day: date) -> Iterator[ConfigMistake]:
    site: Site | None = register.sites.get(change.site)
    if site is None:
        yield ConfigMistake(_NAME, f"登记册里没有网站“{change.site}”", "请写网站表里的编号")
        return
    if not host_of(change.home):
        yield ConfigMistake(_NAME, f"“{change.home}”不是完整的网址", "请写以 http:// 或 https:// 开头的完整地址")
    elif change.home == site.home:
        yield ConfigMistake(_NAME, f"网站“{site.id}”的首页已经是 {site.home}", "请写新地址")
    last = site.former_homes[-1] if site.former_homes else None
    if last and last.until >= day - timedelta(days=1):
        yield ConfigMistake(_NAME, f"原地址 {last.home} 用到 {last.until}，不早于 {day} 的前一天", "请改正日期")
