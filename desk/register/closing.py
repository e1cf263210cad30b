"""关停: the closing of a site is entered with its notice and approval. Writes no file."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.vocabulary import Register

NOTICE = timedelta(days=30)  # 国办发〔2017〕47号: the notice stands on the home page for 30 days at least
_NAME = "关停网站"


@dataclass(frozen=True)
class Closing:
    """Site ``site``: the notice up from ``announced``, closed from ``closes`` on, by ``approval`` of the superior."""

    site: str
    announced: date
    closes: date
    approval: str


def closing(register: Register, change: Closing) -> Register:
    """``register`` with the closing entered; ConfigError where it must not be."""
    problems = list(_mistakes(register, change))
    if problems:
        raise ConfigError(*problems)
    site = register.sites[change.site]
    ends = replace(site, closing=change.announced, closed=change.closes, approval=change.approval.strip())
    return replace(register, sites={**register.sites, site.id: ends})


def _mistakes(register: Register, change: Closing) -> Iterator[ConfigMistake]:
    site = register.sites.get(change.site)
    if site is None:
        yield ConfigMistake(_NAME, f"登记册里没有网站“{change.site}”", "请写网站表里的编号")
    elif site.closed and site.closed <= change.announced:
        yield ConfigMistake(_NAME, f"网站“{site.id}”已于 {site.closed} 关停", "请核对编号")
    if change.closes < change.announced + NOTICE:
        least = change.announced + NOTICE
        text = f"公告自 {change.announced} 起挂出，到 {change.closes} 不满 {NOTICE.days} 天"
        yield ConfigMistake(_NAME, text, f"请把关停日定在 {least} 或以后")
    if not change.approval.strip():
        yield ConfigMistake(_NAME, "没有写上级同意关停的文号", "请用 --approval 写明")
