"""Answers made for these tests, as a person reads them: innocent ones beside the like of them that are bad."""

from typing import NamedTuple

LONG = "各单位要加强宣传引导，合理安排时间，做好服务保障工作，方便群众出行。" * 6
NAV = "".join(f"<a href=/c{n}>栏目{n}</a> " for n in range(12))


class Row(NamedTuple):
    """``says``: "ok", or the reason; ``path``, ``status``, ``kind``: of the answer."""

    says: str
    title: str
    body: str
    path: str = "/a/1.html"
    status: int = 200
    kind: str = "text/html; charset=utf-8"


MENTIONED = [
    Row("ok", "404路夜班公交延长运营的公告", f"<h1>404路</h1><p>{LONG}</p>"),
    Row("ok", "404 号公告", "<h1>404 号公告</h1><p>现将有关事项公告如下，请遵照执行。</p>"),
    Row("ok", "关于整治“404 Not Found”页面的通报", f"<p>{LONG}</p>"),
    Row("ok", "问答选登", "<p>问：页面不存在怎么办？</p><p>答：请拨打12345。</p>"),
    Row("ok", "局长信箱", "<p>来信：附件链接失效，页面不存在。</p><p>答复：已经修复。</p>"),
    Row("ok", "政府信息公开告知书", "<p>经检索，你所申请的政府信息不存在，特此告知。</p>"),
    Row("ok", "公告", "<p>原办事指南页面已删除过期材料两份，现公布新版。</p>"),
    Row("ok", "企业注销公告", "<p>某公司已注销，相关信息不存在异议的，予以登记。</p>"),
    Row("ok", "医保参保信息不存在的处理办法", f"<p>{LONG}</p>"),
    Row("ok", "网络安全提示", "<p>请您在访问网站时注意核对网址，防止钓鱼网站，遇到风险及时报警。</p>"),
    Row("ok", "关于网站系统升级维护的公告", "<p>因系统升级维护，12月1日0时至6时网站暂停访问。</p>"),
    Row("ok", "违规停车整治", "<p>对占用消防通道的行为予以禁止，并依法处罚。</p>"),
    Row("ok", "办件查询", "<form>查询码<input name=q>验证码<input name=v><button>查询</button></form>"),
    Row("ok", "某区人民政府", f"{NAV}<p>{LONG}</p>"),
]
GONE = [
    Row("soft_404", "404", "<p>返回首页</p>"),
    Row("soft_404", "404 - 某区人民政府", "<h1>404</h1><p>返回</p>"),
    Row("soft_404", "页面走丢了_某市政府网", "<p>三秒后返回首页</p>"),
    Row("soft_404", "提示", "<p>您访问的页面不存在或已被删除！</p>"),
    Row("soft_404", "某区人民政府", "<p>抱歉，您要查看的文章已下线</p>"),
    Row("soft_404", "", "<h2>对不起，找不到您访问的页面</h2>"),
    Row("soft_404", "Error", "<p>The page you requested could not be found.</p>"),
    Row("soft_404", "Page Not Found | Some District", "<p>Sorry</p>"),
    Row("soft_404", "提示", "<p>對不起，您訪問的網頁不存在</p>"),
    Row("soft_404", "错误提示", "<p>错误：该信息已删除</p>"),
    Row("soft_404", "", '{"code":404,"msg":"not found"}', kind="application/json"),
]
WALLED = [
    Row("challenge", "提示", "<p>很抱歉，您的访问行为存在异常，已被云防护拦截。</p>"),
    Row("challenge", "拦截提示", "<p>当前访问被绿盟科技WAF判定为攻击，已阻断。</p>", status=404),
    Row("challenge", "提示", "<p>您的请求触发了安全策略，事件ID：99-ab</p>", status=404),
    Row("challenge", "Attention Required! | Cloudflare", "<p>Sorry, you have been blocked</p>", status=404),
    Row("challenge", "Access Denied", "<p>You don't have permission. Reference #18.2f</p>"),
    Row("challenge", "ERROR", "<p>The request could not be satisfied. Request blocked.</p>", status=500),
    Row("challenge", "Web Page Blocked", "<p>The page cannot be displayed. Attack ID: 20000008</p>"),
    Row("challenge", "请完成安全验证", "<p>请按住滑块，拖动到最右边</p><script src=/c.js></script>"),
    Row("challenge", "提示", "<p>系统检测到您的网络存在异常流量，请拖动滑块完成验证后继续访问</p>"),
    Row("challenge", "502", "<p>华为云 Web应用防火墙：您的请求疑似攻击行为，已被拦截</p>", status=502),
    Row("challenge", "Just a moment...", "<script src=/cdn-cgi/c.js></script>"),
    Row("challenge", "404", "<p>Fastly error: unknown domain: h.gov.cn</p>", status=404),
    Row("challenge", "没有找到站点", "<p>您的请求在Web服务器中没有找到对应的站点！</p>", status=404),
    Row("challenge", "提示", "<p>该域名尚未备案，暂时无法访问</p>", status=404),
    Row("blocked", "公告", "<p>网站系统升级维护中，请稍后访问</p>"),
]
PROMISED = [
    Row("unreadable", "用户登录", "<h2>扫码登录</h2><img src=/q.png><p>登录后查看附件</p>", "/f/a.pdf"),
    Row("unreadable", "下载", "<p>名单.xlsx 20KB</p><a href=/d?id=1>立即下载</a>", "/f/a.xlsx"),
    Row("unreadable", "附件", f"<p>{LONG}</p><a href=/files/real.pdf>名单</a>", "/f/a.pdf"),
    Row("unreadable", "提示", "<p>本站图片禁止盗链</p>", "/i/a.jpg"),
    Row("blocked", "公告", f"<p>改版期间暂停服务。{LONG}</p>", "/f/a.pdf"),
    Row("ok", "", "<table><tr><td>李某</td></tr></table>", "/f/a.xls", kind="application/vnd.ms-excel"),
    Row("ok", "", "<p>通知</p>", "/f/a.doc", kind="application/msword"),
    Row("wrong_type", "区里召开会议", f"<h1>区里召开会议</h1><p>{LONG}</p>", "/f/a.pdf"),
    Row("wrong_type", "区里召开会议", f"<h1>区里召开会议</h1><p>{LONG}</p>", "/f/a.xls"),
    Row("wrong_type", "某区政府", f"{NAV}<p>{LONG}</p>", "/f/a.zip"),
]
PLAIN = [
    Row("not_found", "404 Not Found", "<h1>Not Found</h1><p>nginx</p>", status=404),
    Row("gone", "410 Gone", "<h1>Gone</h1>", status=410),
    Row("not_found", "页面不存在", f"{NAV}<p>您访问的页面不存在</p>", status=404),
    Row("not_found", "", '{"status":404,"error":"Not Found","traceId":"5f"}', status=404, kind="application/json"),
    Row("server_error", "", "<h1>502 Bad Gateway</h1>", status=502),
    Row("script_drawn", "", "<div id=x></div><script src=/app.js></script>"),
    Row("ok", "", "<script>location.href='/b/1.html'</script>"),
    Row("soft_404", "", "<meta http-equiv=refresh content='0;url=/404.html'>"),
    Row("soft_404", "", "<script>window.location.replace('http://h.gov.cn/error/404.htm')</script>"),
    Row("ok", "", '{"code":200,"data":[]}', kind="application/json"),
]
