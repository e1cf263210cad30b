"""The traps of wire.md 2.7: the page of one article."""

from crawler.accounts.platforms.wechat_page import look_at_article
from demo.platforms.platform_pages import article, message
from tests.accounts.lab import POSTED, TITLE, WIDE, Case, Lab, Outcome, Wire, text

URL = "https://mp.weixin.qq.com/s/Aa1Bb2Cc3Dd4Ee5Ff6Gg7H"
BASE = "https://mp.weixin.qq.com"
SECOND = int(POSTED.timestamp())
LONG = (
    "http://mp.weixin.qq.com/s?__biz=MzA=&amp;mid=1&amp;idx=1&amp;sn=ab12&amp;chksm=cd34&amp;scene=21#wechat_redirect"
)
TEMPORARY = "https://mp.weixin.qq.com/s?src=11&timestamp=1789034400&ver=1&signature=ab&new=1"


def page(body: str | bytes, url: str = URL, status: int = 200, **headers: str) -> Case:
    return through(text(body, status, "text/html; charset=UTF-8", **headers), url)


def through(wire: Wire, url: str = URL) -> Case:
    async def case(lab: Lab) -> Outcome:
        reading = await look_at_article(lab.asker(wire), "A1", url, BASE, WIDE)
        language = lab.seen[0].headers["Accept-Language"] if lab.seen else ""
        return Outcome(reading, lab, {"language": language})

    return case


def script(lines: str, title: str = TITLE) -> Case:
    return page(article(title, POSTED, script=lines))


QUOTED = article(
    TITLE,
    POSTED,
    words='<pre>var ct = "1788000000"</pre><p>“该内容已被发布者删除”</p><div class="weui-msg__title">违规</div>',
)
TOO_LONG = article(TITLE, POSTED, filling=9 * 1024 * 1024)
BIG = article(TITLE, POSTED, words="<p>正文</p>" * 90_000 + f"<!--{' ' * 1_900_000}-->")
BIG += f"<!--{' ' * 500_000}-->"
TEXT_POST = f"oriCreateTime = '{SECOND}'; var createTime = '2026-09-10 18:00';"
IMAGE_POST = f"window.cgiDataNew = {{ ori_create_time: '{SECOND}' * 1, create_time: JsDecode('2026-09-10 18:00') }}"
MOVED = f'var createTime = \'2026-09-18 09:00\'; var ct = "{SECOND}"; var svr_time = "{SECOND + 864000}" * 1;'
CHECK = "<html><body><h2>环境异常</h2><p>当前环境异常，完成验证后即可继续访问。</p></body></html>"
LATER = '<html><title>该内容暂时无法查看</title><div class="mesg-block"><p>该内容暂时无法查看</p></div></html>'
VIOLATION = message("此内容因违规无法查看", '由用户投诉并经平台审核，涉嫌…，查看<a href="#">对应规则</a>')

CASES: dict[str, Case] = {
    "W2-70": page(article(TITLE, POSTED)),
    "W2-71": page(BIG),
    "W2-72": script("var " + TEXT_POST),
    "W2-73": script(IMAGE_POST),
    "W2-74": script("var createTime = '2026-09-10 18:00';"),
    "W2-75": script("var nothing = 1;"),
    "W2-76": page(article(TITLE, POSTED)),
    "W2-77": page(article(TITLE, POSTED)),
    "W2-78": page(message("该内容已被发布者删除")),
    "W2-79": page(message("The content has been deleted by the author.")),
    "W2-80": page(VIOLATION),
    "W2-81": page(message("此内容因违规已删除")),
    "W2-82": page(LATER),
    "W2-83": page(message("此帐号已被屏蔽, 内容无法查看")),
    "W2-84": page(message("此账号已被屏蔽, 内容无法查看")),
    "W2-85": page(message("此帐号已注销, 内容无法查看")),
    "W2-86": page(message("此帐号在冻结期间，内容无法查看")),
    "W2-87": page(message("该公众号已迁移")),
    "W2-88": page(message("链接已过期")),
    "W2-89": page(message("参数错误")),
    "W2-90": page("", status=302, Location="/mp/wappoc_appmsgcaptcha?poc_token=x"),
    "W2-91": page(CHECK),
    "W2-92": page("<html><body>访问过于频繁，请用微信扫描二维码进行访问</body></html>"),
    "W2-93": page("<html><body>操作频繁，请稍后再试</body></html>"),
    "W2-94": page("<html><body>微信公众平台</body></html>"),
    "W2-95": script("var " + TEXT_POST, title="全文" * 500),
    "W2-96": page(article(TITLE, POSTED), url=LONG),
    "W2-97": page(article(TITLE, POSTED), url=TEMPORARY),
    "W2-98": page(article(TITLE, POSTED)),
    "W2-99": page(TOO_LONG),
    "W2-100": page(message("该内容已被发布者删除"), status=404),
    "W2-101": page(QUOTED),
    "W2-102": script(MOVED),
}
