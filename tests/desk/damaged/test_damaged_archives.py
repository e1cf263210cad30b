"""An archive that cannot be read is told as that: nothing is judged from it, and the other sites are judged all the
same."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from ledger.ledger import Ledger
from tests.damage import garbage

NEXT = "2026-11-24T08:30"


@pytest.fixture
def two(office: Any, site: Any) -> Any:
    """Two sites, looked at once."""
    office.register(site.port)
    sites = office.config / "register" / "sites.csv"
    row = f"yi,乙区网,http://www.yi.gov.cn/,u1,9900010002,50,已授权,127.0.0.1:{site.port}\n"
    sites.write_text(sites.read_text("utf-8") + row, "utf-8")
    assert office.inspect().returncode == 1
    return office


def archive(office: Any, site: str) -> Path:
    return Path(office.root) / "data" / "archive" / f"{site}.sqlite"


def standing(office: Any, site: str) -> dict[tuple[str, str], str]:
    with Ledger.open_for_reading(office.ledger) as ledger:
        return {(f.criterion, f.place): f.state.value for f in ledger.findings.find(subject=site)}


def test_the_other_sites_are_judged_all_the_same(two: Any, site: Any) -> None:
    before = standing(two, "jia")
    garbage(archive(two, "jia"))
    site.pages["/p3.html"] = site.pages["/p3.html"].replace("<p>", '<a href="/gone.html">旧文</a><p>', 1)
    done = two.run("inspect", "--allow-private", "--now", NEXT)
    assert done.returncode == 3
    (said,) = [line for line in done.stderr.splitlines() if "没有判定完" in line]
    assert "甲区网：网站档案" in said
    assert "请从备份恢复" in said
    assert "乙区网" not in said
    assert "Traceback" not in done.stderr
    assert standing(two, "jia") == before
    assert any(place.endswith("yi.gov.cn/gone.html") for _, place in standing(two, "yi"))


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE capture SET facts = substr(facts, 1, 40)",
        "UPDATE capture SET uses = substr(uses, 1, 40)",
        "UPDATE look SET standing = 'x' || standing",
        "UPDATE note SET data = '{}' WHERE kind = 'HomePage'",
    ],
)
def test_facts_that_cannot_be_read_are_no_fault_of_a_rule(two: Any, damage: str) -> None:
    before = {name: standing(two, name) for name in ("jia", "yi")}
    with sqlite3.connect(archive(two, "jia")) as db:
        assert db.execute(damage).rowcount
    done = two.run("judge", "--now", NEXT, "--json")
    assert "Traceback" not in done.stderr
    if done.returncode == 3:
        assert "甲区网：网站档案" in done.stderr
    else:
        unknown = [u for u in json.loads(done.stdout)["unknown"] if u["subject"] == "jia"]
        assert any(u["reason"] == "archive_damaged" for u in unknown)
        assert not any(u["reason"] == "rule_crashed" for u in unknown)
        assert all("请从备份恢复" in u["message"] for u in unknown if u["reason"] == "archive_damaged")
    assert {name: standing(two, name) for name in ("jia", "yi")} == before


def test_a_damaged_archive_that_is_put_back_is_judged_again(two: Any) -> None:
    whole = archive(two, "jia").read_bytes()
    before = standing(two, "jia")
    garbage(archive(two, "jia"))
    assert two.run("judge", "--now", NEXT).returncode == 3
    archive(two, "jia").write_bytes(whole)
    assert two.run("judge", "--now", NEXT).returncode == 1
    assert standing(two, "jia") == before
