"""Publish time, source, title and breadcrumb of an article. A day in the address alone is never its publish time."""

import re
from datetime import datetime

from crawler.reading.dates import FULL, Moment, day_of, first_moment, moments, plain
from crawler.reading.page import View, node_text
from crawler.reading.tags import tag

_LABEL_END = r"\s*[】\])）]?\s*[:：]{0,2}\s*[\[【(（]?\s*"
_STRONG = re.compile(r"(?:发布|发表|公开|上传|发稿|刊登|录入|推送)\s*(?:时\s*间|日\s*期)" + _LABEL_END)
_WEAK = re.compile(
    r"(?<![一-鿿])(?:时\s*间|日\s*期|(?:更新|生成|发文)(?:时间|日期))(?=\s*[】\])）]?\s*[:：])" + _LABEL_END
)
_SCRIPT = re.compile(
    r"(?:pub_?(?:lish)?_?(?:date?|time)|release_?(?:date|time)|chntime|docreltime|createtime|ptime)\w*"
    r"[\"']?\s*[=:]\s*[\"']([^\"']{8,40})[\"']",
    re.I,
)
_WRITTEN = re.compile(
    r"document\.write\(\s*[\"'][^\"']{0,120}?((?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}[^\"'<]{0,12})"
)
_SOURCE = re.compile(
    r"(?:来\s{0,4}源|稿源|发布机构|发布单位|发布部门)\s*[】\])）]?\s*[:：]\s*([^\n|丨]{0,60})(?:\n([^\n|丨]{1,40}))?"
)
_SOURCE_END = re.compile(
    r"\s{2,}|\s*(?:发布|作者|时间|日期|编辑|责任|浏览|点击|阅读|字号|字体|分享|打印|【|\[|（?(?:19|20)\d\d[-年/.])"
)
_META = {"pubdate", "publishdate", "pubtime", "publishtime", "article:published_time", "og:release_date"}
_CLASSES = ",".join(f"[class*={word} i],[id*={word} i]" for word in ("time", "date", "info", "source"))
_TITLES = "h1, .title, .tit, .bt, .article-title, .articleTitle, #title, .zwbt, .bigtitle, h2"
_CRUMBS = ",".join(f"[class*={word} i]" for word in ("crumb", "position", "location", "weizhi", "dqwz", "curpos"))
_CRUMB = re.compile(r"(?:当前|现在|您|你|所在)(?:现在|当前)?的?(?:所在)?\s*位置\s*是?\s*[:：]?")
_STEP = re.compile(r"\s*(?:>>|>|›|»|》|→|\\|/)\s*|\s{2,}")


def _after(text: str, label: re.Pattern[str], start: int) -> list[Moment]:
    found = []
    for match in label.finditer(text, start):
        day = FULL.match(text, match.end())
        value = first_moment(day.group()) if day else None
        if value is not None:
            found.append(value)
    return found


def _anchor(view: View) -> int:
    """Where the article's own title stands in the text, a day soon after it; -1 when nowhere."""
    named = tag(view.tags, "ArticleTitle") or view.title
    key = max(re.split(r"[-—_|]", named), key=len).strip()[:24]
    if len(key) < 4:
        return -1
    text = view.ascii_digits
    places = (m.start() for m in re.finditer(re.escape(plain(key)), text))
    return next((start for start in places if FULL.search(text, start, start + 500)), -1)


def labelled_times(view: View) -> tuple[Moment, ...]:
    """The days after a label, the surer labels first, those beneath the title before those above it."""
    text = view.ascii_digits
    start = _anchor(view)
    for label in (_STRONG, _WEAK):
        found = _after(text, label, max(start, 0)) or _after(text, label, 0)
        if found:
            return tuple(found)
    return ()


def _unlabelled(view: View) -> Moment | None:
    beneath = beneath_title(view)
    if beneath is not None:
        return beneath
    for node in view.tree.css(_CLASSES):
        shown = node_text(node)
        if len(shown) < 90:
            value = next((f.value for f in moments(plain(shown))), None)
            if value is not None:
                return value
    return None


def _from_script(view: View) -> Moment | None:
    for pattern in (_SCRIPT, _WRITTEN):
        for match in pattern.finditer(view.scripts):
            value = first_moment(match[1])
            if value is not None:
                return value
    return None


def _from_meta(view: View) -> Moment | None:
    """The most precise of the meta elements that name a publish time."""
    values = [v for v in (first_moment(c) for n, c in view.tags if n.lower() in _META and c) if v is not None]
    return next((v for v in values if isinstance(v, datetime)), values[0] if values else None)


def beneath_title(view: View) -> Moment | None:
    """A bare day in a short line soon after the page's own title."""
    text = view.ascii_digits
    start = _anchor(view)
    if start < 0:
        return None
    for line in text[start : start + 600].split("\n")[1:]:
        found = next(moments(line), None)
        if found and len(line) < 90 and found.start < 40:
            return found.value
    return None


def published(view: View) -> Moment | None:
    """What the page shows: label, then meta PubDate, then a script's string, then a bare day beneath the title.

    Another of them may add the time of day to that day; it never overrules it.
    """
    labels = labelled_times(view)
    meta = _from_meta(view)
    shown = labels[0] if labels else meta or _from_script(view) or _unlabelled(view)
    if shown is None or isinstance(shown, datetime):
        return shown
    finer = (*labels, meta, beneath_title(view))
    return next((v for v in finer if isinstance(v, datetime) and v.date() == shown), shown)


def dated_by_itself(view: View) -> bool:
    """Whether the page shows a publish time of its own, and not the many days of a list."""
    if is_list_of_days(view):
        return False
    return bool(labelled_times(view)) or beneath_title(view) is not None or _from_script(view) is not None


def is_list_of_days(view: View) -> bool:
    """Many labelled days of different value: a list, not an article."""
    return len({day_of(value) for value in labelled_times(view)}) > 3


def source(view: View) -> str | None:
    declared = tag(view.tags, "ContentSource", "source")
    if declared:
        return declared
    text = view.text
    for match in _SOURCE.finditer(text, max(_anchor(view), 0)):
        value = match[1].strip() or (match[2] or "").strip()
        value = _SOURCE_END.split(value)[0].strip(" :：|]】)）\"'")
        if 2 <= len(value) <= 40:
            return value
    return None


def title(view: View) -> str | None:
    declared = tag(view.tags, "ArticleTitle")
    if declared:
        return declared
    for node in view.tree.css(_TITLES):
        shown = node_text(node)
        if len(shown) >= 6 and shown in view.title:
            return shown
    return view.title or None


def breadcrumb(view: View) -> tuple[str, ...]:
    """The steps of 当前位置, as shown."""
    for node in view.tree.css(_CRUMBS):
        shown = [node_text(a) for a in node.css("a")]
        if 1 <= len(shown) <= 8 and all(len(s) <= 40 for s in shown):
            return tuple(s for s in shown if s)
    at = _CRUMB.search(view.text)
    if not at:
        return ()
    line = view.text[at.end() : at.end() + 160].replace("\n", ">").strip("> ")
    steps = [s.strip() for s in _STEP.split(line) if s.strip()]
    return tuple(s for s in steps[:6] if len(s) <= 20)
