"""The end of a look as a clerk reads it: few problems one by one, many by unit and class; every reason is told."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.context import Desk, open_desk
from desk.facts.run_result import Result
from desk.findings.summing_up import GRAVEST, told
from desk.inspections.progress import _left
from desk.spot_checks.spot import spot_check
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.workspace import Workspace
from ledger.vocabulary import Evidence, Finding, Outcome, Reason, State, Unit, Verdict

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    made = open_desk(Workspace.init(tmp_path_factory.mktemp("office") / "w").root)
    made.register.units.update(jyj=Unit("jyj", "望舒区教育局"), mzj=Unit("mzj", "望舒区民政局"))  # type: ignore[attr-defined]
    return made


def found(desk: Desk, number: int, rule: str, unit: str, uses: int = 1, *, veto: bool = False) -> Finding:
    code = next(c for c, one in desk.criteria.items() if (one.veto if veto else one.rule == rule and not one.veto))
    seen = Evidence(f"http://a.example/{number}", NOW, quote="404", uses=uses)
    return Finding(number, code, "s", f"p{number}", None, unit, State.CONFIRMED, f"第{number}个问题", seen, NOW, NOW)


def lines(desk: Desk, findings: list[Finding], unknown: tuple[Verdict, ...] = ()) -> list[str]:
    return list(told(desk, Result("r", (), tuple(findings), unknown), desk.words, NOW.date()))


def test_few_problems_are_told_one_by_one(desk: Desk) -> None:
    text = lines(desk, [found(desk, n, "dead_link", "jyj") for n in range(1, GRAVEST + 1)])
    assert [line.rsplit("  ", 1)[1] for line in text[:-1]] == [f"第{n}个问题" for n in range(1, GRAVEST + 1)]
    assert text[-1] == "发现问题 10 个，未能核查 0 处。"


def test_many_are_summed_up_by_unit_and_class_with_the_gravest(desk: Desk) -> None:
    many = [found(desk, n, "dead_link", "jyj", uses=n) for n in range(1, 201)]
    many += [found(desk, n, "column_not_updated", "mzj") for n in range(201, 204)]
    many.append(found(desk, 300, "", "mzj", veto=True))
    text = lines(desk, many)
    assert len(text) < 20
    assert text[0].startswith("望舒区教育局（jyj）：200 个（")
    assert text[1].startswith("望舒区民政局（mzj）：4 个（")
    gravest = text[text.index("最要紧的 10 个：") + 1 :][:GRAVEST]
    assert "第300个问题" in gravest[0]
    assert "其余 194 个" in text[-2]
    assert "xuncha findings --unit" in text[-2]
    assert text[-1] == "发现问题 204 个，未能核查 0 处。"


def test_what_could_not_be_looked_at_always_gives_its_reason(desk: Desk) -> None:
    unseen = tuple(
        Verdict("c", "s", f"p{n}", Outcome.UNKNOWN, "", None, reason)
        for n, reason in enumerate((Reason.PRIVATE_ADDRESS, Reason.PRIVATE_ADDRESS, Reason.TIMEOUT))
    )
    text = lines(desk, [found(desk, 1, "dead_link", "jyj")], unseen)
    assert text[-3] == "发现问题 1 个，未能核查 3 处。"
    assert text[-2].startswith("未能核查 2 处（内部地址）：")
    assert "“指定连接”" in text[-2]
    assert text[-1].startswith("未能核查 1 处（")


@pytest.mark.parametrize(
    "word", ["inspekt", "wangshu", "htp://www.wangshu.gov.cn/", "www.wangshu gov.cn", "http://", "1.2.3", "ftp://a.cn/"]
)
def test_a_mistyped_word_is_wrong_use(word: str) -> None:
    with pytest.raises(ConfigError, match="不是网址"):
        spot_check(word, 5, None, allow_private=False, now=NOW, progress=None)


def test_of_an_address_that_is_refused_nothing_is_judged(tmp_path: Path) -> None:
    with pytest.raises(CannotLook, match=r"内部地址.*没有作任何判定"):
        spot_check("http://127.0.0.1:9/", 5, tmp_path, allow_private=False, now=NOW, progress=None)
    assert list(tmp_path.iterdir()) == []


def test_a_wait_says_until_when_and_that_it_may_be_left() -> None:
    waiting = {"waiting": 0.0, "until": datetime(2026, 11, 30, 9, 42, tzinfo=NOW.tzinfo).timestamp()}
    assert _left([waiting, {"waiting": 0.0}]).startswith("等到 09:42:00 复核")
    assert "Ctrl-C" in _left([waiting])
    assert _left([waiting, {"waiting": 3.0, "left": 30.0}]) == "至少还要 30 秒"
