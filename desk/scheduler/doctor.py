"""`xuncha doctor`: whether the workspace, the machine and its line are fit for the work, one line a check.

Sends nothing but a look at each control host and a greeting to the mail server; repairs nothing.
"""

import asyncio
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from crawler.connect.errors import MalformedAnswer, RedirectLoop
from crawler.connect.guard import AddressGuard
from crawler.connect.lenient import fetch
from crawler.connect.limits import Limits
from crawler.connect.settings import user_agent
from desk.config.schedule import Job, load_schedule
from desk.context import Desk, open_desk
from desk.findings.backlog import held_told
from desk.findings.site_decisions import undecided
from desk.inspections.browser_switch import allowed
from desk.inspections.crawling import pins
from desk.inspections.inspection import KIND
from desk.mail.server_settings import load_mail, mail_server
from desk.presenters.place_names import site_name
from desk.scheduler.doctor_kept import CheckResult as CheckResult
from desk.scheduler.doctor_kept import Severity as Severity
from desk.scheduler.doctor_kept import kept
from desk.scheduler.timetable import notes
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.workspace import Workspace
from ledger.correspondence.slots import ClockBusy, SlotState, clock_lock
from ledger.ledger import Ledger, LedgerBroken, LedgerError
from ledger.vocabulary import UNDECIDED
from ledger.vocabulary.post.outbox import LetterState
from reports.mail.smtp import SmtpConnection, Unreachable

GIGABYTE = 1_000_000_000
LITTLE, TOO_LITTLE = 10 * GIGABYTE, GIGABYTE
SKEW, WRONG = timedelta(minutes=1), timedelta(minutes=10)  # our clock against that of the control hosts
SECONDS = 8.0  # a check of the network takes at most
AHEAD = timedelta(days=60)  # deadlines reach that far
OLD = timedelta(hours=36)  # without an inspection
LATE = timedelta(hours=1)  # a slot that waits longer


def examine(workspace: Workspace, now: datetime) -> list[CheckResult]:
    """Every check; where the configuration cannot be read, those that need none."""
    lines = [_place(workspace), _disk(workspace)]
    try:
        desk = open_desk(workspace.root)
        schedule = load_schedule(workspace.config / "schedule.toml", desk.settings)
    except ConfigError as error:
        wrong = [CheckResult(Severity.BROKEN, "设置", f"{p.file}：{p.text}", p.advice) for p in error.problems]
        return [*lines, *wrong, *kept(workspace, None, now)]
    lines.append(
        CheckResult(Severity.FINE, "设置", f"{len(desk.register.sites)} 个网站、{len(desk.register.accounts)} 个账号")
    )
    lines += (CheckResult(Severity.LOOK, "时刻表", note) for note in notes(schedule, desk.register))
    return [
        *lines,
        *_network(desk, now),
        _browser(),
        _mail(desk),
        _calendar(desk, now),
        *kept(workspace, schedule, now),
        *_ledger(desk, now),
    ]


def _place(workspace: Workspace) -> CheckResult:
    try:
        workspace.prepare()
    except ConfigError as error:
        return CheckResult(Severity.BROKEN, "工作区", error.problems[0].text, error.problems[0].advice)
    except CannotLook as error:
        return CheckResult(Severity.BROKEN, "工作区", str(error))
    return CheckResult(Severity.FINE, "工作区", f"{workspace.root}，在本机硬盘上，可以写入")


def _disk(workspace: Workspace) -> CheckResult:
    free = shutil.disk_usage(workspace.root).free
    grade = Severity.BROKEN if free < TOO_LITTLE else Severity.LOOK if free < LITTLE else Severity.FINE
    advice = "" if grade is Severity.FINE else "请清理磁盘，或把较早的备份移到别处"
    return CheckResult(grade, "磁盘", f"还有 {free / GIGABYTE:.1f} GB", advice)


