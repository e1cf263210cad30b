"""Where a unit says that it put things right (整改后地址), looked at beside a re-look: for the clerk to judge. Closes
nothing."""

from datetime import datetime
from urllib.parse import urlsplit

from desk.context import Desk
from ledger.archive.writer import ArchiveReader
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, Reason, Standing
from reports.figures.text import is_web, shorten


def reported_address(desk: Desk, ledger: Ledger, finding: Finding) -> str:
    """The address in the unit's last answer, where it is on the finding's own site; else ""."""
    said, site = ledger.answers.find(finding.id), desk.register.sites.get(finding.subject)
    address = said[-1].new_address if said else ""
    return address if site and is_web(address) and _server(address) == _server(site.home) else ""


def _server(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def what_was_seen(desk: Desk, finding: Finding, run: str, address: str, now: datetime) -> str:
    """One sentence on the address as the re-look saw it."""
    told = f"单位报来的整改后地址 {shorten(address, 200)} "
    with ArchiveReader(desk.workspace.archive(finding.subject)) as archive:
        look = next((one for one in reversed(archive.looks_at(address)) if one.at >= now), None)
        title = next((page.title for page in archive.pages(run) if page.url == address), "")
    if look is None:
        return f"{told}这次没有看"
    why = desk.words[look.reason or Reason.UNREADABLE].label
    match look.standing:
        case Standing.OK:
            to = f"，转到 {shorten(look.final_url, 200)}" if look.final_url not in ("", address) else ""
            return f"{told}能打开{to}{f'，标题“{shorten(title, 60)}”' if title else ''}，内容请人工核对"
        case Standing.DEAD:
            return f"{told}打不开（{why}）"
        case _:
            return f"{told}未能查看（{why}）"
