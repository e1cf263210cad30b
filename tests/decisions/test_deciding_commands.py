"""A clerk's morning by commands: causes, one decision on many, what is said of it, trust shown and restored."""

import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from desk.context import Desk
from desk.findings.backlog import backlog, held_told, write_cover
from desk.findings.causes import SHOWN, causes
from desk.presenters.manners import manner_words
from ledger.ledger import Ledger
from ledger.vocabulary import (
    DeadGrade,
    DismissalKind,
    Event,
    Finding,
    Hold,
    Manner,
    Provenance,
    Reader,
    Reason,
    Source,
    State,
    Verdict,
)
from tests.decisions.decided_looks import MONDAY, dead, stale, veto

Typed = Callable[..., tuple[int, str, str]]
Seen = Callable[[Iterable[Verdict]], list[Finding]]
NOW = ("--now", "2026-11-23T10:00")
SOFT = DeadGrade.SOFT
GONE = "http://www.jia.gov.cn/gone.html"


def now_states(desk: Desk) -> list[State]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return [f.state for f in ledger.findings.find()]


def mixed() -> list[Verdict]:
    """Nine of five causes: soft dead ones of two folders and of an outside host, a column, another site's folder."""
    return [
        *(dead(f"http://www.jia.gov.cn/a/{n}.html", grade=SOFT) for n in range(4)),
        dead("http://www.jia.gov.cn/b/1.html", grade=SOFT),
        dead("http://far.example/x", grade=SOFT),
        stale(),
        *(dead(f"http://jyj.jia.gov.cn/a/{n}.html", "jiao", grade=SOFT) for n in range(2)),
    ]


def test_a_new_office_leaves_to_the_machine_only_what_is_sure(seen: Seen) -> None:
    found = seen([dead("http://www.jia.gov.cn/gone.html"), stale(), dead("http://www.jia.gov.cn/s.html", grade=SOFT)])
    assert [f.state for f in found] == [State.CONFIRMED, State.SUSPECTED, State.SUSPECTED]


def test_causes_are_rows_and_three_of_each_are_drawn(desk: Desk, seen: Seen, typed: Typed) -> None:
    found = seen(mixed())
    rows = causes(desk, found, MONDAY)
    assert sorted((c.subject, c.where, len(c.members)) for c in rows) == [
        ("jia", "", 1),
        ("jia", "/a/", 4),
        ("jia", "/b/", 1),
        ("jia", "far.example", 1),
        ("jiao", "/a/", 2),
    ]
    assert {len(c.shown) for c in rows if len(c.members) > SHOWN} == {SHOWN}
    assert all(set(c.shown) <= set(c.members) for c in rows)
    assert {c.id for c in rows} == {c.id for c in causes(desk, list(reversed(found)), MONDAY)}
    later = causes(desk, [f for f in found if f.id != 1], MONDAY)
    assert {c.id for c in later} == {c.id for c in rows}, "a cause keeps its name while it has members"
    code, said, _ = typed("causes", *NOW)
    assert code == 0
    assert said.count("处，已等0天") == 5
    assert "甲区网（甲区办公室）" in said
    assert "共 5 个成因，9 处待核实" in said
    told = json.loads(typed("causes", "--json", *NOW)[1])["causes"]
    assert {row["id"] for row in told} == {c.id for c in rows}
    assert [len(json.loads(typed("causes", "--json", "--unit", "甲区教育局", *NOW)[1])["causes"])] == [1]
    assert typed("causes", "--site", "没有的", *NOW)[:2] == (0, "没有等人核实的问题。\n")


