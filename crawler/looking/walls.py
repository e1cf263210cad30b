"""What firewalls, gates and hosts without a site say of themselves, whoever made them. Judges a short text only."""

import re

from crawler.looking.words import TO_SIMPLE, tells

_MOST = 2000  # characters looked at
_WHO = r"(?:您|你|当前|本次|此次|该次)"
_DEED = r"(?:访问|请求|操作|行为|IP|网络|连接|输入|参数|URL|浏览)"
_IS = r"(?:被|已|存在|疑似|可能|触发|违反|带有|包含|含有|过于|受到|来自|遭|有)"
_ILL = (
    r"(?:拦截|阻断|拒绝|禁止|屏蔽|封禁|封锁|受限|限制|阻止|攻击|威胁|风险|异常|恶意|非法|不合法|频繁|违规"
    r"|安全策略|安全规则|防护)"
)
_REFUSAL = re.compile(
    rf"{_WHO}[^。！？!?]{{0,14}}{_DEED}[^。！？!?]{{0,24}}{_IS}[^。！？!?]{{0,24}}{_ILL}"
    rf"|(?:拦截|阻断|拒绝|禁止|屏蔽)了?{_WHO}[^。！？!?]{{0,10}}{_DEED}"
    r"|(?:被|已)(?:网站|系统)?管理员(?:设置)?(?:为)?(?:拦截|禁止|阻断|屏蔽)|(?:防火墙|云防护|安全防护|WAF)[^。！？!?]{0,16}(?:拦截|阻断|拒绝)"
    r"|(?:访问|请求)(?:已)?被(?:拦截|阻断|防火墙)|请求被拒绝|请开启\s*JavaScript|访问行为异常"
    r"|(?:检测|识别|发现)到?[^。！？!?]{0,16}(?:异常(?:访问|流量|请求|行为)|攻击|恶意|风险)"
    r"|(?:拖动|滑动|按住|拼合)[^。！？!?]{0,10}(?:滑块|拼图|验证)|(?:完成|通过)[^。！？!?]{0,8}验证[^。！？!?]{0,8}(?:继续|访问|浏览|拼图)"
)
_REFUSAL_EN = re.compile(
    r"\b(?:request|access|connection|page|url|ip(?: address)?|you|activity|visit)\b[^.!?]{0,60}"
    r"\b(?:blocked|denied|rejected|restricted|forbidden|banned|not acceptable|suspicious|unusual|not be satisfied)\b"
    r"|\b(?:access denied|restricted access|blocked by|attack detected|malicious|not acceptable)\b"
    r"|verify (?:that )?you are (?:a )?human|checking your browser|are you a robot|not a robot|security check"
    r"|enable (?:javascript|cookies)|complete the (?:captcha|security)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:incident|support|event|ray|reference|attack|block)\s?(?:id|#|no\.?|number)\s?(?:is)?\s?[:：#]"
    r"|(?:request|trace)\s?id\s?(?:is)?\s?[:：]|(?:事件|请求|拦截|日志|追踪)\s?(?:ID|编号)\s?[:：]",
    re.IGNORECASE,
)
_NO_SITE = re.compile(
    r"\b(?:domain|host ?name|host|zone|distribution|bucket|virtual host)\b[^.!?]{0,40}"
    r"\b(?:not (?:been )?(?:configured|found|bound|registered|recognized|exist|known)|unknown|isn't|unavailable)\b"
    r"|unknown (?:domain|host)|no such (?:app|host|bucket|domain)|not configured"
    r"|(?:域名|站点)[^。！？!?]{0,12}(?:未|没有|尚未|不)(?:被|进行|完成)?(?:配置|绑定|备案|接入|找到|存在|开通|授权|添加|解析)"
    r"|没有找到(?:对应的?)?站点|未备案|CDN\s?node|\bCDN\b[^。.]{0,20}(?:节点|未)",
    re.IGNORECASE,
)
_VENDOR = re.compile(
    r"EdgeOne|安全狗|知道创宇|创宇盾|加速乐|云锁|D盾|护卫神|SafeLine|雷池|长亭|奇安信|网神|Incapsula|Imperva|BIG-IP|Cloudflare"
    r"|Akamai|CloudFront|Sucuri|Forti(?:Web|Guard|Gate)|Mod_?Security|安恒|明御|绿盟|天融信|启明星辰|深信服|山石网科|宝塔|云盾"
    r"|Barracuda|Wordfence|网宿|华为云|百度云加速|yunjiasu|网站卫士|玄武盾|安全宝|Web Application Firewall|\bWAF\b",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:请|网站|系统|正在|访问|您的|页面|滑动|安全|人机|身份|智能|点击|完成|拖动|在线|进行|\s){0,4}"
    r"(?:验证(?:码|中心|页面)?|被?拦截|被?阻断|被拒绝|受限|异常(?:页面)?|禁止|防火墙|拒绝访问|禁止访问|存在风险)(?:提示|页面|页|中|\W){0,2}"
    r"|just a moment.*|attention required.*|access denied|request rejected|(?:403 )?forbidden|web page blocked"
    r"|security check|.{0,12}\bblocked|not acceptable!?|.{0,12}captcha.{0,12}|verify.{0,20}human.{0,8}",
    re.IGNORECASE,
)
_PARTS = re.compile(r"(?:(?<!\s)\s++)?[-_|—–·]++\s*+")
# of the raw text: without one of these no pattern above can match, and a healthy page is spared
HINTS = (
    *("拦截", "阻断", "防火墙", "防护", "验证", "滑块", "拼图", "频繁", "攻击", "威胁", "风险", "异常", "封禁", "屏蔽"),
    *(
        "请求被拒绝",
        "请开启",
        "禁止访问",
        "访问被",
        "locked",
        "enied",
        "ejected",
        "estricted",
        "obot",
        "aptcha",
        "human",
    ),
    *(
        "orbidden",
        "onfigured",
        "ncident",
        "upport ID",
        "vent ID",
        "Ray ID",
        "equest ID",
        "moment",
        "nknown domain",
        "未备案",
    ),
    *(
        "not acceptable",
        "Not Acceptable",
        "uspicious",
        "unusual",
        "事件ID",
        "请求ID",
        "akamai",
        "JavaScript",
        "访问行为",
    ),
)


def wall_of(title: str, words: str, *, good: bool, gone: bool) -> str:
    """Why the short page is a wall's, in its words, or "". ``good``: it came with a 200, so that it must say it of
    itself and tell of nothing else; ``gone``: with 404 or 410, where a number of the request proves nothing."""
    text = f"{title} {words}".translate(TO_SIMPLE)[:_MOST]
    if good and tells(text):
        return ""
    if title and any(part and _TITLE.fullmatch(part) for part in _PARTS.split(title)):
        return title
    patterns = [_REFUSAL, _REFUSAL_EN, _NO_SITE]
    if not gone:
        patterns.append(_NUMBERED)
    if not good:
        patterns.append(_VENDOR)
    found = next((said for pattern in patterns if (said := pattern.search(text))), None)
    return found[0] if found else ""
