"""访问放行函: what a unit needs to let the inspection through its firewall, written into the outbox. Sends nothing."""

import ipaddress
import tempfile
import zlib
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from crawler.connect.settings import user_agent
from desk.context import Desk
from desk.correspondence.drafting import UnitPost, plain_letter
from desk.correspondence.urging import Written, needs_name
from desk.mail.server_settings import MailSettings, load_mail
from desk.presenters.place_names import latest_unknowns, office
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import day_of
from ledger.ledger import Ledger
from ledger.vocabulary import Reason
from ledger.vocabulary.post.outbox import LetterKind
from reports.letters.allow import TITLE, AllowFigures, AllowSite, allow_lines, write_allow
from reports.mail.message import Attachment

# what a firewall does to a visitor it does not know
STOPPED = (
    Reason.BLOCKED,
    Reason.CHALLENGE,
    Reason.LOGIN,
    Reason.TIMEOUT,
    Reason.RESET,
    Reason.EMPTY_ANSWER,
    Reason.ODD_STATUS,
)
LOOK_BACK = timedelta(days=31)


def allow_figures(
    desk: Desk, ledger: Ledger, sites: Iterable[str], addresses: Iterable[str], now: datetime
) -> dict[str, AllowFigures]:
    """The letters, by the id of the 主办 unit. ConfigError where an address is none."""
    needs_name(desk)
    ours = tuple(dict.fromkeys(addresses))
    if wrong := [one for one in ours if not _is_ip(one)]:
        advice = "请写本机访问外网时的 IP 地址，如 203.0.113.7 或 203.0.113.0/28；不清楚的问网络管理员"
        raise ConfigError(*(ConfigMistake("--address", f"“{one}”不是 IP 地址", advice) for one in wrong))
    day, settings = day_of(now), desk.settings
    grouped: dict[str, list[AllowSite]] = {}
    for known in _seen(desk, ledger, tuple(sites), now).items():
        grouped.setdefault(desk.register.sites[known[0]].sponsor_on(day), []).append(known[1])
    return {
        unit: AllowFigures(
            office=office(desk),
            unit=desk.register.units[unit].name_on(day),
            made=now,
            sites=tuple(own),
            addresses=ours,
            night=(settings.crawl.night_from, settings.crawl.night_to),
            agent=user_agent(settings.office.phone or settings.office.contact),
        )
        for unit, own in grouped.items()
    }


def _seen(desk: Desk, ledger: Ledger, sites: tuple[str, ...], now: datetime) -> dict[str, AllowSite]:
    """Each site with what its last inspection could not look at, every place once a reason."""
    runs = [run.run for run in ledger.runs.find(now - LOOK_BACK, now + timedelta(seconds=1)) if run.finished]
    checked = {c.site: c.started for run in runs for c in ledger.runs.coverages(run)}
    unknown = {(v.subject, v.column, v.place, v.reason) for v in latest_unknowns(ledger, runs)}
    made = {}
    for number in sites:
        site = desk.register.sites[number]
        reasons = Counter(reason for subject, _, _, reason in unknown if subject == number)
        stopped = tuple((desk.words[reason].label, reasons[reason]) for reason in STOPPED if reasons[reason])
        made[number] = AllowSite(site.name, site.home, site.rate, checked.get(number), reasons.total(), stopped)
    return made


def queue_allow(
    desk: Desk,
    ledger: Ledger,
    sites: Iterable[str],
    addresses: Iterable[str],
    now: datetime,
    by: str = "",
    mail: MailSettings | None = None,
) -> list[Written]:
    """A letter a unit, held in the outbox. Asked again for the same sites on the same day it is the same letter."""
    mail, written = mail or load_mail(desk.workspace), []
    for unit, figures in allow_figures(desk, ledger, sites, addresses, now).items():
        mark = zlib.crc32("\n".join([unit, *(site.home for site in figures.sites)]).encode())
        period = f"{day_of(now)}-{mark:08x}"  # of its own: it takes the place of no other unit's or site's
        with tempfile.TemporaryDirectory() as folder:
            letter = write_allow(figures, desk.workspace.letters / "allow.docx", Path(folder) / "letter.docx")
            document = Attachment(f"{LetterKind.ALLOW.word}{day_of(now)}.docx", letter.read_bytes())
        post = UnitPost(
            kind=LetterKind.ALLOW,
            period=period,
            unit=desk.register.units[unit],
            unit_name=figures.unit,
            subject=f"{TITLE}（{figures.unit}）",
            made=now,
            says=repr((figures.addresses, figures.sites, figures.night, figures.agent)),
            attachments=(document,),
        )
        draft = plain_letter(desk, mail, post, allow_lines(figures))
        (number,) = ledger.letters.queue(LetterKind.ALLOW, period, [draft], now, by)
        written.append(Written(number, figures.unit, (), document))
    return written


def _is_ip(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
