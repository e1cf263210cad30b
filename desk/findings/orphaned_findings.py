"""Open findings that no inspection will ever see again, because of what the register says: for a clerk to decide."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from checks.accounts import why_left_out
from checks.registry import judges_closed
from desk.facts.account_judging import is_unregistered
from ledger.vocabulary import Criterion, Finding, Register


def stranded(
    register: Register, criteria: Mapping[str, Criterion], standing: Iterable[Finding], day: date
) -> Iterator[tuple[Finding, str]]:
    """Each with why it is no longer looked at. A finding closes only on a PASS, so none of these closes by itself."""
    for finding in standing:
        if why := _why(register, criteria.get(finding.criterion), finding, day):
            yield finding, why


def _why(register: Register, criterion: Criterion | None, finding: Finding, day: date) -> str:
    site = register.sites.get(finding.subject)
    account = register.accounts.get(finding.subject)
    if account is not None:
        return why_left_out(account, day)
    if site is None:
        # an account that nobody registered is known by its platform and name, and stays to be registered or closed
        return "" if is_unregistered(finding.subject) else "已不在登记册中"
    if site.closed_on(day):
        return "" if judges_closed(criterion) else f"网站已于 {site.closed} 关停"
    if finding.column is None:
        return ""
    column = register.columns.get(finding.column)
    if column is None:
        return f"栏目 {finding.column} 已不在登记册中"
    return "" if column.inspected_on(day) else f"栏目“{column.name}”登记为{column.state}（{column.state_reason}）"
