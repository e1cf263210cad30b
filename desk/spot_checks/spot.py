"""`xuncha check`: a spot check of one address without any register; the report is a page that anyone can read."""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from checks.registry import judges, rule_of
from checks.runner import named
from desk.config.criteria import load_criteria
from desk.config.reasons import load_reasons
from desk.config.settings import load_settings
from desk.config.trust_start import load_start
from desk.context import Desk, without_gaps
from desk.facts.run_result import Result
from desk.inspections.inspection import RunPlan, inspect_desk, judge_again
from desk.inspections.shards import Progress
from desk.presenters.place_names import citation, problem_lines, unknown_lines
from desk.register.cells import host_of
from desk.statistics.column_discovery import guess_columns, keep
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace, shipped_config
from ledger.archive.writer import Archive, ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import DEAD_REASONS, Confirm, Criterion, Finding, HomePage, PlaceKind, Reason, Register, Site
from reports.figures.check import CheckFigures, DeadTarget
from reports.figures.groups import every
from reports.page import write_page

SITE = "site"
ALLOWED = "allowed"  # the kinds of a criterion that holds columns to the limit the register gives each
# why an address gave no answer at all
NO_ANSWER = frozenset(
    {
        *(Reason.DNS_NOT_FOUND, Reason.DNS_FAILED, Reason.OFFLINE, Reason.PRIVATE_ADDRESS, Reason.REFUSED),
        *(Reason.TIMEOUT, Reason.RESET, Reason.TLS),
    }
)
_LABEL = re.compile(r"[\w-]{1,63}")


def spot_check(
    url: str,
    pages: int,
    out: Path | None,
    *,
    allow_private: bool,
    now: datetime,
    progress: Progress | None,
    rate: float | None = None,
) -> tuple[Result, Path | None]:
    """Look at ``url`` and up to ``pages`` pages of its site; the report goes to ``out``, if given. ``rate``: pages a
    second, in place of the settings' own."""
    home = url if "://" in url else f"http://{url}"
    host = host_of(home)
    if not home.startswith(("http://", "https://")) or not _is_name(host) or re.search(r"\s", home):
        raise ConfigError(ConfigMistake("URL", f"“{url}”不是网址", "请写成 http://www.….gov.cn/ 的样子"))
    if out:
        out.mkdir(parents=True, exist_ok=True)  # before the first look: an hour's crawl must not end here
    with tempfile.TemporaryDirectory(prefix="xuncha-") as folder:
        desk = _desk(Path(folder), home, host, rate)
        began = datetime.now(SHANGHAI)
        result = inspect_desk(desk, RunPlan("check", now, (SITE,), allow_private, pages), progress)
        _answered(desk, result, home)
        desk = _with_columns(desk, result.run, now)
        if desk.register.columns:
            result = judge_again(desk, result.run, now)
        report = None
        if out:
            figures = _figures(desk, result, home, now, now + (datetime.now(SHANGHAI) - began))
            report = write_page(figures, shipped_config() / "letters" / "check.html.jinja", out / "报告.html")
    return result, report


def _is_name(host: str) -> bool:
    """Whether it can be the name of a host: a mistyped word (xuncha check inspect) is none."""
    try:
        return bool(ip_address(host.strip("[]")))
    except ValueError:
        labels = host.rstrip(".").split(".")
        parted = len(labels) > 1 and not labels[-1].isdigit()
        return host == "localhost" or (parted and all(_LABEL.fullmatch(one) for one in labels))


def _answered(desk: Desk, result: Result, home: str) -> None:
    """CannotLook where not even the home page answered: of a site that was not seen nothing is judged."""
    if any(c.pages for c in result.coverage):
        return
    seen = [f.evidence.reason for f in result.findings] + [v.reason for v in result.unknown]
    reason = next((one for one in seen if one in NO_ANSWER), None)
    if reason is not None:
        said = desk.words[reason]
        alone = "确要访问请加 --allow-private" if reason is Reason.PRIVATE_ADDRESS else "请核对地址和本机网络后再试"
        raise CannotLook(f"打不开 {home}（{said.label}）：{said.meaning}；没有作任何判定。{alone}")


