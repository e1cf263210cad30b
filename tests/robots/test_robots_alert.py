"""Groups are told of urgent problems once, of their own unit only, and no address gets out whatever happens."""

import json
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from desk.config.settings import OfficeSettings
from desk.context import Desk, open_desk
from desk.correspondence.robots import GroupResult, alert, send_test
from desk.mail.robot_settings import load_robots
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.correspondence.alerts import AlertState
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, Evidence, Outcome, Register, Site, Unit, Verdict
from tests.program import typed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
KEYS = ("k-secret", "t-secret", "h-secret", "SECsign")
CONFIG = """
[[robot]]
name = "值班群"
platform = "企业微信"

[[robot]]
name = "教育局群"
platform = "钉钉"
units = ["jyj"]
keyword = "网站"
"""
SECRETS = """
[robots."值班群"]
address = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-secret"

[robots."教育局群"]
address = "https://oapi.dingtalk.com/robot/send?access_token=t-secret"
secret = "SECsign"
"""
REGISTER = Register(
    {"jyj": Unit("jyj", "望舒区教育局"), "zjj": Unit("zjj", "望舒区住建局")},
    {
        "a": Site("a", "望舒教育网", "http://jy.wangshu.example/", "jyj"),
        "b": Site("b", "望舒住建网", "http://zj.wangshu.example/", "zjj"),
    },
    {},
    {},
)


def office(root: Path, secrets: Path, config: str = CONFIG) -> Desk:
    (root / "config" / "robots.toml").write_text(config, encoding="utf-8")
    secrets.chmod(0o600)
    desk = open_desk(root)
    return replace(
        desk, register=REGISTER, settings=replace(desk.settings, office=OfficeSettings(name="望舒区政府办公室"))
    )


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "secrets.toml"
    file.write_text(SECRETS, encoding="utf-8")
    file.chmod(0o600)
    monkeypatch.setenv("XUNCHA_SECRETS", str(file))
    return file


@pytest.fixture
def desk(tmp_path: Path, secrets: Path) -> Desk:
    return office(Workspace.init(tmp_path / "office").root, secrets)


def found(desk: Desk, ledger: Ledger, at: datetime, *places: tuple[str, str, str]) -> None:
    """FAILs on (criterion, site, place); a person confirms what waits for one."""
    run = f"{at:%Y%m%dT%H%M%S}"
    ledger.runs.start(run, "inspect", at, {"sites": "a b"})
    made = [
        Verdict(code, site, place, Outcome.FAIL, f"{place}有问题", Evidence(f"http://{site}.example/{place}", at))
        for code, site, place in places
    ]
    ledger.verdicts.settle(run, at, made, desk.criteria, REGISTER)
    for f in ledger.findings.find():
        if f.confirmed_at is None:
            ledger.decisions.decide(f.id, Decision(Event.CONFIRM, at, "张三", "属实"))


@pytest.fixture
def ledger(desk: Desk) -> object:
    """Two urgent problems of two units; a third problem that is not urgent."""
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        urgent = (("severe-wording", "a", "文章甲"), ("severe-wording", "b", "文章乙"))
        found(desk, ledger, NOW, *urgent, ("site-identity", "a", "主办单位"))
        yield ledger


class Platforms:
    """What the platforms were asked, and how they answer; ``broken`` is raised instead."""

    def __init__(self) -> None:
        self.asked: list[httpx.Request] = []
        self.answer: Callable[[], httpx.Response] = lambda: httpx.Response(200, json={"errcode": 0, "errmsg": "ok"})

    @property
    def transport(self) -> httpx.MockTransport:
        def handle(request: httpx.Request) -> httpx.Response:
            self.asked.append(request)
            return self.answer()

        return httpx.MockTransport(handle)

    def told(self, host: str) -> list[str]:
        return [json.loads(r.content)["text"]["content"] for r in self.asked if r.url.host == host]


WECOM, DINGTALK = "qyapi.weixin.qq.com", "oapi.dingtalk.com"


@pytest.fixture
def platforms() -> Platforms:
    return Platforms()


