"""The written truth and the served pages agree, read by simple means of the tests' own."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import httpx
import pytest

from demo.sample.columns import register
from demo.sample.plan import Phase
from demo.sample.planted import CONTROL_HOSTS, DECOYS
from demo.sample.server import District, serve
from demo.sample.truth import decisions, truth
from demo.sample.website import district
from ledger.vocabulary import ColumnKind, Reason, Register

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
BY_STATUS = {404: Reason.NOT_FOUND, 410: Reason.GONE, 500: Reason.SERVER_ERROR, 403: Reason.BLOCKED}
BY_STATUS |= {412: Reason.BLOCKED, 521: Reason.BLOCKED}
HIDDEN = re.compile(r"<!--.*?-->|<script.*?</script>", re.S)


@dataclass
class Visitor:
    """A plain visitor of the served district: follows redirects by hand, looks twice before it says a thing."""

    served: District
    client: httpx.Client
    bad: dict[str, Reason] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def get(self, url: str) -> httpx.Response:
        parts = urlsplit(url)
        address = f"http://{self.served.pins()[parts.hostname or '']}{parts.path or '/'}"
        return self.client.get(address, headers={"Host": parts.hostname or ""})

    def look(self, url: str) -> Reason | httpx.Response:
        hops = 0
        if urlsplit(url).scheme != "http":
            return Reason.BAD_ADDRESS
        if (urlsplit(url).hostname or "").endswith(".invalid"):
            return Reason.DNS_NOT_FOUND
        try:
            answer = self.get(url)
            while answer.is_redirect and hops < 10:
                hops += 1
                answer = self.get(urljoin(url, answer.headers["Location"]))
        except httpx.ConnectError:
            return Reason.REFUSED
        return Reason.REDIRECT_LOOP if answer.is_redirect else answer

    def judge(self, url: str) -> Reason | httpx.Response:
        answer = self.look(url)
        if isinstance(answer, httpx.Response) and answer.status_code >= 400:
            answer = self.look(url)
        if isinstance(answer, Reason):
            return answer
        if answer.status_code in BY_STATUS:
            return BY_STATUS[answer.status_code]
        page = "text/html" in answer.headers["Content-Type"]
        if page and re.search(r"\.(pdf|docx)$", url):
            return Reason.WRONG_TYPE
        if page and "您访问的页面不存在" in answer.text:
            return Reason.SOFT_404
        return answer

    def walk(self, starts: list[str], inside: set[str]) -> None:
        waiting, seen = list(starts), set(starts)
        while waiting:
            url = waiting.pop()
            answer = self.judge(url)
            if isinstance(answer, Reason):
                self.bad[url] = answer
            elif urlsplit(url).hostname in inside and "text/html" in answer.headers["Content-Type"]:
                self.texts[url] = answer.text
                found = re.findall(r'(?:href|src)="([^"]+)"|;url=([^"]+)"', HIDDEN.sub("", answer.text))
                fresh = {urljoin(url, (a or b).replace("&amp;", "&")) for a, b in found} - seen
                seen |= fresh
                waiting += sorted(fresh)


@dataclass(frozen=True)
class Seen:
    phase: Phase
    visitor: Visitor
    register: Register

    def page(self, url: str) -> str:
        return self.visitor.texts[url]

    def places(self, criterion: str) -> set[str]:
        return {found.place for found in truth().expected(self.phase) if found.criterion == criterion}


@pytest.fixture(scope="module", params=list(Phase))
def seen(request: pytest.FixtureRequest) -> Iterator[Seen]:
    with serve(NOW, request.param) as served, httpx.Client(trust_env=False, timeout=10) as client:
        watched = register(served.port)
        visitor = Visitor(served, client)
        homes = [site.home for site in watched.sites.values()]
        inside = {urlsplit(home).hostname or "" for home in homes}
        visitor.walk(homes + [column.url for column in watched.columns.values()], inside)
        yield Seen(request.param, visitor, watched)


def days(page: str) -> list[date]:
    """The days a list's page shows, whether whole or split as 博达 does."""
    shown = re.findall(r"<(?:span|td)[^>]*>(\d{4}-\d\d-\d\d)</", page)
    split = re.findall(r'"day">(\d\d)</span><span class="month">(\d{4}-\d\d)<', page)
    return [date.fromisoformat(day) for day in shown] + [date.fromisoformat(f"{m}-{d}") for d, m in split]


