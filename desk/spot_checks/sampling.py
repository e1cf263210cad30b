"""Spot checks by lot (抽查): draws, inspects what was drawn as any inspection does, and writes the record."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from desk.context import Desk
from desk.facts.run_result import COULD_NOT_LOOK, NOTHING_WRONG, PROBLEMS, Result
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.inspections.inspection import inspect_desk, plan_run
from desk.inspections.shards import Progress
from desk.presenters.account_results import BAD, GOOD, UNSEEN
from desk.presenters.place_names import office, problem_lines, site_name, unit_name, unknown_lines
from desk.spot_checks.random_sample import Lot, Share, draw_accounts, draw_sites, fingerprint, seed_of
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, Reason, Verdict
from reports.figures.groups import every
from reports.letters.random_sample import DrawnFigures, DrawnGroup, DrawnSubject, write_drawn, write_drawn_workbook

UNBOUND = "不适用"
FEW = "“站点无法访问”须有一周的探测记录，记录不足的只列入未能核查，不影响本次结果。"


@dataclass(frozen=True)
class SampleRequest:
    """What the clerk asks for. Without a ``seed`` it is the day's."""

    sites: Share | None
    accounts: Share | None
    seed: int | None = None


def draw(desk: Desk, wanted: SampleRequest, now: datetime) -> DrawnFigures:
    """Draw, and look at nothing."""
    day, seed = now.date(), seed_of(now.date()) if wanted.seed is None else wanted.seed
    lots = []
    if wanted.sites:
        lots.append(draw_sites(desk.register, wanted.sites, seed, day))
    if wanted.accounts:
        lots.append(draw_accounts(desk.register, wanted.accounts, seed, day))
    if not lots:
        raise ConfigError(ConfigMistake("xuncha sample", "没有说抽什么", "请写 --sites 或 --accounts，如 --sites 20%"))
    empty = [lot.what for lot in lots if not lot.total]
    if empty:
        raise ConfigError(*(ConfigMistake("登记册", f"没有可抽的{what}", "请先登记，或去掉这一项") for what in empty))
    return DrawnFigures(
        office=office(desk),
        drawn_at=now,
        seed=seed,
        chosen_seed=wanted.seed is not None,
        register=fingerprint(desk.register),
        asked=tuple((lot.what, lot.asked) for lot in lots),
        groups=tuple(DrawnGroup(lot.what, s.group, len(s.subjects), len(s.drawn)) for lot in lots for s in lot.strata),
        left_out=tuple((lot.what, site_name(desk, subject), why) for lot in lots for subject, why in lot.left_out),
        subjects=tuple(one for lot in lots for one in _subjects(desk, lot, now)),
    )


def _subjects(desk: Desk, lot: Lot, now: datetime) -> Iterator[DrawnSubject]:
    day = now.date()
    for stratum in lot.strata:
        for subject in stratum.drawn:
            unit = unit_name(desk, desk.register.answerable(subject, None, day), day)
            site = desk.register.sites.get(subject)
            address = site.home if site else desk.register.accounts[subject].address
            yield DrawnSubject(lot.what, stratum.group, unit, subject, site_name(desk, subject), address)


def inspect_drawn(
    desk: Desk, drawn: DrawnFigures, given: Surroundings | None = None, progress: Progress | None = None
) -> tuple[DrawnFigures, int]:
    """Look at all that was drawn; the record filled in, and the exit code."""
    now, given = drawn.drawn_at, given or Surroundings()
    accounts = tuple(one.id for one in drawn.subjects if one.id in desk.register.accounts)
    sites = tuple(one.id for one in drawn.subjects if one.id in desk.register.sites)
    results: list[Result] = []
    if accounts:  # first: what is wrong with their credentials is said before the hour of the sites
        results.append(inspect_accounts(desk, now, accounts=accounts, given=given))
    if sites:
        plan = plan_run(desk, sites, now, allow_private=given.allow_private)
        results.append(inspect_desk(desk, plan, progress))
    findings = [f for result in results for f in result.findings]
    unknown = [v for result in results for v in result.unknown]
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        problems = every(problem_lines(desk, ledger, findings, now))
    looked = {c.site: result.run for result in results for c in result.coverage if c.pages}
    filled = replace(
        drawn,
        subjects=tuple(_judged(desk, one, findings, unknown, looked.get(one.id)) for one in drawn.subjects),
        problems=problems,
        unknown=unknown_lines(desk, unknown),
        remark=FEW if any(v.reason is Reason.FEW_SAMPLES for v in unknown) else "",
    )
    if findings:
        return filled, PROBLEMS
    return filled, COULD_NOT_LOOK if unknown or not looked else NOTHING_WRONG


def _judged(
    desk: Desk, one: DrawnSubject, findings: Iterable[Finding], unknown: Iterable[Verdict], run: str | None
) -> DrawnSubject:
    """不合格 by a confirmed 单项否决 alone, if it could be looked at; 合格 only where no such question stands open."""
    mine = [f for f in findings if f.subject == one.id]
    unseen = [v for v in unknown if v.subject == one.id]
    vetoes = [f for f in mine if f.criterion in desk.criteria and desk.criteria[f.criterion].veto]
    open_questions = [v for v in unseen if desk.criteria[v.criterion].veto and v.reason is not Reason.FEW_SAMPLES]
    counted = replace(one, problems=len(mine), unknown=len(unseen), run=run or "")
    if one.id in desk.register.sites and not desk.register.sites[one.id].bound:
        return replace(counted, result=UNBOUND, note="登记为不适用检查指标的网站")
    confirmed = [f for f in vetoes if f.confirmed_at]
    if any(f.unknown_since is None for f in confirmed):
        return replace(counted, result=BAD)
    if confirmed:
        return replace(counted, result=UNSEEN, note="以前核实的“单项否决”类问题，本次未能复查")
    if run is None:
        return replace(counted, result=UNSEEN, note="本次未能读取，原因和处理建议见未能核查")
    if vetoes:
        return replace(counted, result=UNSEEN, note="有“单项否决”类疑似问题待人工核实")
    if open_questions:
        titles = dict.fromkeys(desk.criteria[v.criterion].title for v in open_questions)
        return replace(counted, result=UNSEEN, note=f"“单项否决”类指标未能核查：{'、'.join(titles)}")
    return replace(counted, result=GOOD)


def write_sample(desk: Desk, drawn: DrawnFigures, out: Path) -> list[Path]:
    """The record in ``out``, as .docx and .xlsx."""
    out.mkdir(parents=True, exist_ok=True)
    name = f"抽查情况表-{drawn.drawn_at:%Y-%m-%d}-{drawn.seed}"
    return [
        write_drawn(drawn, desk.workspace.letters / "drawn.docx", out / f"{name}.docx"),
        write_drawn_workbook(drawn, out / f"{name}.xlsx"),
    ]