def test_each_group_hears_of_its_own(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    made = alert(desk, ledger, NOW, transport=platforms.transport)
    assert made == [GroupResult("值班群", 2), GroupResult("教育局群", 1)]
    (whole,), (own,) = platforms.told(WECOM), platforms.told(DINGTALK)
    assert "望舒教育网" in whole
    assert "望舒住建网" in whole
    assert "主办单位" not in whole
    assert "望舒教育网" in own
    assert "住建" not in own
    assert all(request.headers["Content-Type"].startswith("application/json") for request in platforms.asked)


def test_nobody_is_told_twice(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    alert(desk, ledger, NOW, transport=platforms.transport)
    again = alert(desk, ledger, NOW + timedelta(hours=1), transport=platforms.transport)
    assert again == [GroupResult("值班群", 0), GroupResult("教育局群", 0)]
    assert len(platforms.asked) == 2


def test_what_came_back_and_was_confirmed_anew_is_told_anew(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    alert(desk, ledger, NOW, transport=platforms.transport)
    ledger.decisions.pass_by_person(1, NOW + timedelta(hours=1), "张三", "已撤下")
    found(desk, ledger, NOW + timedelta(days=1), ("severe-wording", "a", "文章甲"))
    made = alert(desk, ledger, NOW + timedelta(days=1), transport=platforms.transport)
    assert [one.told for one in made] == [1, 1]


@pytest.mark.parametrize("event", [Event.DISMISS, Event.PASSED])
def test_what_is_no_problem_any_more_is_not_told(
    event: Event, desk: Desk, ledger: Ledger, platforms: Platforms
) -> None:
    if event is Event.DISMISS:
        ledger.decisions.decide(1, Decision(event, NOW, "张三", "看错了"))
    else:
        ledger.decisions.pass_by_person(1, NOW, "张三", "已撤下")
    assert [one.told for one in alert(desk, ledger, NOW, transport=platforms.transport)] == [1, 0]


@pytest.mark.parametrize("event", [Event.APPEAL, Event.REPORT_FIXED])
def test_what_the_unit_disputes_or_reports_as_put_right_is_told_only_after_the_answer_to_it(
    event: Event, desk: Desk, ledger: Ledger, platforms: Platforms
) -> None:
    ledger.decisions.decide(1, Decision(event, NOW, "李明", "已撤下"))
    assert [one.told for one in alert(desk, ledger, NOW, transport=platforms.transport)] == [1, 0]
    later = NOW + timedelta(hours=1)
    if event is Event.APPEAL:
        ledger.decisions.decide(1, Decision(Event.RULE_ON_APPEAL, later, "张三", "当时确有错误"))
    else:
        found(desk, ledger, later, ("severe-wording", "a", "文章甲"))
    assert [one.told for one in alert(desk, ledger, later, transport=platforms.transport)] == [1, 1]


def test_a_refused_message_waits_and_goes_out_the_next_time(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    good = platforms.answer
    platforms.answer = lambda: httpx.Response(200, json={"errcode": 45009, "errmsg": "freq"})
    first = alert(desk, ledger, NOW, transport=platforms.transport)
    assert [(one.told, one.state) for one in first] == [(0, AlertState.NOT_SENT)] * 2
    assert ledger.alerts.of_robot("值班群")[1].state is AlertState.NOT_SENT
    platforms.answer = good
    assert [one.told for one in alert(desk, ledger, NOW, transport=platforms.transport)] == [2, 1]


def test_nothing_reached_is_tried_again_nothing_answered_is_not(
    desk: Desk, ledger: Ledger, platforms: Platforms
) -> None:
    def no_way() -> httpx.Response:
        raise httpx.ConnectError("no route to https://qyapi.weixin.qq.com/?key=k-secret")

    def silence() -> httpx.Response:
        raise httpx.ReadTimeout("k-secret")

    platforms.answer = no_way
    assert {one.state for one in alert(desk, ledger, NOW, transport=platforms.transport)} == {AlertState.NOT_SENT}
    platforms.answer = silence
    made = alert(desk, ledger, NOW, transport=platforms.transport)
    assert {one.state for one in made} == {AlertState.MAYBE}
    assert not [key for key in KEYS if key in repr(made)]
    asked = len(platforms.asked)
    alert(desk, ledger, NOW, transport=platforms.transport)
    assert len(platforms.asked) == asked


def test_killed_before_the_answer_is_kept_it_is_not_sent_again(
    desk: Desk, ledger: Ledger, platforms: Platforms
) -> None:
    def killed() -> httpx.Response:
        raise KeyboardInterrupt

    platforms.answer = killed
    with pytest.raises(KeyboardInterrupt):
        alert(desk, ledger, NOW, transport=platforms.transport)
    assert {a.state for a in ledger.alerts.of_robot("值班群").values()} == {AlertState.MAYBE}


def test_a_redirect_is_not_followed(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    platforms.answer = lambda: httpx.Response(302, headers={"Location": "https://evil.example/"})
    made = alert(desk, ledger, NOW, transport=platforms.transport)
    assert {one.state for one in made} == {AlertState.NOT_SENT}
    assert {request.url.host for request in platforms.asked} == {WECOM, DINGTALK}


def test_many_problems_are_several_messages(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    found(desk, ledger, NOW + timedelta(minutes=1), *(("severe-wording", "b", f"文章{n}") for n in range(30)))
    made = alert(desk, ledger, NOW + timedelta(minutes=1), transport=platforms.transport)
    texts = platforms.told(WECOM)
    assert made[0].told == 32
    assert 1 < len(texts) <= 5
    assert all(len(text.encode()) <= 2048 for text in texts)
    assert sum(text.count("严重表述错误") for text in texts) == 32


def test_a_trial_keeps_nothing(desk: Desk, ledger: Ledger, platforms: Platforms) -> None:
    made = send_test(desk, NOW, transport=platforms.transport)
    assert [one.state for one in made] == [AlertState.SENT] * 2
    assert "网站" in platforms.told(DINGTALK)[0]
    assert ledger.alerts.of_robot("值班群") == {}


def test_no_log_and_no_file_has_an_address(
    desk: Desk, ledger: Ledger, platforms: Platforms, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        alert(desk, ledger, NOW, transport=platforms.transport)
    assert len(platforms.asked) == 2
    assert not [key for key in KEYS if key in caplog.text]
    kept = b"".join(file.read_bytes() for file in desk.workspace.root.rglob("*") if file.is_file())
    assert not [key for key in KEYS if key.encode() in kept]
    assert not [key for key in KEYS if key in repr(load_robots(desk))]


@pytest.mark.parametrize(
    ("config", "secret", "told"),
    [
        ('[[robot]]\nname = "值班群"\nplatform = "微信"\n', SECRETS, "platform"),
        ('[[robot]]\nname = "值班群"\nplatform = "企业微信"\nunits = ["x9"]\n', SECRETS, "x9"),
        ('[[robot]]\nname = "值班群"\nplatform = "企业微信"\naddress = "x"\n', SECRETS, "可用的有"),
        ('[[robot]]\nname = "别的群"\nplatform = "企业微信"\n', SECRETS, "别的群"),
        ('[[robot]]\nname = "值班群"\nplatform = "钉钉"\n', SECRETS, "应以 https://oapi.dingtalk.com/"),
        (CONFIG + CONFIG, SECRETS, "不止一次"),
        ("robot = 3\n", SECRETS, "一节一节"),
        ('[[robots]]\nname = "值班群"\n', SECRETS, "robots"),
        (CONFIG, SECRETS.replace("https://qyapi", "http://qyapi"), "应以 https://qyapi.weixin.qq.com/"),
        (CONFIG, SECRETS.replace("weixin.qq.com/", "weixin.qq.com@evil.example/"), "应以 https://qyapi.weixin.qq.com/"),
    ],
)
def test_a_mistake_is_told_without_the_secret(
    config: str, secret: str, told: str, tmp_path: Path, secrets: Path
) -> None:
    secrets.write_text(secret, encoding="utf-8")
    desk = office(Workspace.init(tmp_path / "office").root, secrets, config)
    with pytest.raises(ConfigError) as refused:
        load_robots(desk)
    assert told in str(refused.value)
    assert not [key for key in KEYS if key in str(refused.value)]


def test_without_robots_the_command_says_where_to_write_them(tmp_path: Path) -> None:
    root = Workspace.init(tmp_path / "office").root
    for words in (["alert"], ["alert", "--test"]):
        done = typed(root, *words)
        assert done.returncode == 0
        assert "config/robots.toml" in done.stdout