def test_every_bad_answer_is_a_planted_one(seen: Seen) -> None:
    expected = {f.place: f.reason for f in truth().expected(seen.phase) if f.criterion.startswith("link-")}
    blocked = {place for criterion, _, place in truth().unknown if criterion.startswith("link-")}
    assert seen.visitor.bad == expected | dict.fromkeys(blocked, Reason.BLOCKED)


def test_home_and_other_dead_links_are_used_where_the_truth_says(seen: Seen) -> None:
    homes = "".join(HIDDEN.sub("", seen.page(site.home)) for site in seen.register.sites.values())
    for found in truth().expected(seen.phase):
        if found.criterion.startswith("link-"):
            assert (f'"{found.place}"' in homes) == (found.criterion == "link-home"), found.place


def test_silent_columns(seen: Seen) -> None:
    today, silent, overdue = NOW.date(), {}, set()
    limits = {ColumnKind.NEWS: timedelta(days=14), ColumnKind.POLICY: timedelta(days=184)}
    for column in seen.register.columns.values():
        shown = days(seen.page(column.url))
        if not column.inspected_on(today) or not shown:
            continue
        age = today - max(shown)
        if column.kind in limits and age > limits[column.kind]:
            silent[column.id] = column.kind
        if column.allowed_days and age.days > column.allowed_days:
            overdue.add(column.id)
    assert {key for key, kind in silent.items() if kind is ColumnKind.NEWS} == seen.places("column-news-stale")
    assert {key for key, kind in silent.items() if kind is ColumnKind.POLICY} == seen.places("column-policy-stale")
    assert overdue == seen.places("column-overdue")


def test_near_misses_of_lists(seen: Seen) -> None:
    page = {column.id: seen.page(column.url) for column in seen.register.columns.values()}
    assert NOW.date() - max(days(page["portal-bmdt"])) == timedelta(days=14)
    pinned = days(page["zhujian-gzdt"])
    assert "置顶" in page["zhujian-gzdt"]
    assert pinned[0] == min(pinned) < NOW.date() - timedelta(days=200)
    order = days(page["zhujian-tzgg"])
    assert order != sorted(order, reverse=True)
    assert re.findall(r">(\d\d-\d\d)</td>", page["qingshui-tzgg"])
    assert not days(page["qingshui-tzgg"])
    assert 'http-equiv="refresh"' in page["portal-zfgb"]
    assert 'id="newsList"></ul>' in page["jiaoyu-zskx"]
    for decoy in DECOYS:
        assert decoy in seen.page("http://www.wangshu.gov.cn/")
        assert seen.visitor.judge(decoy) is Reason.NOT_FOUND


def test_blank_and_undated_columns(seen: Seen) -> None:
    blank, undated = set(), set()
    for column in seen.register.columns.values():
        page = seen.page(column.url)
        if "newsList" in page or "refresh" in page or not column.inspected_on(NOW.date()):
            continue
        articles = re.findall(r'<a href="([^"]*(?:/t\d+_|/post_|/info/|/show/)[^"]*)"', page)
        if not articles:
            blank.add(column.id)
        elif not any("发布时间" in seen.page(urljoin(column.url, article)) for article in articles):
            undated.add(column.id)
    assert blank == seen.places("column-blank")
    assert undated == seen.places("column-undated")


def test_homes_that_are_not_kept(seen: Seen) -> None:
    for site in seen.register.sites.values():
        stale = (NOW.date() - max(days(seen.page(site.home)))).days > 14
        said = {f.site for f in truth().expected(seen.phase) if f.criterion == "home-not-updated"}
        assert (stale and site.bound) == (site.id in said)


def test_footer_identity(seen: Seen) -> None:
    marks = {
        "主办单位": r"主办单位：望舒区",
        "联系方式": r"联系电话：020-\d{8}",
        "网站标识码": r"网站标识码：\d{10}",
        "ICP备案号": r"粤ICP备\d{8}号",
        "公安备案号": r"粤公网安备\d{14}号",
        "党政机关网站标识": r"bszs\.conac\.cn",
        "找错入口": r"zfwzgl\.www\.gov\.cn",
        "网站地图": r">网站地图<",
    }
    for site in seen.register.sites.values():
        page = seen.page(site.home)
        missing = {name for name, pattern in marks.items() if not re.search(pattern, page)}
        said = {f.place for f in truth().expected(seen.phase) if f.criterion == "site-identity" and f.site == site.id}
        assert missing == said
        assert site.site_code in page
        assert site.icp in page


