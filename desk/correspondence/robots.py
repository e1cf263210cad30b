"""`xuncha alert`: tells groups of urgent problems, each problem once. Whatever the network does stops nothing else."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import httpx

from desk.context import Desk
from desk.mail.robot_settings import Robot, load_robots
from desk.presenters.place_names import place_name, site_name, unit_name
from ledger.correspondence.alerts import AlertState
from ledger.findings.urgeable import resting
from ledger.ledger import Ledger
from ledger.vocabulary import Finding, open_findings
from reports.mail import robots as form

TIMEOUT = 10.0  # seconds
MESSAGES = 5  # at most, to one group at a time; the platforms take 20 a minute


@dataclass(frozen=True)
class GroupResult:
    """What one group was told: how many problems, and what went wrong."""

    robot: str
    told: int
    state: AlertState = AlertState.SENT
    why: str = ""


def alert(
    desk: Desk, ledger: Ledger, now: datetime, *, transport: httpx.BaseTransport | None = None
) -> list[GroupResult]:
    """Tell each robot's group of what it was not told yet; what could not be sent waits for the next time."""
    with ledger.alone_at("alert", "正在发群消息"), _client(transport) as client:
        urgent = _urgent(desk, ledger, now)
        return [_tell(desk, ledger, client, robot, urgent, now) for robot in load_robots(desk)]


def send_test(desk: Desk, now: datetime, *, transport: httpx.BaseTransport | None = None) -> list[GroupResult]:
    """A message to each group that says nothing but that messages arrive. Nothing is kept."""
    made = []
    with _client(transport) as client:
        for robot in load_robots(desk):
            state, why = _post(client, robot, form.trial(desk.settings.office.name, now, robot.keyword), now)
            made.append(GroupResult(robot.name, 0, state, why))
    return made


def _client(transport: httpx.BaseTransport | None) -> httpx.Client:
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it logs each address it asks, and these are secrets
    return httpx.Client(transport=transport, timeout=TIMEOUT, follow_redirects=False)


def _urgent(desk: Desk, ledger: Ledger, now: datetime) -> list[Finding]:
    """Confirmed, not fixed, and a veto or to be put right the same day; of what the unit disputes, or reports as put
    right, nobody is told before it is ruled on, or looked at again."""
    known = (f for f in open_findings(ledger.findings.find(), now) if f.criterion in desk.criteria)
    known = (f for f in known if f.confirmed_at and not resting(f))
    return [f for f in known if desk.criteria[f.criterion].veto or desk.criteria[f.criterion].days_to_fix == 0]


def _tell(
    desk: Desk, ledger: Ledger, client: httpx.Client, robot: Robot, urgent: list[Finding], now: datetime
) -> GroupResult:
    waiting, told = list(_untold(ledger, robot, urgent)), 0
    for _ in range(MESSAGES):
        if not waiting:
            break
        lines = [_line(desk, f, now) for f in waiting]
        made = form.message(desk.settings.office.name, lines, now, form.LIMITS[robot.platform], robot.keyword)
        ids = [f.id for f in waiting[: made.told]]
        # should we be killed before the answer is kept, the group may have it: it is not told twice
        ledger.alerts.record(ids, robot.name, now, AlertState.MAYBE)
        state, why = _post(client, robot, made.text, now)
        ledger.alerts.record(ids, robot.name, now, state, why)
        if state is not AlertState.SENT:
            return GroupResult(robot.name, told, state, why)
        told, waiting = told + made.told, waiting[made.told :]
    return GroupResult(robot.name, told)


def _untold(ledger: Ledger, robot: Robot, urgent: list[Finding]) -> Iterator[Finding]:
    """One that was fixed, came back and was confirmed anew is told anew."""
    earlier = ledger.alerts.of_robot(robot.name)
    for f in urgent:
        last = earlier.get(f.id)
        known = last and last.state is not AlertState.NOT_SENT and f.confirmed_at and last.at >= f.confirmed_at
        if robot.hears_of(f.unit) and not known:
            yield f


def _line(desk: Desk, f: Finding, now: datetime) -> form.UrgentLine:
    criterion = desk.criteria[f.criterion]
    return form.UrgentLine(
        unit=unit_name(desk, f.unit, now.date()),
        site=site_name(desk, f.subject),
        place=place_name(desk, f.subject, f.column, f.place),
        title=criterion.title,
        message=f.message,
        demand=criterion.demand,
        due=f.due,
        late=f.overdue_on(now.date()),
    )


def _post(client: httpx.Client, robot: Robot, text: str, now: datetime) -> tuple[AlertState, str]:
    """One try. No word of the address gets into what is said of it."""
    request = form.request(robot.platform, robot.address, robot.secret, text, now)
    headers = {"Content-Type": "application/json; charset=utf-8"}
    try:
        answer = client.post(request.url, content=request.body, headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol):
        return AlertState.NOT_SENT, f"连不上{robot.platform}，请检查本机能否访问互联网；下次会再发"
    except httpx.HTTPError:
        return AlertState.MAYBE, "消息已经交出，没有等到答复，不会重发；请到群里看一看"
    why = form.refusal_of(robot.platform, answer.status_code, answer.content)
    return (AlertState.NOT_SENT, why) if why else (AlertState.SENT, "")