def test_one_act_decides_a_cause_and_counts_three(desk: Desk, seen: Seen, typed: Typed) -> None:
    found = seen(mixed())
    (big,) = [c for c in causes(desk, found, MONDAY) if len(c.members) == 4]
    shown = {f.id for f in big.shown}
    code, said, _ = typed("finding", "confirm", big.id, "--why", "打开看过", "--yes", *NOW)
    assert code == 0
    assert "将核实 1 个网站或账号的 4 个问题，其中抽看：" in said
    assert {int(n) for n in re.findall(r"^\s+(\d+)  待核实", said, re.M)} == shown
    assert "已核实 4 个问题（决定第 1 号）" in said
    assert now_states(desk) == [*[State.CONFIRMED] * 4, *[State.SUSPECTED] * 5]
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        assert {c.finding for c in ledger.trust.counted()} == shown
        (act,) = ledger.acts.all()
    assert (act.numbers, set(act.shown), act.chosen) == ((1, 2, 3, 4), shown, big.id)


@pytest.mark.parametrize(("typed_in", "done"), [("", False), ("n\n", False), ("y\n", True)])
def test_nothing_is_done_to_many_without_a_yes(
    desk: Desk, seen: Seen, typed: Typed, monkeypatch: pytest.MonkeyPatch, typed_in: str, done: bool
) -> None:
    seen(mixed())
    monkeypatch.setattr("sys.stdin", io.StringIO(typed_in))
    code, _, told = typed("finding", "confirm", "1-3", "--why", "看过", *NOW)
    assert (code, "没有回答“y”" in told) == ((0, False) if done else (2, True))
    assert now_states(desk).count(State.CONFIRMED) == (3 if done else 0)


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        (("3",), [3]),
        (("1-2", "5"), [1, 2, 5]),
        (("--site", "jiao"), [8, 9]),
        (("--unit", "甲区教育局"), [8, 9]),
        (("--unit", "u2"), [8, 9]),
        (("--criterion", "column-news-stale"), [7]),
        (("1-9", "--site", "jiao"), [8, 9]),
    ],
)
def test_what_a_decision_covers(
    desk: Desk, seen: Seen, typed: Typed, words: tuple[str, ...], numbers: list[int]
) -> None:
    seen(mixed())
    assert typed("finding", "confirm", *words, "--why", "看过", "--yes", *NOW)[0] == 0
    assert [n for n, state in enumerate(now_states(desk), 1) if state is State.CONFIRMED] == numbers


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "请写编号、范围、成因"),
        (("99",), "台账里没有编号为 99 的问题"),
        (("5-3",), "“5-3”的范围不对"),
        (("1-99999999",), "“1-99999999”的范围不对"),
        (("Cffffff",), "“Cffffff”不是问题编号，也不是现有的成因"),
        (("--unit", "没有的"), "登记册里没有单位“没有的”"),
        (("--site", "没有的"), "没有符合条件的问题"),
    ],
)
def test_what_there_is_not_is_told(desk: Desk, seen: Seen, typed: Typed, words: tuple[str, ...], told: str) -> None:
    seen(mixed())
    code, _, said = typed("finding", "confirm", *words, "--why", "看过", "--yes", *NOW)
    assert code == 2
    assert told in said
    assert set(now_states(desk)) == {State.SUSPECTED}


def test_a_dismissal_says_its_kind(desk: Desk, seen: Seen, typed: Typed) -> None:
    seen(mixed())
    code, said, _ = typed("finding", "dismiss", "1-2", "--kind", "读错", "--why", "能打开", "--yes", *NOW)
    assert code == 0
    assert "将判为误报（读错）" in said
    assert typed("finding", "dismiss", "3", "--kind", "register", "--why", "归档", *NOW)[0] == 0
    code, _, told = typed("finding", "dismiss", "4", "--kind", "不知道", "--why", "归档", *NOW)
    assert (code, "读错、属实但不计、登记有误" in told) == (2, True)
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        kinds = [f.dismissed_kind for f in ledger.findings.find()]
    assert kinds[:4] == [DismissalKind.MISREAD, DismissalKind.MISREAD, DismissalKind.REGISTER, None]