def test_page_tags(seen: Seen) -> None:
    always = {"SiteName", "SiteDomain", "SiteIDCode"}
    column = always | {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
    article = always | {"ColumnName", "ColumnType", "ArticleTitle", "PubDate", "ContentSource"}
    lists = {c.url for c in seen.register.columns.values()}
    missing = set()
    for url, page in seen.visitor.texts.items():
        tags = set(re.findall(r'<meta name="(\w+)" content="[^"]', page))
        kind, wanted = ("home", always) if urlsplit(url).path == "/" else ("article", article)
        if url in lists:
            kind, wanted = "column", column
        elif kind == "article" and '<div class="info' not in page:
            continue
        if "refresh" not in page:
            missing |= {(urlsplit(url).hostname, f"{kind}:{tag}") for tag in wanted - tags}
    said = {
        (urlsplit(seen.register.sites[f.site].home).hostname, f.place)
        for f in truth().expected(seen.phase)
        if f.criterion == "page-tags"
    }
    assert missing == said


def test_figures_add_up() -> None:
    told, figures = truth(), truth().figures
    for phase in Phase:
        assert len(told.expected(phase)) == figures[f"found_{phase}"]
    fates = Counter(finding.fate for finding in told.findings)
    assert fates == {
        "仍存在": figures["still_open"],
        "已整改": figures["fixed"],
        "新发现": figures["new_this"],
        "重新出现": 1,
        "误报": figures["dismissed"],
        "待核实": figures["waiting"],
    }
    assert figures["told_last"] == figures["fixed"] + figures["fixed_and_back"] + figures["still_open"]
    fresh = Counter(f.unit for f in told.findings if f.fate in ("新发现", "重新出现"))
    assert fresh == told.told_by_unit
    assert fresh.total() == figures["told_this"] == figures["new_this"] + 1
    watched = register(1)
    inspected = [column for column in watched.columns.values() if column.inspected_on(NOW.date())]
    assert (len(watched.sites), len(watched.columns), len(inspected)) == (5, 46, 44)


def test_units_are_the_answerable_ones() -> None:
    watched = register(1)
    for found in truth().findings:
        column = found.place if found.place in watched.columns else None
        assert watched.answerable(found.site, column, NOW.date()) == found.unit
    assert {place[1] for place in decisions(NOW)} <= {*watched.sites, *watched.accounts}
    assert set(decisions(NOW)) <= {found.key for found in truth().findings}


def test_counting_criteria_follow_from_the_columns() -> None:
    for phase in Phase:
        count = Counter((f.criterion, f.site) for f in truth().expected(phase))
        for key, site in register(1).sites.items():
            stale = count["column-news-stale", key] + count["column-policy-stale", key]
            overdue = count["column-policy-stale", key] + count["column-long-stale", key]  # not the office's reminders
            assert (stale >= 5 and site.bound) == bool(count["veto-columns-stale", key])
            assert (overdue >= 10 and site.bound) == bool(count["veto-columns-overdue", key])
            assert (count["column-blank", key] >= 5 and site.bound) == bool(count["veto-columns-blank", key])


def test_pages_follow_from_now_and_phase_alone() -> None:
    assert district(NOW, Phase.THIS) == district(NOW, Phase.THIS)
    later = district(NOW + timedelta(days=30), Phase.THIS)["www.wangshu.gov.cn"]["/wsyw/index.html"]
    assert max(days(later.body.decode())) == date(2026, 12, 22)


def test_old_articles_stay_and_control_hosts_answer() -> None:
    with serve(NOW - timedelta(days=30), Phase.LAST) as served, httpx.Client(trust_env=False) as client:
        visitor = Visitor(served, client)
        old = re.findall(r'href="(/info/[^"]+)"', visitor.get("http://zj.wangshu.gov.cn/gzdt.htm").text)
        assert visitor.get("http://zj.wangshu.gov.cn/").content.decode("gbk").count("望舒区") > 3
        served.set(NOW, Phase.THIS)
        assert served.requests.total() == 0
        assert visitor.get("http://zj.wangshu.gov.cn" + old[1]).status_code == 200
        assert served.requests["http://zj.wangshu.gov.cn" + old[1]] == 1
        assert {visitor.get(f"http://{host}/").status_code for host in CONTROL_HOSTS} == {200}