def _desk(folder: Path, home: str, host: str, rate: float | None) -> Desk:
    shipped = shipped_config()
    known = load_criteria(shipped / "criteria")
    alone = {code: criterion for code, criterion in known.items() if criterion.enabled and _alone(criterion)}
    settings = load_settings(shipped / "xuncha.toml")
    if rate is not None:  # who says it once means it, also of the hosts that the pages lead to
        settings = replace(settings, crawl=replace(settings.crawl, rate=rate, outside_rate=rate, fastest=rate))
    site = Site(id=SITE, name=host, home=home, sponsor="", rate=settings.crawl.rate)
    return Desk(
        workspace=Workspace(folder),
        settings=settings,
        register=Register({}, {SITE: site}, {}, {}),
        criteria=without_gaps(alone),
        words=load_reasons(shipped / "words" / "reasons.toml"),
        beginning=load_start(shipped / "trust.toml"),
    )


def _alone(criterion: Criterion) -> bool:
    """Whether it can judge an address alone; the others need the register, or a week of probes."""
    rule = rule_of(criterion)
    return rule is not None and rule.about.alone


def _with_columns(desk: Desk, run: str, now: datetime) -> Desk:
    """The desk with the guessed columns registered under their addresses, and what judges columns."""
    with Archive(desk.workspace.archive(SITE)) as archive:
        archive.start_run(run, now)
        guessed = guess_columns(archive, run, SITE)
        keep(archive, guessed)
    known = load_criteria(shipped_config() / "criteria")
    judged = {code: replace(criterion, confirm=Confirm.PERSON) for code, criterion in of_columns(known).items()}
    return replace(
        desk,
        register=replace(desk.register, columns={one.column.id: one.column for one in guessed}),
        criteria={**desk.criteria, **without_gaps(judged)},
    )


def of_columns(known: Mapping[str, Criterion]) -> dict[str, Criterion]:
    """Those that judge a guessed column, which the office has given no limit of its own, and what counts only them."""
    judged = {code: c for code, c in known.items() if c.enabled and judges(c, PlaceKind.COLUMN)}
    single = {code: c for code, c in judged.items() if c.params.get("kinds") != ALLOWED}
    counting = {code: c for code, c in known.items() if c.enabled and named(c) and set(named(c)) <= single.keys()}
    return {**single, **counting}


def _figures(desk: Desk, result: Result, home: str, started: datetime, finished: datetime) -> CheckFigures:
    links = [f for f in result.findings if _is_dead(desk, f)]
    others = [f for f in result.findings if not _is_dead(desk, f)]
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        problems = every(problem_lines(desk, ledger, others, finished))
    with ArchiveReader(desk.workspace.archive(SITE)) as archive:
        front = next(iter(archive.home_pages(result.run)), None)
    coverage = result.coverage[0]
    dead = [
        DeadTarget(
            address=f.place,
            reason=desk.words[f.evidence.reason].label if f.evidence.reason else "",
            uses=f.evidence.uses,
            users=tuple((r.page, r.uses) for r in f.evidence.referrers),
            evidence=citation(f.evidence),
        )
        for f in sorted(links, key=lambda f: -f.evidence.uses)
    ]
    return CheckFigures(
        address=home,
        title=front.title if front else "",
        started=started,
        finished=finished,
        pages=coverage.pages,
        targets=coverage.targets,
        fine=coverage.fine,
        dead=tuple(dead),
        problems=problems,
        unknown=unknown_lines(desk, result.unknown),
        skipped=tuple((desk.words[s.reason].label, s.count) for s in coverage.skipped),
        facts=_facts(front),
        columns=tuple((c.name, c.kind.value, c.url) for c in desk.register.columns.values()),
    )


def _is_dead(desk: Desk, finding: Finding) -> bool:
    """Whether it says that a link does not open."""
    return judges(desk.criteria[finding.criterion], PlaceKind.LINK) and finding.evidence.reason in DEAD_REASONS


def _facts(front: HomePage | None) -> tuple[tuple[str, str], ...]:
    if front is None:
        return ()
    seen = front.identity
    pairs = (
        ("主办单位", seen.sponsor),
        ("承办单位", seen.operator),
        ("联系方式", seen.contact),
        ("网站标识码", seen.site_code),
        ("ICP备案号", seen.icp),
        ("公安备案号", seen.police),
    )
    return tuple((name, value) for name, value in pairs if value)
