"""`xuncha demo`: the whole job on the sample district, from the first look to the letters. Loopback only."""

import re
import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import click

from demo.after import After
from demo.platforms.account_stage import AccountStage, serve_accounts
from demo.sample.columns import register
from demo.sample.experience import give_experience
from demo.sample.plan import Phase
from demo.sample.planted import CONTROL_HOSTS
from demo.sample.probes import probes
from demo.sample.server import District, serve
from demo.sample.truth import decisions
from demo.signing import sign
from desk.config.settings import OfficeSettings
from desk.context import Desk, open_desk
from desk.correspondence.letters import queue_month, save_letters, standing
from desk.inspections.account_inspection import Surroundings, inspect_accounts
from desk.inspections.account_records import take_record, write_census_of
from desk.inspections.inspection import inspect_desk, plan_run
from desk.mail.server_settings import MailSettings
from desk.notices.daily_record import write_day
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.register.save import save_register
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.workspace import Workspace
from ledger.archive.writer import Archive
from ledger.ledger import Ledger
from ledger.vocabulary import State

WHAT = {
    "日志": "巡查日志",
    "信件": "随通报发给各单位的信，用邮件程序打开",
    "催办": "紧急整改通知、督办单、到期提醒",
    "回执": "单位填回的整改回执",
    "第三方": "第三方公司的检查结果，和我方的比对表",
    "抽查": "抽签抽查的情况表",
    "节前提醒": "法定节假日前给各单位的提醒",
    "季度通报": "公开发布的季度通报和附表",
    "年度评分": "各单位的评分通知和评分表",
    "查看记录": "人工查看账号的记录和截图",
    "账号普查.xlsx": "账号的保留、归并、关停建议",
    "工作区": "设置、登记册和台账；在里面可以试各个命令，如 xuncha findings",
}
MARK = ".xuncha-demo"
SENDER = "wangzhan@wangshu.example"
BEFORE = timedelta(minutes=10)  # the accounts are looked at before the sites
OFFICE = OfficeSettings("望舒区人民政府办公室", "各镇人民政府、街道办事处，区政府各部门", "网站管理岗", "020-00000001")


def moments(now: datetime) -> dict[Phase, datetime]:
    """The story's three days: one in the month before, one in between, and now."""
    last = now.replace(day=1) - timedelta(days=1)
    last = min(last, now - timedelta(days=30)) if (now - timedelta(days=30)).month == last.month else last
    return {Phase.LAST: last, Phase.MIDDLE: last + (now - last) / 2, Phase.THIS: now}


def fresh(out: Path) -> Workspace:
    """An empty workspace in ``out``; only an earlier demo is ever cleared away."""
    if out.exists() and any(out.iterdir()):
        if not (out / MARK).is_file():
            raise ConfigError(ConfigMistake(str(out), "文件夹里有别的东西，没有动它", "请用 --out 换一个空文件夹"))
        shutil.rmtree(out)
    workspace = Workspace.init(out / "工作区")
    give_experience(workspace.config)
    (out / MARK).touch()
    return workspace


def sample_desk(workspace: Workspace, district: District) -> Desk:
    """The sample district's desk: our criteria, no gaps between looks."""
    opened = open_desk(workspace.root).at_once()
    quick = replace(opened.settings.crawl, fastest=500.0)  # nobody's server is burdened
    settings = replace(opened.settings, office=OFFICE, controls=CONTROL_HOSTS, crawl=quick)
    return replace(opened, settings=settings, register=register(district.port), pins=district.pins())


def furnish(desk: Desk) -> None:
    """Write the district into the workspace itself, so that the commands can be tried in it afterwards."""
    # nobody's server is burdened by the demo; a register never asks for more than 50 pages a second
    polite = {key: replace(site, rate=50.0) for key, site in desk.register.sites.items()}
    save_register(replace(desk.register, sites=polite), desk.workspace.register)
    written = {"name": OFFICE.name, "address_to": OFFICE.address_to, "contact": OFFICE.contact, "phone": OFFICE.phone}
    _write(desk.workspace.settings_file, written)
    _write(desk.workspace.config / "mail.toml", {"sender": SENDER})


