"""A rule is three files: two that the office has made up go the whole way, from the look to the letter, while nothing
else is changed but the office's own words for what third parties call them."""

import json
from pathlib import Path
from typing import Any

import docx
import pytest

HERE = Path(__file__).parent
OLD, OTHER = "http://www.jia.gov.cn/old/1.html", "http://www.jia.gov.cn/old/2.html"
THEIRS = "http://www.jia.gov.cn/old/3.html"
# wording, clause and place of both
TOLD = (
    "栏目“要闻”有样例信息“关于测试的信息”",
    f"链接{OLD}指向旧版页面，被1个页面使用1次",
    f"链接{THEIRS}指向旧版页面",
    "望府办〔2026〕1号第三条",
    "望府办〔2026〕1号第四条",
)
KINDS = """
[[kind]]
words = ["测试信息"]
criteria = ["own-marked"]

[[kind]]
words = ["旧版页面"]
criteria = ["own-outdated"]
"""
ROWS = """网站名称,所在页面,问题链接,栏目,问题类型,问题描述
甲区网,,,通知公告,测试信息,栏目里有一条测试用的通知
甲区网,http://www.jia.gov.cn/new/1.html,http://www.jia.gov.cn/old/3.html,,旧版页面,还链接着旧版页面
"""


@pytest.fixture
def office(office: Any, tmp_path: Path) -> Any:
    """The package with the two rules is installed: it names itself in the entry-point group."""
    installed = tmp_path / "installed"
    about = installed / "made_up_rules-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-rules\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[xuncha.rules]\nmade_up = made_up_rules\n", encoding="utf-8")
    office.path = [installed, HERE]
    office.write("criteria/made-up.toml", (HERE / "made-up.toml").read_text(encoding="utf-8"))
    kinds = office.root / "config" / "imports" / "kinds.toml"
    office.write("imports/kinds.toml", kinds.read_text(encoding="utf-8") + KINDS)
    return office


STANDS = ("findings", "--all", "--json")


def made_up(listed: str) -> dict[str, dict[str, Any]]:
    """The findings under the made-up criteria, by place."""
    told = json.loads(listed)["findings"]
    return {f["place"]: f for f in told if f["criterion"] in ("own-marked", "own-outdated")}


def text_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def at(moment: str, *words: str) -> tuple[str, ...]:
    return (*words, "--now", f"2026-11-{moment}")


def test_two_made_up_rules_go_the_whole_way(office: Any, tmp_path: Path) -> None:
    # we look, a clerk confirms, a third party's rows are placed by what the rules declare
    (tmp_path / "结果.csv").write_text(ROWS, encoding="utf-8")
    sure = ("--why", "打开核对", "--yes")
    looked, ours, *confirmed, taken, all_ = office.run(
        at("23T08:30", "inspect", "--allow-private"),
        STANDS,
        at("23T09:00", "finding", "confirm", "--criterion", "own-marked", *sure),
        at("23T09:00", "finding", "confirm", "--criterion", "own-outdated", *sure),
        at("24T09:00", "import-findings", str(tmp_path / "结果.csv"), "--from", "某某公司"),
        STANDS,
    )
    assert looked.code == 1, looked.err
    found = made_up(ours.out)
    assert {place: (f["criterion"], f["status"]) for place, f in found.items()} == {
        "yw": ("own-marked", "待核实"),
        OLD: ("own-outdated", "待核实"),
        OTHER: ("own-outdated", "待核实"),
    }
    assert [r["page"] for r in found[OTHER]["evidence"]["referrers"]] == ["http://www.jia.gov.cn/new/1.html"]
    assert [one.code for one in confirmed] == [0, 0], confirmed
    assert taken.out.startswith("共读出 2 行：新问题 2。")
    brought = {place: f for place, f in made_up(all_.out).items() if place not in found}
    assert brought.keys() == {"tz", THEIRS}
    assert brought["tz"]["message"].startswith("栏目“通知公告”：栏目里有一条测试用的通知")
    assert brought[THEIRS]["message"].startswith(f"链接{THEIRS}指向旧版页面（据某某公司")

    # one is put right, one was never wrong, the others are still there and told
    office.pages["/new/1.html"] = office.pages["/new/1.html"].replace("/old/2.html", "/new/1.html")
    again = [str(f["id"]) for f in (*found.values(), brought["tz"])]
    signed = ("--number", "〔2026〕12号", "--date", "2026-11-25", "--signed-file", "notices/通报-2026-11.docx")
    *done, seen, mailed = office.run(
        at("24T12:00", "finding", "confirm", str(brought[THEIRS]["id"]), *sure),
        at("25T09:00", "notice", "--month", "2026-11", "--out", "notices"),
        at("25T16:00", "notice", "issue", "--month", "2026-11", *signed, "--yes"),
        at("25T16:10", "letters", "queue", "--month", "2026-11"),
        at("25T17:00", "recheck", "--allow-private", *again),
        STANDS,
        ("letters", "show", "1"),
    )
    assert [one.code for one in done] == [0, 0, 0, 0, 1], done
    states = {place: f["status"] for place, f in made_up(seen.out).items()}
    assert states == {"yw": "已通报", OLD: "已通报", OTHER: "已销号", "tz": "已销号", THEIRS: "已通报"}
    for name in ("通报-2026-11.docx", "整改通知-2026-11-甲区办公室.docx"):
        told = text_of(office.root / "notices" / name)
        for words in TOLD:
            assert words in told, (name, words)
    assert "u1@jia.example" in mailed.out
    for words in TOLD[:3]:
        assert words in mailed.out, words
