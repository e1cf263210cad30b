"""Where an article says it comes from: what the page shows, else its tag."""

import re

from crawler.reading.articles.bar import headline
from crawler.reading.articles.wechat import wechat_page
from crawler.reading.page import View
from crawler.reading.tags import tag

_SOURCE = re.compile(
    r"(?:来\s{0,4}源|稿源|发布机构|发布单位|发布部门)\s*+(?:[】\])）]\s*+)?[:：][^\S\n]*+([^\n|丨]{0,60})(?:\n([^\n|丨，。；！？]{1,40})(?=\n|$))?"
)
_LONGEST = 200  # characters that a label with its value takes at most
_SOURCE_END = re.compile(
    r"\s{2,}|\s*(?:发布|作者|时间|日期|编辑|责任|浏览|点击|阅读|字号|字体|分享|打印|【|\[|（?(?:19|20)\d\d[-年/.])"
)
_SAID = re.compile(r"^\s*(?:(?:信息|文章|稿件|新闻|内容)?(?:来\s{0,4}源|稿源)\s*[:：]\s*)+")
_PAIRS = (("（", "）"), ("(", ")"), ("【", "】"), ("[", "]"), ("《", "》"))


def _clean(value: str) -> str:
    """Without the signs around it; a bracket that has its partner within is part of the name."""
    value = _SAID.sub("", value.strip(" :：|\"'"))
    for opened, closed in _PAIRS:
        if value.endswith(closed) and value.count(closed) > value.count(opened):
            value = value[: -len(closed)].strip(" :：|\"'")
        if value.startswith(opened) and value.count(opened) > value.count(closed):
            value = value[len(opened) :]
    return value


def _value(match: re.Match[str]) -> str:
    """What stands behind the label: on its line, else on the next."""
    for words in (match[1], match[2] or ""):
        value = _clean(_SOURCE_END.split(_SAID.sub("", words.strip()))[0])
        if value:
            return value
    return ""


def _shown(view: View) -> str | None:
    """The first behind the headline, the bar coming first; else the nearest above it."""
    head = headline(view)
    text = view.text
    last = max(text.rfind("源"), text.rfind("发布"))
    if last < 0:
        return None
    places = _SOURCE.finditer(text, 0, last + _LONGEST)
    found = [(m.start(), v) for m in places if 2 <= len(v := _value(m)) <= 40]
    if head is None:
        return found[0][1] if found else None
    above = [value for at, value in found if at < head.start]
    bar = [value for at, value in found if head.start <= at < head.bar_end]
    below = [value for at, value in found if at >= head.bar_end]
    return next(iter([*bar, *reversed(above), *below]), None)


def source(view: View) -> str | None:
    """What the page shows, else its tag."""
    wechat = wechat_page(view)
    if wechat:
        return wechat.account
    return _shown(view) or _SAID.sub("", tag(view.tags, "ContentSource", "source")) or None
