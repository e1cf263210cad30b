"""A site that moves or closes, seen by the program itself: findings follow it, close where they are seen, or stay."""

import json
from typing import Any

import pytest

DAY_1, DAY_2, DAY_3 = "2026-11-23T08:30", "2026-11-24T08:30", "2026-11-25T08:30"
OLD, NEW = "http://www.jia.gov.cn/", "http://www.jia.wangshu.gov.cn/"
SHUT = "http://www.bing.gov.cn/"


def _inspect(office: Any, now: str, *words: str) -> dict[str, Any]:
    done = office.run("inspect", "--allow-private", "--json", "--now", now, *words)
    assert done.returncode in (0, 1, 3), done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _of(result: dict[str, Any], criterion: str) -> list[dict[str, Any]]:
    return [f for f in result["findings"] if f["criterion"] == criterion]


def _done(office: Any, *words: str) -> str:
    done = office.run(*words)
    assert done.returncode == 0, done.stderr
    told: str = done.stdout
    return told


@pytest.fixture
def deep(site: Any, office: Any) -> Any:
    """Two clicks below the home page, /deep.html uses what is not there."""
    site.pages["/p1.html"] = site.pages["/p1.html"].replace("<body>", '<body><a href="/deep.html">下一层</a>')
    site.pages["/deep.html"] = site.pages["/p2.html"].replace("<body>", '<body><a href="/gone.html">旧文</a>')
    office.register(site.port)
    return site


def _move(office: Any) -> str:
    words = ("--site", "jia", "--home", NEW, "--day", "2026-11-24", "--now", "2026-11-24T08:00")
    return _done(office, "register", "reorganise", "readdress", *words)


def test_a_dead_link_is_the_same_finding_at_the_new_address(deep: Any, office: Any) -> None:
    (first,) = _of(_inspect(office, DAY_1), "link-other")
    assert f"问题 {first['id']}：{OLD}gone.html → {NEW}gone.html" in _move(office)
    (daily,) = _of(_inspect(office, DAY_2, "--daily"), "link-other")
    assert (daily["id"], daily["place"]) == (first["id"], f"{NEW}gone.html")
    assert daily["evidence"]["address"] == f"{NEW}gone.html"
    # the page that uses it was known by its old address, and was read at the new one
    assert [r["page"] for r in daily["evidence"]["referrers"]] == [f"{NEW}deep.html"]
    # a run from before the move, judged again, makes no finding of the address left
    before = json.loads(office.run("judge", "--json", "--run", "20261123T083000", "--now", "2026-11-24T12:00").stdout)
    assert [f["id"] for f in _of(before, "link-other")] == [first["id"]]
    deep.pages["/deep.html"] = deep.pages["/p2.html"]
    assert _of(_inspect(office, DAY_3), "link-other") == []
    everything = json.loads(office.run("findings", "--all", "--json").stdout)
    assert [f["status"] for f in _of(everything, "link-other")] == ["已销号"]


def test_a_link_dropped_in_the_move_closes_in_the_daily_look(deep: Any, office: Any) -> None:
    """The page that used it, known by its old address only, is read at the new one."""
    assert len(_of(_inspect(office, DAY_1), "link-other")) == 1
    _move(office)
    deep.pages["/deep.html"] = deep.pages["/p2.html"]
    assert _of(_inspect(office, DAY_2, "--daily"), "link-other") == []


def test_while_its_closing_is_announced_it_is_inspected_and_needs_the_notice(site: Any, office: Any) -> None:
    office.register(site.port)
    words = ("--site", "jia", "--announced", "2026-11-10", "--closes", "2026-12-10", "--approval", "甲府函〔2026〕1号")
    _done(office, "register", "close-site", *words)
    (missing,) = _of(_inspect(office, DAY_1), "site-closing")
    assert (missing["status"], missing["place"]) == ("待核实", "首页")
    site.pages["/"] = site.pages["/"].replace("<body>", "<body><p>本网站自2026年12月10日起关停</p>")
    seen = _inspect(office, DAY_2)
    assert _of(seen, "site-closing") == []
    assert not [u for u in seen["unknown"] if u["criterion"] in ("home-not-updated", "veto-columns-stale")]


def test_once_closed_it_is_only_visited_and_its_findings_stay(deep: Any, office: Any) -> None:
    (dead,) = _of(_inspect(office, DAY_1), "link-other")
    words = ("--site", "jia", "--announced", "2026-10-20", "--closes", "2026-11-24", "--approval", "甲府函〔2026〕1号")
    _done(office, "register", "close-site", *words)
    asked: list[str] = []
    deep.asked = asked.append
    unseen = _inspect(office, DAY_2)
    assert asked == []
    assert [u["reason"] for u in unseen["unknown"]] == ["not_looked"]
    assert [f["id"] for f in _of(unseen, "link-other")] == [dead["id"]]
    assert unseen["coverage"] == []
    _done(office, "probe", "--allow-private", "--now", "2026-11-24T09:00")
    (still,) = _of(_inspect(office, "2026-11-24T09:30"), "site-closed-open")
    assert still["message"] == "网站已于2026年11月24日关停，检查时首页仍可打开"
    assert still["status"] == "待核实"


def test_a_link_to_a_closed_site_is_found_and_closes_when_it_is_gone(site: Any, office: Any) -> None:
    before = site.pages["/p3.html"]
    site.pages["/p3.html"] = before.replace("<body>", f'<body><a href="{SHUT}x.html">旧站</a>')
    site.pages["/x.html"] = site.pages["/p4.html"]
    office.register(site.port)
    sites = office.config / "register" / "sites.csv"
    row = f"bing,丙网,{SHUT},u1,9900010002,50,已授权,127.0.0.1:{site.port}\n"
    sites.write_text(sites.read_text(encoding="utf-8") + row, encoding="utf-8")
    words = ("--site", "bing", "--announced", "2026-10-01", "--closes", "2026-11-01", "--approval", "甲府函〔2026〕2号")
    _done(office, "register", "close-site", *words)
    (found,) = _of(_inspect(office, DAY_1), "link-closed")
    assert (found["subject"], found["place"], found["status"]) == ("jia", f"{SHUT}x.html", "已核实")
    assert [r["page"] for r in found["evidence"]["referrers"]] == [f"{OLD}p3.html"]
    assert "指向已于2026年11月1日关停的丙网" in found["message"]
    site.pages["/p3.html"] = before
    assert _of(_inspect(office, DAY_2), "link-closed") == []
