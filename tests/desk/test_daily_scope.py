"""`xuncha inspect --daily` looks at little: what it did not read neither opens, changes nor closes anything."""

import json
from typing import Any

import pytest

DAY_1, DAY_2, DAY_3 = "2026-11-23T08:30", "2026-11-24T08:30", "2026-11-25T08:30"
HOME = "http://www.jia.gov.cn/"
GONE = f"{HOME}gone.html"


def _inspect(office: Any, *words: str) -> dict[str, Any]:
    done = office.run("inspect", "--allow-private", "--json", *words)
    assert done.returncode == 1, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _of(result: dict[str, Any], criterion: str) -> list[dict[str, Any]]:
    return [f for f in result["findings"] if f["criterion"] == criterion]


@pytest.fixture
def deep(site: Any, office: Any) -> Any:
    """Two clicks below the home page, /deep.html uses what is not there; the pages of the list lack a tag."""
    site.pages["/p1.html"] = site.pages["/p1.html"].replace("<body>", '<body><a href="/deep.html">下一层</a>')
    site.pages["/deep.html"] = site.pages["/p2.html"].replace("<body>", '<body><a href="/gone.html">旧文</a>')
    office.register(site.port)
    return site


def test_a_dead_link_of_a_page_not_read_again_stays(deep: Any, office: Any) -> None:
    (first,) = _of(_inspect(office, "--now", DAY_1), "link-other")
    asked: list[str] = []
    deep.asked = asked.append
    (again,) = _of(_inspect(office, "--now", DAY_2, "--daily"), "link-other")
    assert "/gone.html" in asked
    assert "/deep.html" not in asked  # known already, and no finding of its own
    assert first["place"] == again["place"] == GONE
    assert again["last_seen"] > first["last_seen"]
    assert again["evidence"]["referrers"] == first["evidence"]["referrers"]
    assert again["evidence"]["uses"] == 1
    assert "被1个页面使用1次" in again["message"]


def test_it_closes_when_seen_mended(deep: Any, office: Any) -> None:
    _inspect(office, "--now", DAY_1)
    deep.pages["/gone.html"] = deep.pages["/p3.html"]
    assert _of(_inspect(office, "--now", DAY_2, "--daily"), "link-other") == []


def test_the_home_page_that_dropped_the_link_closes_it(site: Any, office: Any) -> None:
    before = site.pages["/"]
    site.pages["/"] = before.replace("<body>", '<body><a href="/gone.html">旧文</a>')
    office.register(site.port)
    assert _of(_inspect(office, "--now", DAY_1), "link-home")[0]["place"] == GONE
    site.pages["/"] = before
    assert _of(_inspect(office, "--now", DAY_2, "--daily"), "link-home") == []


def test_a_tally_over_all_pages_waits_for_a_whole_sweep(deep: Any, office: Any) -> None:
    """What is wrong with the tags of pages that were not read cannot be called right."""
    bare = deep.pages["/deep.html"].replace('<meta name="SiteDomain" content="www.jia.gov.cn">', "")
    article = bare.replace("<body>", "<body><div>发布时间：2026-11-20 来源：甲区</div>")
    deep.pages["/deep.html"] = article
    first = {f["place"] for f in _of(_inspect(office, "--now", DAY_1), "page-tags")}
    assert "article:SiteDomain" in first
    daily = {f["place"] for f in _of(_inspect(office, "--now", DAY_2, "--daily"), "page-tags")}
    assert daily == first
    deep.pages["/deep.html"] = article.replace("<head>", '<head><meta name="SiteDomain" content="www.jia.gov.cn">')
    whole = {f["place"] for f in _of(_inspect(office, "--now", DAY_3), "page-tags")}
    assert "article:SiteDomain" not in whole


def test_a_new_article_is_read_with_what_it_uses(deep: Any, office: Any) -> None:
    _inspect(office, "--now", DAY_1)
    deep.pages["/"] = deep.pages["/"].replace("<body>", '<body><a href="/p1.html">一</a><a href="/new.html">新</a>')
    deep.pages["/new.html"] = deep.pages["/p2.html"].replace("<body>", '<body><img src="/lost.jpg">')
    places = {f["place"] for f in _of(_inspect(office, "--now", DAY_2, "--daily"), "link-other")}
    assert places == {GONE, f"{HOME}lost.jpg"}
