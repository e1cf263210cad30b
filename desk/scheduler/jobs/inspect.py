"""The jobs that look: probes, the daily inspection, the sweep, the re-looks, the accounts. Each says what it did."""

from dataclasses import replace
from datetime import timedelta

from desk.context import chosen_sites
from desk.facts.run_result import Result
from desk.inspections.account_inspection import inspect_accounts
from desk.inspections.inspection import KIND, RunPlan, inspect_desk
from desk.inspections.probing import probe_all
from desk.scheduler.jobs.context import Order
from desk.scheduler.timetable import slots
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger, RunRecord
from ledger.vocabulary import Confirm, Finding, State, open_findings

SECOND = timedelta(seconds=1)


def probe(order: Order) -> str:
    """The home pages that the timetable names for this moment, but for those an earlier start visited already."""
    due = slots(order.schedule, order.desk.register, order.desk.calendar.working_day, order.due, order.due + SECOND)
    wanted = {site for slot in due if slot.job is order.job for site in slot.sites}
    only = {site for site in wanted if not _probed(order, site)}
    if not only:
        return "这一次的都已探测过"
    made = probe_all(order.desk, order.now, only=only)
    if not any(seen.controls_ok for _, seen in made):
        return f"{len(made)} 个首页，但对照网站都打不开，是本机网络不通"
    shut = [order.desk.register.sites[site].name for site, seen in made if not seen.opened]
    return f"{len(made)} 个首页，" + (f"没有打开：{'、'.join(shut)}" if shut else "都打开了")


def _probed(order: Order, site: str) -> bool:
    path = order.desk.workspace.archive(site)
    if not path.is_file():
        return False
    with ArchiveReader(path) as archive:
        return any(True for _ in archive.probes(order.due, order.now))


def inspect(order: Order) -> str:
    """The daily scope of every site, in one run of this slot: started again, it goes on."""
    sites = chosen_sites(order.desk.register, (), ())
    return _run(order, RunPlan(order.run, order.now, sites, daily=True))


def sweep(order: Order) -> str:
    """Every site whole: the sweep that the last night left unfinished, or a new one when it is time for it."""
    desk, entry = order.desk, order.schedule.entries[order.job]
    due = slots(order.schedule, desk.register, desk.calendar.working_day, order.due, order.due + SECOND)
    end = next((slot.expires for slot in due if slot.job is order.job), None)
    plan = RunPlan(order.run, order.now, chosen_sites(desk.register, (), ()), until=end)
    earlier = [r for r in _runs(order) if dict(r.settings) == plan.settings]
    paused = [r for r in earlier if r.finished is None]
    ended = [r.finished for r in earlier if r.finished and r.run != order.run]
    if paused:
        plan = replace(plan, run=paused[-1].run)
    elif ended and order.due < max(ended) + timedelta(days=entry.rest_days):
        return f"上一遍在 {max(ended):%Y-%m-%d} 看完，还没有到下一遍的时候"
    told = _run(order, plan)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return told if ledger.runs.get(plan.run).finished else f"夜间时段结束，没看完的下一夜接着看；{told}"


def recheck(order: Order) -> str:
    """Sites with a finding whose further look is due (10 minutes, 6 hours) are seen again, in the daily scope."""
    started = [r for r in _runs(order) if r.run == order.run]
    sites = tuple(started[0].settings["sites"].split()) if started else _due_again(order)
    if not sites:
        return "没有到时间的"
    return _run(order, RunPlan(order.run, order.now, sites, daily=True))


def _due_again(order: Order) -> tuple[str, ...]:
    if not order.desk.workspace.ledger.is_file():
        return ()
    with Ledger.open_for_reading(order.desk.workspace.ledger) as ledger:
        waiting = open_findings(ledger.findings.find(states=(State.SUSPECTED, State.REOPENED)), order.now)
    due = {finding.subject for finding in waiting if _is_due(order, finding)}
    return tuple(site for site in order.desk.register.sites if site in due)


def _is_due(order: Order, finding: Finding) -> bool:
    """Waits for the machine's further looks, and the longest gap between looks has passed since the last one."""
    criterion = order.desk.criteria.get(finding.criterion)
    if finding.confirmed_at or criterion is None or criterion.confirm is not Confirm.MACHINE or not criterion.looks:
        return False
    return finding.last_seen + max(criterion.looks) <= order.now


def accounts(order: Order) -> str:
    if not order.desk.register.accounts:
        return "登记册里没有账号"
    return _told(inspect_accounts(order.desk, order.now))


def _runs(order: Order) -> list[RunRecord]:
    if not order.desk.workspace.ledger.is_file():
        return []
    with Ledger.open_for_reading(order.desk.workspace.ledger) as ledger:
        return [run for run in ledger.runs.find() if run.kind == KIND]


def _run(order: Order, plan: RunPlan) -> str:
    """What an earlier start of this slot brought to its end is not done again."""
    if any(r.run == plan.run and r.finished for r in _runs(order)):
        return "已经做完"
    return _told(inspect_desk(order.desk, plan))


def _told(result: Result) -> str:
    return f"现有问题 {len(result.findings)} 个，未能核查 {len(result.unknown)} 处"
