"""What the words beside a day make of it: a label, nothing, a sentence. By grammar: a short word and a colon before a
day is a label, and only the few that say "published" make it a publish day. It reads text only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from crawler.reading.dates import Found, day_at, is_default, moments
from ledger.vocabulary import DayReading, Provenance

_AHEAD, _BEHIND, _WORDS = 40, 24, 80
_OPEN = r"\s{0,3}[\[【〔(（「<《]{0,2}\s{0,3}$"
_CLOSE = r"\s{0,3}[】\])）〕]?\s{0,3}"
_SPACED = re.compile(rf"(?:(?<=[^一-鿿])|^)(?:[一-鿿][^\S\n]{{1,4}}){{1,7}}[一-鿿](?={_CLOSE}[:：])")
_COLON = re.compile(rf"([^\W\d_](?:[^\W\d_]|[/、()（） ]){{0,14}}){_CLOSE}[:：]\s{{0,3}}[:：]?{_OPEN}")
_NAMED = re.compile(rf"([^\W\d_]{{0,10}}(?:日期|时间|于)){_CLOSE}{_OPEN}")
_VERB = re.compile(
    rf"(?:^|[\s【\[(（|])(发布|发表|更新|截止|截至|成文|开标|印发|施行|实施|生效|成立|签发){_CLOSE}{_OPEN}"
)
PUBLISHING = "发布|发表|公开|公布|发稿|刊登|刊发|登载|录入|添加|上传|上网|上线|推送|发帖"
_PUBLISH = re.compile(rf"(?:{PUBLISHING}|推出|编发)的?(?:时间|日期|日|时|于)?$")
_ENGLISH = re.compile(r"(?:published?|release[ds]?|posted)(?:\s?(?:on|at|date|time))?$", re.I)
_NOT_YET = re.compile(r"预计|拟|计划|申请|主动|原文?$")
_BARE = re.compile(r"日期|时间|日期时间|date|time", re.I)
_UPDATED = re.compile(r"(?:更新|修改|修订|编辑)(?:时间|日期|于)?$|^(?:last\s?)?updated?(?:\s?on)?$", re.I)
_A_DAY = re.compile(r"(?:时间|日期|日|期|于|止|时|date|time)$", re.I)
# What an info bar tells of an article besides its day. Beside any other label (地点, 主讲人) a 时间 is an event's.
_INFO = re.compile(
    "来源|稿源|出处|作者|编辑|责编|校对|审核|审签|审稿|监制|浏览|点击|阅读|访问|查看|人气|次数|热度|字体|字号|大小|分享|供稿|撰稿|投稿|摄影"
    "|记者|通讯员|发布|发表|更新|录入|机构|单位|部门|文号|索引|栏目|分类|类别|主题|关键|标签|视力|颜色|打印|收藏|语音|评论|编号|标题|文章|信息"
    "|背景|保护|转载|时间|日期|公开|体裁|名称|署名|属性|有效"
)
_LABELS = re.compile(r"([一-鿿]{2,8})\s?[:：]")
_PUBLISHED_BEHIND = re.compile(r"\s?(?:发布|发表)(?![一-鿿])")
_UPDATED_BEHIND = re.compile(r"\s?更新(?![一-鿿])")
_MORE_INFO = re.compile(
    rf"(?:星期|周[一二三四五六日]|(?:{_INFO.pattern})[^\s。，；]{{0,6}}(?:$|[\s:：\[【(（|])|[一-鿿]{{2,8}}\s?[:：])"
)
_RANGE = re.compile(
    r"\s{0,2}[-–—~～至到起]{1,3}\s{0,2}(?:(?:19|20)\d\d|\d{1,2}[月日号])|\s?(?:起|止|前|后|以前|以后|之前)(?![一-鿿])"
)
_RANGE_BEFORE = re.compile(r"(?:\d\s?[日号]?|[^\W\d_])\s{0,2}(?:至|到|~|～|—{1,2}|–)\s{0,2}$")
_GOES_ON = frozenset("，。；、,")  # "" is no member: a day may end the text
_SENTENCE = re.compile(r"[。；，！？]")
_OF_AN_EVENT = re.compile(r"上午|下午|晚上|左右|开始")

_CENTURIES = ("20", "19", "二", "一")  # signs of a year, found faster than any expression finds a day
_SHORT_PLACE = re.compile(r"(?:[:：]\s{0,3}|^\s?[\[【(]?)(?=\d\d(?:年|[-/.])\d|(?:19|20)\d{6})", re.M)


class Rank(IntEnum):
    """How sure the words make a publish day; the least is the surest."""

    SAID = 0  # 发布时间
    BARE = 1  # 日期 and 时间, in the bar
    ALONE = 2  # no label, a place of its own
    UPDATED = 3  # 更新时间
    UNSURE = 4  # alone, but in pieces or in Chinese numerals, as the document's own day is written
    NONE = 9


@dataclass(frozen=True)
class Day:
    """A day of a text, what the words beside it make of it, and how sure they are."""

    reading: DayReading
    rank: Rank
    start: int
    end: int


def label_before(before: str) -> str:
    """The word that labels what follows ``before``; "" where there is none."""
    tail = _SPACED.sub(lambda spaced: "".join(spaced[0].split()), before)
    found = _COLON.search(tail) or _NAMED.search(tail) or _VERB.search(tail)
    return found[1].strip(" ()（）/、") if found else ""


def rank_of(label: str) -> Rank:
    """A label that does not say "published" is another fact's, whatever it is."""
    word = label.rsplit(" ", 1)[-1] if not label.isascii() else label
    if _BARE.fullmatch(word):
        return Rank.BARE
    if _UPDATED.search(word):
        return Rank.UPDATED
    said = _PUBLISH.search(word) or _ENGLISH.fullmatch(word)
    return Rank.SAID if said and not _NOT_YET.search(word[: said.start()]) else Rank.NONE


