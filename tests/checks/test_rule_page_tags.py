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
    assert source.message == "文章页的页面标签ContentSource不规范：检查2个，1个内容为空、1个未设置"
    assert [(r.page[-2:], r.text) for r in source.evidence.referrers] == [("/1", "内容为空"), ("/2", "未设置")]
    assert dict(source.evidence.figures) == {"pages": "2", "wrong": "2"}


def test_site_code_of_another_site(judged, now):
    tags = (*SITE_TAGS[:2], ("SiteIDCode", "4401150099"))
    verdict = judged("page-tags", [page(now, "/", PageKind.HOME, *tags)])["home:SiteIDCode"]
    assert verdict.outcome is Outcome.FAIL
    assert "1个与登记不一致" in verdict.message


def test_no_page_is_unknown(judged):
    assert judged("page-tags", [])["页面"].reason is Reason.NOT_LOOKED
