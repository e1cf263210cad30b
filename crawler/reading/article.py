"""Publish time and source of an article. A day in the address alone is never its publish time."""

import re
from datetime import datetime
from functools import lru_cache
from itertools import pairwise

from crawler.reading.cells import publish_cell
from crawler.reading.dates import FULL, SHANGHAI, Moment, day_of, first_moment, moments, plain
from crawler.reading.page import View, node_text
from crawler.reading.tags import tag
from crawler.reading.wechat import wechat_page

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
    r"(?:来\s{0,4}源|稿源|发布机构|发布单位|发布部门)\s*[】\])）]?\s*[:：][^\S\n]*([^\n|丨]{0,60})(?:\n([^\n|丨，。；！？]{1,40})(?=\n|$))?"
)
_SOURCE_END = re.compile(
    r"\s{2,}|\s*(?:发布|作者|时间|日期|编辑|责任|浏览|点击|阅读|字号|字体|分享|打印|【|\[|（?(?:19|20)\d\d[-年/.])"
)
_SAID = re.compile(r"^\s*(?:信息|文章|稿件)?来源\s*[:：]\s*")
_META = {"pubdate", "publishdate", "pubtime", "publishtime", "article:published_time", "og:release_date"}
_PROPERTIES = "meta[property='article:published_time'],meta[property='og:release_date']"
_PARAGRAPH = 60
_CLASSES = ",".join(f"[class*={word} i],[id*={word} i]" for word in ("time", "date", "info", "source"))
# A day under one of these names is another fact of the document, however near to the title it stands.
_OTHER_DAY = re.compile(
    r"(?:成文|印发|签发|施行|实施|生效|失效|废止|截止|截至|结束|征集|报名|会议|活动|开标|有效)\S{0,4}?(?:[日时]\s*[期间])?"
    r"\s*[】\])）]?\s*[:：]?\s*$"
)


def _after(text: str, label: re.Pattern[str], start: int) -> list[Moment]:
    found = []
    for match in label.finditer(text, start):
        day = FULL.match(text, match.end())
        value = first_moment(day.group()) if day else None
        if value is not None:
            found.append(value)
    return found


@lru_cache(maxsize=2)
def _anchor(view: View) -> int:
    """Where the article's own title stands in the text, a day soon after it; -1 when nowhere."""
    named = tag(view.tags, "ArticleTitle") or view.title
    key = max(re.split(r"[-—_|]", named), key=len).strip()[:24]
    if len(key) < 4:
        return -1
    text, words = view.ascii_digits, plain(key)
    start = text.find(words)
    while start >= 0 and not FULL.search(text, start, start + 500):
        start = text.find(words, start + 1)
    return start


@lru_cache(maxsize=2)
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
            value = _bare_day(plain(shown))
            if value is not None:
                return value
    return None


def _bare_day(text: str, before: str = "") -> Moment | None:
    """The first day of ``text`` that no label gives to something else."""
    for found in moments(text):
        if not _OTHER_DAY.search(f"{before} {text[: found.start]}".rstrip()):
            return found.value
    return None


def _in_zone(text: str) -> Moment | None:
    """Machines write the zone too; a time in another zone is told in ours."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return first_moment(text)
    return moment.astimezone(SHANGHAI) if moment.tzinfo else first_moment(text)


def _from_script(view: View) -> Moment | None:
    for pattern in (_SCRIPT, _WRITTEN):
        for match in pattern.finditer(view.scripts):
            value = _in_zone(match[1])
            if value is not None:
                return value
    return None


def _from_meta(view: View) -> Moment | None:
    """The most precise of the meta elements that name a publish time."""
    values = [v for v in (_in_zone(c) for n, c in view.tags if n.lower() in _META and c) if v is not None]
    return next((v for v in values if isinstance(v, datetime)), values[0] if values else None)


def _from_properties(view: View) -> Moment | None:
    """What the page says to other sites only; the last resort."""
    values = (_in_zone(node.attributes.get("content") or "") for node in view.tree.css(_PROPERTIES))
    return next((value for value in values if value is not None), None)


def _from_table(view: View) -> Moment | None:
    """Below the heading 发布日期 of a table of the document's facts."""
    for table in view.tree.css("table") if "发布" in view.text else ():
        rows = table.css("tr")
        cell = publish_cell(rows[1]) if len(rows) == 2 else None
        value = first_moment(node_text(cell)) if cell else None
        if value is not None:
            return value
    return None


@lru_cache(maxsize=2)
def beneath_title(view: View) -> Moment | None:
    """A bare day in a short line soon after the page's own title, before the first paragraph: below that it is the
    document's own date."""
    text = view.ascii_digits
    start = _anchor(view)
    if start < 0:
        return None
    lines = text[start : start + 600].split("\n")
    for before, line in pairwise(lines):
        if len(before) > _PARAGRAPH and "。" in before:
            return None
        found = next(moments(line), None)
        if found and len(line) < 90 and found.start < 40:
            value = _bare_day(line, before)
            if value is not None:
                return value
    return None


def published(view: View) -> Moment | None:
    """What the page shows: label, heading of a table, meta PubDate, a script's string, a bare day beneath the title.

    Another of them may add the time of day to that day; it never overrules it.
    """
    wechat = wechat_page(view)
    if wechat:
        return wechat.published
    labels = labelled_times(view)
    meta = _from_meta(view)
    shown = next(iter(labels), None) or _from_table(view) or meta or _from_script(view) or _unlabelled(view)
    shown = shown or _from_properties(view)
    if shown is None or isinstance(shown, datetime):
        return shown
    finer = (*labels, meta, beneath_title(view), _from_properties(view))
    return next((v for v in finer if isinstance(v, datetime) and v.date() == shown), shown)


def dated_by_itself(view: View) -> bool:
    """Whether the page shows a publish time of its own, and not the many days of a list."""
    if is_list_of_days(view):
        return False
    return bool(labelled_times(view)) or beneath_title(view) is not None or _from_script(view) is not None


def is_list_of_days(view: View) -> bool:
    """Many labelled days of different value: a list, not an article."""
    return len({day_of(value) for value in labelled_times(view)}) > 3


def _shown_source(view: View) -> str | None:
    text = view.text
    for match in _SOURCE.finditer(text, max(_anchor(view), 0)):
        value = match[1].strip() or (match[2] or "").strip()
        value = _SOURCE_END.split(value)[0].strip(" :：|]】)）\"'")
        if 2 <= len(value) <= 40:
            return value
    return None


def source(view: View) -> str | None:
    """What the page shows, else its tag."""
    wechat = wechat_page(view)
    if wechat:
        return wechat.account
    return _shown_source(view) or _SAID.sub("", tag(view.tags, "ContentSource", "source")) or None