def test_precision_and_the_way_back(desk: Desk, seen: Seen, typed: Typed) -> None:
    seen([dead("http://www.jia.gov.cn/gone.html")])
    assert "判过33次（含自带底数33）" in typed("precision")[1]
    assert "机器可以自行核实" in typed("precision")[1]
    typed("finding", "dismiss", "1", "--kind", "读错", "--why", "能打开", *NOW)
    said = typed("precision")[1]
    assert "甲区网（jia）读错过，由人核实" in said
    (row,) = json.loads(typed("precision", "--json")[1])["manners"]
    assert (row["right"], row["misread"], row["revoked"], row["trusted"]) == (33, 1, ["jia"], False)
    manner = row["manner"]
    assert typed("trust", "restore", manner, "--site", "jiao", "--why", "好了", *NOW)[0] == 2
    assert typed("trust", "restore", "没有的", "--site", "jia", "--why", "好了", *NOW)[0] == 2
    assert typed("trust", "restore", manner, "--site", "jia", "--why", "好了", *NOW)[0] == 0
    assert json.loads(typed("precision", "--json")[1])["manners"][0]["revoked"] == []


def test_a_finding_says_how_it_was_read_and_who_confirms_what_is_read_so(seen: Seen, typed: Typed) -> None:
    listed = stale("c1")
    asked = replace(listed, place="c2", evidence=listed.evidence and replace(listed.evidence, reader=Reader.JPAGE))
    seen(
        [
            dead(GONE),
            dead("http://jyj.jia.gov.cn/gone.html", "jiao"),
            listed,
            asked,
            veto(),
            dead(f"{GONE}?", grade=SOFT),
        ]
    )

    def told(number: int) -> list[str]:
        lines = typed("finding", "show", str(number), *NOW)[1].splitlines()
        at = lines.index("读法：")
        return [one.strip() for one in lines[at + 1 : at + 3]]

    by_place = {f["place"]: f["id"] for f in json.loads(typed("findings", "--json", *NOW)[1])["findings"]}
    title, needs = "动态要闻类栏目不更新", "由人核实（要判过20次，且最近20次没有读错）"
    assert told(by_place[GONE]) == [
        "其他页面链接不可用，硬失效，页面不存在（dead_link:hard:not_found）",
        "机器可以自行核实",
    ]
    assert told(by_place["c1"]) == [f"{title}，网页原文，单独一处的日期（column_not_updated:own_place）", needs]
    assert told(by_place["c2"]) == [
        f"{title}，大汉 jpage 列表，单独一处的日期（column_not_updated:jpage:own_place）",
        needs,
    ]
    assert told(by_place["首页"])[1] == "单项否决，由人核实"
    assert told(by_place[f"{GONE}?"])[1] == "据内容判断，由人核实"
    typed("finding", "dismiss", str(by_place[GONE]), "--kind", "读错", "--why", "能打开", *NOW)
    revoked = "在这里读错过，由人核实；恢复：xuncha trust restore dead_link:hard:not_found --site jia"
    assert told(by_place[GONE])[1] == revoked
    assert told(by_place["http://jyj.jia.gov.cn/gone.html"])[1] == needs, "the last twenty hold a misreading"


def test_every_manner_has_words(desk: Desk) -> None:
    """No word of it stays in English."""
    readers = [manner_words(desk, Manner("column_not_updated", "own_place", reader)) for reader in (*Reader, *Source)]
    assert len(set(readers)) == len(readers)
    bases = [manner_words(desk, Manner("dead_link", basis)) for basis in (*Provenance, *DeadGrade, *Reason)]
    assert len(set(bases)) == len(bases)
    program = re.compile("[a-z]{3}")
    assert not [one for one in (*readers, *bases) if program.search(re.sub("jpage|jpaas|gkmlpt", "", one))]