def _network(desk: Desk, now: datetime) -> Iterator[CheckResult]:
    """Names, control hosts, and our time against theirs. ``now`` is the real time unless --now moved it."""
    guard = AddressGuard(pins=pins(desk))
    unresolved: list[str] = []
    unreached: list[str] = []
    skews: list[timedelta] = []
    for control in desk.settings.controls:
        name, _, port = control.partition(":")
        try:
            guard.resolve(name, int(port or 443))
        except OSError:
            unresolved.append(name)
            continue
        try:
            skews += _skew(control, guard, desk.settings.office.phone, now)
        except (OSError, ValueError, MalformedAnswer, RedirectLoop):
            unreached.append(name)
    controls = len(desk.settings.controls)
    yield _counted("域名解析", controls, unresolved, "解析不了", "请检查本机的 DNS 设置")
    reached = controls - len(unresolved)
    if reached:
        yield _counted("对照网站", reached, unreached, "打不开", "请检查本机网络和防火墙，或在 xuncha.toml 换对照网站")
    yield _time(skews)


def _counted(what: str, total: int, wrong: list[str], how: str, advice: str) -> CheckResult:
    if not wrong:
        return CheckResult(Severity.FINE, what, f"{total} 个都正常")
    grade = Severity.BROKEN if len(wrong) == total else Severity.LOOK
    return CheckResult(grade, what, f"{'、'.join(wrong)} {how}", advice)


def _skew(control: str, guard: AddressGuard, contact: str, now: datetime) -> list[timedelta]:
    """How far our time is from the host's, where it tells its own."""
    port = control.partition(":")[2]
    address = f"http://{control}/" if port not in ("", "443") else f"https://{control}/"
    began = time.monotonic()
    answer = fetch(address, guard=guard, limits=Limits(seconds=SECONDS), agent=user_agent(contact))
    here = now + timedelta(seconds=time.monotonic() - began)
    told = answer.header("date")
    return [abs(parsedate_to_datetime(told) - here)] if told else []


def _time(skews: list[timedelta]) -> CheckResult:
    if not skews:
        return CheckResult(Severity.LOOK, "时钟", "没有对照网站可以核对", "请人工核对本机的时间")
    least = min(skews)  # a single host may be wrong itself
    grade = Severity.BROKEN if least > WRONG else Severity.LOOK if least > SKEW else Severity.FINE
    advice = "" if grade is Severity.FINE else "请校准本机的时间（timedatectl set-ntp true）"
    return CheckResult(grade, "时钟", f"与对照网站相差 {least.total_seconds():.0f} 秒", advice)


def _mail(desk: Desk) -> CheckResult:
    try:
        mail = load_mail(desk.workspace)
        if not mail.host and not mail.sender:
            return CheckResult(Severity.LOOK, "邮件", "还没有设置", "要给各单位发信，请填写 config/mail.toml")
        mail.sender_address(desk)
        server = mail_server(mail, desk.workspace)
        asyncio.run(asyncio.wait_for(_greet(SmtpConnection(server)), SECONDS))
    except ConfigError as error:
        return CheckResult(Severity.BROKEN, "邮件", error.problems[0].text, error.problems[0].advice)
    except Unreachable as error:
        text, _, advice = str(error).partition("；")
        return CheckResult(Severity.BROKEN, "邮件", text, advice)
    except TimeoutError:
        return CheckResult(
            Severity.BROKEN, "邮件", f"发信服务器 {SECONDS:.0f} 秒没有答复", "请核对 config/mail.toml 和防火墙"
        )
    return CheckResult(Severity.FINE, "邮件", f"{mail.host} 可以连接和登录")


async def _greet(post: SmtpConnection) -> None:
    try:
        await post.connect()
    finally:
        await post.close()


def _calendar(desk: Desk, now: datetime) -> CheckResult:
    years = sorted({now.year, (now + AHEAD).year})
    unknown = [
        year for year in years if not desk.calendar.working_day(now.date().replace(year=year, month=1, day=1))[1]
    ]
    if unknown:
        told = "、".join(f"{year} 年" for year in unknown)
        advice = "放假安排公布后请写进 config/holidays.toml，或升级 chinesecalendar"
        return CheckResult(
            Severity.LOOK, "日历", f"{told}的放假安排还不知道，期限暂按周末和元旦、劳动节、国庆节推算", advice
        )
    return CheckResult(Severity.FINE, "日历", f"{years[-1]} 年的放假和调休已知")


