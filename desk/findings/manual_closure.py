"""A clerk's word that a problem is gone (人工核查通过): for what no machine can see, with what was seen."""

from datetime import date, datetime
from pathlib import Path

from desk.context import Desk
from desk.findings.orphaned_findings import stranded
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.kept_files import keep_file
from ledger.ledger import ForbiddenChange, Ledger
from ledger.refusals import refusal
from ledger.vocabulary import Event, Finding, Source
from reports.figures.text import is_web


def pass_seen(desk: Desk, ledger: Ledger, number: int, now: datetime, by: str, why: str, seen: str | Path) -> Finding:
    """Close the finding on what a person saw: an address, or a file (a picture of the screen) that is kept."""
    finding = ledger.findings.get(number)
    if not _for_people(desk, finding, now.date()):
        told = f"问题 {number} 可以由机器复查，不能凭人工查看销号；请用 xuncha recheck {number}。"
        raise ForbiddenChange(finding.state, Event.PASSED, told)
    if isinstance(seen, str) and not is_web(seen):
        raise ConfigError(
            ConfigMistake("--seen", f"“{seen}”不是网址", "请写成 http://www.….gov.cn/ 的样子，或改用 --file")
        )
    told = seen if isinstance(seen, str) else f"附件 {keep_file(desk.workspace, _bytes(seen), seen.name)}"
    return ledger.decisions.pass_by_person(number, now, by, f"{why}（人工查看：{told}）")


def _for_people(desk: Desk, finding: Finding, day: date) -> bool:
    """Whether its criterion is judged by people, the machine could not or will not look, or a person found it."""
    criterion = desk.criteria.get(finding.criterion)
    by_person = ("source", Source.PERSON.value) in finding.evidence.figures or bool(finding.origin)
    blind = finding.unknown_since is not None or any(stranded(desk.register, desk.criteria, [finding], day))
    return criterion is None or criterion.rule is None or blind or by_person


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(ConfigMistake(str(file), f"读不了（{refusal(error)}）", "请核对 --file 写的路径")) from None