def test_a_misreading_says_how_many_went_back(seen: Seen, typed: Typed) -> None:
    seen([*(dead(f"http://www.jia.gov.cn/{n}.html") for n in range(3)), dead("http://jyj.jia.gov.cn/x", "jiao")])
    said = typed("finding", "dismiss", "1", "--kind", "属实但不计", "--why", "已说明", *NOW)[1]
    assert "退回待核实" not in said
    said = typed("finding", "dismiss", "2", "--kind", "读错", "--why", "能打开", *NOW)[1]
    assert "由机器核实、还没有通报的 1 个问题退回待核实" in said
    said = typed("finding", "show", "3", *NOW)[1]
    assert "退回核实 已核实 → 待核实 系统 同一种读法在这里读错过（问题 2），由人核实" in said
    assert "共 1 个成因，1 处待核实" in typed("causes", *NOW)[1]


def test_findings_are_told_in_chinese_and_counted_under_the_same_filter(seen: Seen, typed: Typed) -> None:
    seen(mixed())
    code, said, _ = typed("findings", "--unit", "甲区教育局", *NOW)
    assert code == 1
    assert said.splitlines()[0].startswith("    8  待核实  甲区教育局  教育网  链接可用性  2026-11-23发现  链接 ")
    assert said.splitlines()[-1] == "共 2 个问题，0 处未能核查。"
    assert typed("findings", "--site", "jia", *NOW)[1].splitlines()[-1] == "共 7 个问题，0 处未能核查。"
    assert typed("findings", "--criterion", "column-news-stale", *NOW)[1].startswith(
        "    7  待核实  甲区办公室  甲区网"
    )


def test_what_waits_is_said_with_the_draft_and_not_in_it(desk: Desk, seen: Seen, tmp_path: Path) -> None:
    found = seen([*mixed(), veto()])
    told = backlog(desk, found, MONDAY + timedelta(days=3), unlooked=2)
    assert (told.waiting, told.held, told.vetoes, told.oldest) == (10, 0, 1, 3)
    assert list(told.sentences()) == [
        "有10处（6个成因）还没有人核实，最早的已等3天",
        "核实属实后会列入通报的单位：甲区办公室、甲区教育局",
        "待核实的有1处属于单项否决",
        "有2处未能核查，没有写进通报",
    ]
    file = write_cover(told, "2026-11", tmp_path / "note.txt")
    assert file is not None
    assert file.read_text("utf-8-sig").splitlines()[2] == "1. 有10处（6个成因）还没有人核实，最早的已等3天。"
    assert write_cover(backlog(desk, [], MONDAY), "2026-11", tmp_path / "none.txt") is None
    assert causes(desk, found, MONDAY)[0].criterion == "home-not-updated", "what ends a site's year comes first"


def test_a_jump_is_one_row_and_one_act(desk: Desk, seen: Any, typed: Typed) -> None:
    seen([dead("http://www.jia.gov.cn/old.html")])
    day = MONDAY + timedelta(days=1)
    found = seen([dead(f"http://www.jia.gov.cn/{n % 7}/{n}.html", at=day) for n in range(30)], day)
    assert {f.held for f in found[1:]} == {Hold.SITE}
    (row,) = causes(desk, found, day)
    assert (row.held, len(row.members), row.criterion) == (True, 30, "")
    ((told, advice),) = held_told(desk, found, day + timedelta(days=4))
    assert told == "突增的30处问题暂扣已4天，没有人决定"
    assert f"confirm {row.id}" in advice
    assert "突增暂扣" in typed("causes", "--now", "2026-11-24T10:00")[1]
    assert (
        typed("finding", "confirm", row.id, "--why", "迁址后旧链接失效", "--yes", "--now", "2026-11-24T10:00")[0] == 0
    )
    assert set(now_states(desk)) == {State.CONFIRMED}
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        (act,) = ledger.acts.all()
    assert (act.decision.event, len(act.numbers), len(act.shown)) == (Event.CONFIRM, 30, SHOWN)
