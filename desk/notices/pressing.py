"""What may be pressed today, and by which day: the one place that says it for every paper. Writes nothing.

Notice, sheet, receipt, urgent letter, reminder and 督办单 take a problem's deadline from here, and what the register
says against its place.
"""

from collections.abc import Callable
from datetime import date

from checks.registry import judges_closed
from desk.context import Desk
from desk.presenters.place_names import unit_name
from ledger.calendar import Calendar, Deadline
from ledger.ledger import Ledger
from ledger.vocabulary import Criterion, Finding
from ledger.vocabulary.post.outbox import Letter


def deadline(finding: Finding, criterion: Criterion, calendar: Calendar, day: date) -> Deadline:
    """The day by which a paper of ``day`` wants it put right: what the unit was told; else as many working days from
    ``day`` as its criterion gives. What is overdue is given them anew, at least one."""
    if finding.due is None:
        return calendar.add(day, criterion.days_to_fix)
    if finding.overdue_on(day):
        return calendar.add(day, criterion.days_to_fix or 1)
    return Deadline(finding.due, known=True)


def drafted(ledger: Ledger, day: date) -> dict[int, date]:
    """The deadlines in drafts that wait for their signature. An urgent letter never gives more time than the notice
    that is about to be signed."""
    drafts = (ledger.notices.draft(month) for month in ledger.notices.unsigned_months())
    dues = {m.finding: m.due for draft in drafts if draft for m in draft.matters}
    return {number: due for number, due in dues.items() if due and due >= day}


def out_of_place(desk: Desk, ledger: Ledger, finding: Finding, day: date) -> str:
    """Why its place is not inspected any more, by the register; "" where it is."""
    register, criterion = desk.register, desk.criteria.get(finding.criterion)
    site, column = register.sites.get(finding.subject), register.columns.get(finding.column or "")
    if site is None or judges_closed(criterion):
        return ""  # of an account in no register, or of what is closed and yet there, that is the problem
    if site.closed_on(day):
        return "网站已关停"
    if finding.column and column is None:
        return "栏目已从登记表中删去"
    if column and not column.inspected_on(day):
        return "栏目已登记为不检查"
    return "登记的地址有误，已经更正" if ledger.terms.was_misregistered(finding, register) else ""


def why_not(desk: Desk, ledger: Ledger, day: date) -> Callable[[Finding], str]:
    """What the register says against pressing anybody for a finding, as the release of a letter asks it."""
    return lambda finding: out_of_place(desk, ledger, finding, day)


def unit_changed(desk: Desk, letter: Letter, day: date) -> str:
    """Why a letter that presses is no longer rightly addressed, or "". The notice's names units as it was signed."""
    unit = desk.register.units.get(letter.unit)
    if unit is None:
        return "收件单位已不在登记册中" if letter.kind.urges else ""
    if unit.closed and letter.created.date() < unit.closed <= day:
        return f"收件单位已于 {unit.closed} 撤并"
    name = unit_name(desk, letter.unit, day)
    return f"收件单位现在叫“{name}”" if letter.kind.urges and name != letter.unit_name else ""