def _line(text: str, start: int, end: int) -> tuple[int, int]:
    last = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, len(text) if last < 0 else last


def _an_event(text: str, found: Found) -> bool:
    """Whether 时间 tells of something that takes place: other labels than those of an info bar stand with it."""
    written = text[found.start : found.end + 6]
    if "年" in written and _OF_AN_EVENT.search(written):
        return True
    first, last = _line(text, found.start, found.end)
    for _ in range(2):
        last = _line(text, last, min(last + 1, len(text)))[1]
    return any(not _INFO.search(label) for label in _LABELS.findall(text[first:last]))


def _unlabelled(text: str, found: Found) -> tuple[Provenance, Rank]:
    before, after = text[max(found.start - 3, 0) : found.start], text[found.end : found.end + _BEHIND]
    if _PUBLISHED_BEHIND.match(after):
        return Provenance.LABELLED, Rank.SAID
    if _UPDATED_BEHIND.match(after):
        return Provenance.LABELLED, Rank.UPDATED
    nothing = Provenance.PROSE, Rank.NONE
    if before[-1:].isalnum() or (after[:1].isalnum() and not _MORE_INFO.match(after)):
        return nothing
    first, last = _line(text, found.start, found.end)
    own = text[first:last]
    whole = own.strip()
    of_the_document = (
        "年" in whole and whole[:1] + whole[-1:] in {"（）", "()"} and len(whole) < found.end - found.start + 4
    )
    if of_the_document or _SENTENCE.search(own) or text[found.end : found.end + 3].strip()[:1] in _GOES_ON:
        return nothing
    written = text[found.start : found.end]
    unsure = (
        "\n" in written.rpartition("\n")[0 if ":" in written else 2]
        or "\n" in written[:8]
        or not written[0].isdecimal()
    )
    return Provenance.OWN_PLACE, Rank.UNSURE if unsure else Rank.ALONE


def _judged(text: str, found: Found, bar: bool) -> tuple[Provenance, Rank]:
    if is_default(found.value):
        return Provenance.DEFAULT, Rank.NONE
    before = text[max(found.start - _AHEAD, 0) : found.start]
    label = label_before(before)
    other = Provenance.OTHER_LABEL, Rank.NONE
    if _RANGE.match(text, found.end) or _RANGE_BEFORE.search(before):
        return other
    if label and not (_INFO.search(label) and not _A_DAY.search(label) and rank_of(label) is Rank.NONE):
        rank = rank_of(label)
        if rank is Rank.SAID:
            return Provenance.LABELLED, rank
        if not bar or rank is Rank.NONE or (rank is Rank.BARE and _an_event(text, found)):
            return other
        return Provenance.LABELLED, rank
    return _unlabelled(text, found)


def _quoted(text: str, found: Found) -> str:
    first = max(_line(text, found.start, found.end)[0] - 1, 0)
    if found.start - first < 4:  # its label may be the line above
        first = max(text.rfind("\n", 0, first) + 1, 0)
    return " ".join(text[max(first, found.start - _AHEAD) : found.end + _BEHIND].split())[:_WORDS]


def days_of(text: str, floor: int, end: int, *, bar: bool) -> Iterator[Day]:
    """Each day of ``text`` between ``floor`` and ``end``, nothing before ``floor`` being a label of it."""
    part = text[floor : end + 4]  # a sign behind the last day may show that a sentence goes on
    places = list(moments(part)) if any(year in part for year in _CENTURIES) else []
    if not places:
        at = (day_at(part, match.end()) for match in _SHORT_PLACE.finditer(part))
        places = [found for found in at if found]
    for place in places:
        if place.start >= end - floor:
            return
        found = replace(place, end=place.start + len(part[place.start : place.end].rstrip()))
        provenance, rank = _judged(part, found, bar)
        reading = DayReading(found.value, provenance, _quoted(part, found))
        yield Day(reading, rank, found.start + floor, found.end + floor)
