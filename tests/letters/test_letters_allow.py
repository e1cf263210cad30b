"""The request to let the inspection through: our address, hours, rate, name; what failed, counted by hand."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.letters.urging import allow_letter
from desk.context import Desk
from desk.correspondence.allow import allow_figures, queue_allow
from desk.workspace.config_mistakes import ConfigError
from ledger.ledger import Ledger
from ledger.vocabulary import Coverage, Outcome, Reason, Verdict
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from reports.letters.allow import FIELDS, allow_fields
from tests.letters.urging_office import CIV, EDU, LINK, VETO, at, look, says, words

US = ("203.0.113.7",)
NOW = at(10, 12)


def unseen(criterion: str, place: str, reason: Reason) -> Verdict:
    return replace(says(criterion, "jy", at(10, 10), Outcome.UNKNOWN, place=place), reason=reason)


def inspect(desk: Desk, ledger: Ledger, when: datetime, *verdicts: Verdict) -> None:
    look(desk, ledger, when, *verdicts)
    ledger.runs.record_coverage(Coverage("jy", f"r{when:%Y%m%d%H%M}", when, when, 5, 9, 3, 2))


def test_what_failed_is_counted_place_by_place(desk: Desk, ledger: Ledger) -> None:
    inspect(desk, ledger, at(10, 9), *(unseen(LINK, f"http://jy.wangshu.example/{n}", Reason.TIMEOUT) for n in "xyz"))
    inspect(
        desk,
        ledger,
        at(10, 10),
        unseen(LINK, "http://jy.wangshu.example/a", Reason.BLOCKED),
        unseen(LINK, "http://jy.wangshu.example/b", Reason.BLOCKED),
        unseen(VETO, "http://jy.wangshu.example/b", Reason.BLOCKED),  # the same place under another criterion
        unseen(LINK, "http://jy.wangshu.example/c", Reason.CHALLENGE),
        unseen(VETO, "home", Reason.SCRIPT_DRAWN),  # no firewall's work
    )
    (written,) = queue_allow(desk, ledger, ["jy"], US, NOW, "李四")
    text = words(written.document.data)
    for said in (
        "关于放行网站检查访问的函",
        f"{EDU}：",
        "有的内容因访问受阻未能核查（未能核查的，不作为问题通报）",
        "2026年10月10日检查，未能核查4处，其中访问受阻3处（被拦截2处、防护验证1处）",
        "每秒不超过0.5页",
        "203.0.113.7",
        "全站普查：每日22时00分至次日06时00分；首页访问监测、每日巡查和问题复查：全天。",
        "Mozilla/5.0 (compatible; xuncha/0.1; +000-0000000)（User-Agent）",
        "（电话：000-0000000）",
    ):
        assert said in text, said


def test_where_nothing_was_kept_from_us_nothing_is_claimed(desk: Desk, ledger: Ledger) -> None:
    inspect(desk, ledger, at(10, 10), unseen(VETO, "home", Reason.SCRIPT_DRAWN))
    written = queue_allow(desk, ledger, ["jy", "mz"], US, NOW)
    first, second = (words(one.document.data) for one in written)
    assert "未能核查1处，其中访问受阻0处" in first
    assert "近一个月没有检查记录" in second
    assert "因访问受阻" not in first + second


def test_one_letter_a_unit_and_none_takes_anothers_place(desk: Desk, ledger: Ledger) -> None:
    both = [one.number for one in queue_allow(desk, ledger, ["jy", "mz"], US, NOW)]
    assert [ledger.letters.get(number).unit_name for number in both] == [EDU, CIV]
    assert [one.number for one in queue_allow(desk, ledger, ["mz"], US, NOW)] == both[1:], "asked again"
    assert {letter.state for letter in ledger.letters.find(kind=LetterKind.ALLOW)} == {LetterState.HELD}
    (other,) = queue_allow(desk, ledger, ["mz"], ("203.0.113.8",), NOW)
    assert [letter.state for letter in ledger.letters.find(kind=LetterKind.ALLOW)] == [
        LetterState.HELD,
        LetterState.WITHDRAWN,  # the address was wrong
        LetterState.HELD,
    ]
    assert "203.0.113.8" in words(other.document.data)


def test_the_fields_are_the_ones_that_are_told_of(desk: Desk, ledger: Ledger) -> None:
    fields = allow_fields(allow_figures(desk, ledger, ["jy"], US, NOW)["edu"])
    rows = fields["网站"]
    assert isinstance(rows, list)
    assert {*fields, *(f"网站.{name}" for name in rows[0])} == set(FIELDS)


def test_a_wrong_address_is_told(desk: Desk, ledger: Ledger) -> None:
    with pytest.raises(ConfigError) as caught:
        allow_figures(desk, ledger, ["jy"], ["203.0.113.0/28", "www.wangshu.example", "203.0.113.256"], NOW)
    assert [problem.text for problem in caught.value.problems] == [
        "“www.wangshu.example”不是 IP 地址",
        "“203.0.113.256”不是 IP 地址",
    ]


def test_the_command(desk: Desk, tmp_path: Path) -> None:
    words_ = ["--unit", "civ", "--address", US[0], "--out", str(tmp_path / "out"), "--now", NOW.isoformat()]
    result = CliRunner().invoke(allow_letter, words_, obj=desk.workspace.root)
    assert result.exit_code == 1, result.exception
    assert f"    1  待放行  {CIV}  访问放行函\n" in result.output
    (path,) = (tmp_path / "out").iterdir()
    assert f"{CIV}：" in words(path.read_bytes())
    for wrong in (["--address", US[0]], ["--unit", "civ"]):
        assert CliRunner().invoke(allow_letter, wrong, obj=desk.workspace.root).exit_code == 2
    unknown = CliRunner().invoke(allow_letter, ["--site", "zz", "--address", US[0]], obj=desk.workspace.root)
    assert isinstance(unknown.exception, ConfigError)