def _write(file: Path, settings: Mapping[str, str]) -> None:
    text = file.read_text("utf-8")
    for name, value in settings.items():
        text = re.sub(rf'^{name} = "[^"]*"', f'{name} = "{value}"', text, count=1, flags=re.M)
    file.write_text(text, "utf-8")


def run_demo(out: Path, now: datetime, *, after: bool = True) -> list[Path]:
    """Three inspections, the clerk's decisions, last month's notice and this month's; and the days ``after`` it."""
    workspace = fresh(out)
    days = moments(now)
    made: list[Path] = []
    with serve(days[Phase.LAST], Phase.LAST) as district, serve_accounts(now) as stage:
        desk = sample_desk(workspace, district)
        furnish(desk)
        for phase, day in days.items():
            district.set(day, phase)
            stage.set(day - BEFORE)
            _accounts(desk, stage, out / "查看记录", phase)
            _inspect(desk, day)
            if phase is not Phase.MIDDLE:
                made += _tell(desk, out, day)
        write_census_of(desk, out / "账号普查.xlsx", now)
        if after:
            made += After(desk, district, stage, now, out).run()
    return [*made, out / "账号普查.xlsx"]


def contents(out: Path) -> list[str]:
    """What lies where, a line each."""
    notice = "每月通报：送签稿、签发稿、各单位的整改通知单、问题台账"
    months = {path.name: notice for path in sorted(out.glob("20??-??"))}
    return [f"{out / name}  {told}" for name, told in {**months, **WHAT}.items()]


def _accounts(desk: Desk, stage: AccountStage, folder: Path, phase: Phase) -> None:
    """The clerk's record of what the machine cannot see, then the round of the accounts."""
    take_record(desk, stage.write_record(folder, phase), stage.day, with_strangers=True)
    given = Surroundings(stage.sources(), stage.settings(), allow_private=True)
    result = inspect_accounts(desk, stage.day, given=given)
    told = f"账号问题 {len(result.findings)} 个，未能核查 {len(result.unknown)} 处"
    click.echo(f"{stage.day:%Y-%m-%d} 巡查账号 {len(result.coverage)} 个：{told}")


def _inspect(desk: Desk, day: datetime) -> None:
    desk.workspace.prepare()
    for site, seen in probes(day).items():
        with Archive(desk.workspace.archive(site)) as archive:
            for one in seen:
                archive.record_probe(one)
            archive.commit()
    result = inspect_desk(desk, plan_run(desk, tuple(desk.register.sites), day, allow_private=True))
    click.echo(f"{day:%Y-%m-%d} 巡查：问题 {len(result.findings)} 个，未能核查 {len(result.unknown)} 处")
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        waiting = {
            f.key: f.id for f in ledger.findings.find(states=[State.SUSPECTED]) if not f.dismissed_on(day.date())
        }
        for place, decision in decisions(day).items():
            if place in waiting:
                ledger.decisions.decide(waiting[place], decision)


def _tell(desk: Desk, out: Path, day: datetime) -> list[Path]:
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        records = write_day(desk, ledger, day.date(), out / "日志", day)
        month = f"{day:%Y-%m}"
        made = records + write_draft(desk, ledger, month, out / month, day)
        number = f"望府办〔{day.year}〕{day.month}号"
        signed = sign(out / month / f"通报-{month}.docx", number, out / month / f"通报-{month}-签发.docx")
        issue(desk, ledger, month, number, day.date(), signed, "王某", day)
        letters = queue_month(desk, ledger, month, day, MailSettings(sender=SENDER))
        click.echo(f"{day:%Y-%m-%d} 通报 {number} 已签发，给各单位的信 {len(letters)} 封，等待放行")
        return [*made, signed, *save_letters(ledger, standing(ledger, month), out / "信件")]
