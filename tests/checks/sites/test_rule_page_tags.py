"""页面标签: missing, empty and wrong tags, counted by kind of page and tag."""

from ledger.vocabulary import Outcome, Page, PageKind, Reason

SITE_TAGS = (("SiteName", "示例网"), ("SiteDomain", "www.example.gov.cn"), ("SiteIDCode", "4401150001"))


def page(now, url, kind, *tags, status=200):
    return Page(f"http://www.example.gov.cn{url}", now, kind, 1, "题", "ef56", status=status, tags=tags)


def test_a_home_page_with_its_tags_passes_whatever_their_case(judged, now):
    tags = tuple((name.lower(), content) for name, content in SITE_TAGS)
    verdicts = judged("page-tags", [page(now, "/", PageKind.HOME, *tags)])
    assert set(verdicts) == {"home:SiteName", "home:SiteDomain", "home:SiteIDCode"}
    assert {v.outcome for v in verdicts.values()} == {Outcome.PASS}


def test_faults_are_counted_with_examples(judged, now):
    pages = [
        page(now, "/1", PageKind.ARTICLE, *SITE_TAGS, ("PubDate", "2026-11-01 10:00"), ("ContentSource", "null")),
        page(now, "/2", PageKind.ARTICLE, *SITE_TAGS, ("PubDate", ""), ("ArticleTitle", "题")),
        page(now, "/3", PageKind.ARTICLE, status=404),
        page(now, "/4", PageKind.OTHER),
    ]
    verdicts = judged("page-tags", pages)
    failed = {p for p, v in verdicts.items() if v.outcome is Outcome.FAIL}
    assert failed == {"article:ArticleTitle", "article:PubDate", "article:ContentSource"}
    source = verdicts["article:ContentSource"]
    assert source.message == "1个文章页的ContentSource内容为空、1个文章页未设置ContentSource（检查2个）"
    assert [(r.page[-2:], r.text) for r in source.evidence.referrers] == [("/1", "内容为空"), ("/2", "未设置")]
    assert dict(source.evidence.figures) == {"pages": "2", "wrong": "2"}


def test_site_code_of_another_site(judged, now):
    tags = (*SITE_TAGS[:2], ("SiteIDCode", "4401150099"))
    verdict = judged("page-tags", [page(now, "/", PageKind.HOME, *tags)])["home:SiteIDCode"]
    assert verdict.outcome is Outcome.FAIL
    assert verdict.message == "首页的SiteIDCode与登记不一致"


def test_no_page_is_unknown(judged):
    assert judged("page-tags", [])["页面"].reason is Reason.NOT_LOOKED


def test_a_tag_that_many_pages_lack_is_told_once(judged, now):
    lacking = [page(now, f"/c{n}/", PageKind.COLUMN, *SITE_TAGS) for n in range(12)]
    whole = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
    good = page(now, "/good/", PageKind.COLUMN, *SITE_TAGS, *((name, "要闻") for name in whole))
    verdicts = judged("page-tags", [*lacking, good, page(now, "/", PageKind.HOME, *SITE_TAGS)])
    failed = {place for place, v in verdicts.items() if v.outcome is Outcome.FAIL}
    assert failed == {f"column:{name}" for name in whole}
    told = verdicts["column:ColumnName"]
    assert told.message == "12个栏目页未设置ColumnName（检查13个）"
    assert [r.page[-4:] for r in told.evidence.referrers] == ["/c0/", "/c1/", "/c2/", "/c3/", "/c4/"]


def test_an_unread_home_page_leaves_only_its_own_tags_unknown(judged, now):
    verdicts = judged("page-tags", [page(now, "/c/", PageKind.COLUMN, *SITE_TAGS)])
    unknown = {place for place, v in verdicts.items() if v.outcome is Outcome.UNKNOWN}
    assert unknown == {"home:SiteName", "home:SiteDomain", "home:SiteIDCode"}
    assert verdicts["column:ColumnName"].message == "1个栏目页未设置ColumnName（检查1个）"
