"""Pages of WeChat articles, alive and gone. The times are Unix seconds turned into Shanghai time by hand."""

import pytest

from crawler.reading import read_page
from crawler.reading.dates import show
from ledger.vocabulary import PageKind

AT = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
HEAD = '<meta property="og:title" content="春耕备耕"><title></title>'
BODY = (
    '<div id="js_article"><h1 id="activity-name"><span>春耕备耕</span></h1><a id="js_name">松溪发布</a>'
    '<em id="publish_time"></em><div id="js_content">2026年1月1日，正文。</div></div>'
)


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ('var ct = "1762747210";', "2025-11-10 12:00:10"),
        ("var oriCreateTime = '1762747210'; var createTime = '2025-11-10 12:00';", "2025-11-10 12:00:10"),
        ("window.cgiDataNew = {create_time: JsDecode('2025-11-10 12:00'), ori_create_time: '1762747210' * 1}",
         "2025-11-10 12:00:10"),
        ("window.cgiDataNew = {create_time: JsDecode('2025-11-10 12:00')}", "2025-11-10 12:00"),
        ("var svr_time = '1762750000' * 1;", None),
    ],
)  # fmt: skip
def test_an_article(script: str, expected: str | None) -> None:
    names = 'var nickname = htmlDecode("松溪发布"); var warn = "账号已注销";'
    read = read_page(f"{HEAD}<body>{BODY}<script>{names}{script}</script></body>".encode(), AT)
    assert (read.fast.kind, read.title, read.fast.source) == (PageKind.ARTICLE, "春耕备耕", "松溪发布")
    assert show(read.fast.published) == expected


def test_a_deleted_article_is_none() -> None:
    gone = '<title></title><div class="weui-msg"><div class="weui-msg__title warn">该内容已被发布者删除</div></div>'
    read = read_page(gone.encode(), AT)
    assert (read.fast.kind, read.title, read.fast.published) == (PageKind.OTHER, "该内容已被发布者删除", None)