def _browser() -> CheckResult:
    """Whether the browser has the last word: without it all works, and what it would have told waits for people."""
    if not allowed():
        return CheckResult(Severity.FINE, "浏览器", "没有装附加项 browser 或设为不用，将要核实的不用浏览器核看")
    from desk.inspections.last_word import usable  # loads what no other line needs

    why = usable()
    return CheckResult(Severity.LOOK, "浏览器", why) if why else CheckResult(Severity.FINE, "浏览器", "可以用来核看")


def _ledger(desk: Desk, now: datetime) -> Iterator[CheckResult]:
    workspace = desk.workspace
    running = _clock_runs(workspace)
    advice = "请用 systemctl start xuncha 启动，或运行 xuncha serve"
    yield (
        CheckResult(Severity.FINE, "定时程序", "正在运行")
        if running
        else CheckResult(Severity.LOOK, "定时程序", "没有在运行，不会自动巡查", advice)
    )
    try:
        with Ledger.open_for_reading(workspace.ledger) as ledger:
            yield _last_run(ledger, now)
            yield from _slots(ledger, now)
            yield from _letters(ledger)
            for told, advice in held_told(desk, ledger.findings.find(states=UNDECIDED, pages=False), now):
                yield CheckResult(Severity.LOOK, "突增暂扣", told, advice)
            for one in undecided(desk, ledger, now):
                told, _, advice = one.sentence(site_name(desk, one.site)).partition("：")
                yield CheckResult(Severity.LOOK, "网站待定", told, advice)
    except LedgerBroken as error:
        yield CheckResult(Severity.BROKEN, "台账", str(error).rstrip("。"))
    except LedgerError as error:
        yield CheckResult(Severity.LOOK, "台账", str(error).rstrip("。"))


def _clock_runs(workspace: Workspace) -> bool:
    try:
        with clock_lock(workspace.ledger):
            pass
    except ClockBusy:
        return True
    except OSError:
        return False
    return False


def _last_run(ledger: Ledger, now: datetime) -> CheckResult:
    done = [run for run in ledger.runs.find() if run.kind == KIND and run.finished]
    if not done:
        return CheckResult(Severity.LOOK, "巡查", "还没有做完过一次", "请运行 xuncha inspect，或等定时程序到时间")
    last = done[-1].started
    if now - last > OLD:
        return CheckResult(
            Severity.LOOK, "巡查", f"最近一次在 {last:%Y-%m-%d %H:%M}", "请查看定时程序的日志，或运行 xuncha inspect"
        )
    return CheckResult(Severity.FINE, "巡查", f"最近一次在 {last:%Y-%m-%d %H:%M}")


def _slots(ledger: Ledger, now: datetime) -> Iterator[CheckResult]:
    """What the clock did in the last day, and what waits for too long."""
    recent = ledger.slots.find(since=now - timedelta(days=1))
    counts = Counter(record.state for record in recent)
    failed = [record for record in recent if record.state is SlotState.FAILED]
    for record in {record.job: record for record in failed}.values():
        text = f"{Job(record.job).word}（{record.due_at:%m-%d %H:%M}）失败：{record.detail}"
        yield CheckResult(Severity.LOOK, "定时任务", text)
    open_slots = ledger.slots.find(states=(SlotState.WAITING,))
    if late := [record for record in open_slots if now - record.due_at > LATE]:
        words = "、".join(dict.fromkeys(Job(record.job).word for record in late))
        yield CheckResult(
            Severity.LOOK, "定时任务", f"{len(late)} 项迟了 1 小时以上：{words}", "请查看定时程序是否在运行"
        )
    if recent and not failed and not late:
        told = "，".join(f"{state} {counts[state]} 次" for state in SlotState if counts[state])
        yield CheckResult(Severity.FINE, "定时任务", f"近一天{told}")


def _letters(ledger: Ledger) -> Iterator[CheckResult]:
    troubled = (LetterState.MAYBE, LetterState.RETURNED, LetterState.NO_ADDRESS)
    counts = Counter(letter.state for letter in ledger.letters.find(states=troubled))
    if counts:
        told = "，".join(f"{state} {count} 封" for state, count in counts.items())
        yield CheckResult(Severity.LOOK, "信件", told, "请运行 xuncha letters list 查看怎么办")
