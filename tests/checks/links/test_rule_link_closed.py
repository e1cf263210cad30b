"""关停域名链接: by the register's closed sites; a dead link is not told twice."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.vocabulary import HomePage, Identity, Link, Look, Outcome, Reason, Referrer, Site, Standing

CLOSED = Site("s9", "望舒旅游网", "http://ly.wangshu.example/", "u9", closed=date(2026, 6, 1))


@pytest.fixture
def link(now):
    def make(target, standing=Standing.OK, uses=3):
        look = Look(now, standing, None if standing is Standing.OK else Reason.NOT_FOUND)
        users = (Referrer("http://www.example.gov.cn/a.html", "a", "旅游网", 3),)
        return Link(target, True, False, (look,), users, uses, 1 if uses else 0)

    return make


@pytest.fixture
def home(now):
    return HomePage("http://www.example.gov.cn/", now, "cd34", "首页", Identity())


def test_links_to_a_closed_site_fail_and_others_do_not(judged, site, link, home):
    seen = [site, CLOSED, home, link("http://LY.wangshu.example/a.html"), link("http://www.wangshu.example/")]
    found = judged("link-closed", seen)
    assert list(found) == ["http://LY.wangshu.example/a.html"]
    verdict = found["http://LY.wangshu.example/a.html"]
    assert verdict.outcome is Outcome.FAIL
    assert verdict.message == (
        "链接“旅游网”（http://LY.wangshu.example/a.html）指向已于2026年6月1日关停的望舒旅游网，被1个页面使用3次"
    )


def test_a_dead_one_is_told_as_a_dead_link_and_one_no_longer_used_passes(judged, site, link):
    url = "http://ly.wangshu.example/"
    assert judged("link-closed", [CLOSED, link(url, Standing.DEAD)])[url].outcome is Outcome.NOT_APPLICABLE
    assert judged("link-closed", [CLOSED, link(url, uses=0)])[url].outcome is Outcome.PASS


def test_not_before_its_day_and_not_where_the_host_is_used_again(judged, site, link, home):
    used = link("http://ly.wangshu.example/")
    later = replace(CLOSED, closed=date(2026, 11, 24))
    again = Site("s10", "望舒文旅网", "http://ly.wangshu.example/wl/", "u9")
    for sites in ([later], [CLOSED, again], [site]):
        assert judged("link-closed", [*sites, home, used])["关停域名"].outcome is Outcome.NOT_APPLICABLE


def test_no_such_link_passes_only_where_pages_were_read(judged, link, home):
    other = link("http://www.wangshu.example/")
    assert judged("link-closed", [CLOSED, home, other])["关停域名"].outcome is Outcome.PASS
    assert judged("link-closed", [CLOSED])["关停域名"].reason is Reason.NOT_LOOKED
