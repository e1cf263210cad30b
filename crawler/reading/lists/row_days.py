"""The day that a row shows, and what it rests on. A year is never guessed; a day in the title is the title's own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from crawler.reading.dates import (
    Moment,
    address_day,
    day_at,
    either_order,
    in_zone,
    is_default,
    lone_day,
    moments,
    month_day,
    plain,
    split_day,
)
from crawler.reading.labels import PUBLISHING
from crawler.reading.layout.leads import NEAR, in_parts, is_part
from ledger.vocabulary import DayReading, Provenance

_PUBLISH = re.compile(
    rf"(?:信息|文章|新闻|稿件|内容|网站)?(?:{PUBLISHING}|公告|加入|挂网|更新|最后更新)"
    r"(?:时间|日期|日|于|时|在)?|[日时期间]{1,2}"
)
_LABEL = re.compile(r"([一-鿿][一-鿿 ]{0,11})\s?[:：]\s*+(?:[\[(（]\s*+)?$")
_WORD_LABEL = re.compile(
    r"((?:发布|发表|公布|更新|刊发)(?:时间|日期|于)?|[一-鿿]{2,6}(?:时间|日期|期限))(?:\s{0,3}[\[(（])?\s*+$"
)
_HEADING = re.compile(
    r"[一-鿿][一-鿿 ]{0,11}(?:时间|日期|期限|日|时|期|[至止于自起])\s{0,3}[:：]?|[一-鿿 ]{2,12}[:：]"
    r"|(?:开标|面试|报名|演出|活动|会议|来信|受理|答复|办结|成文|发文|印发|生成|生效|施行|实施|失效|征集|举办|考试|开庭|成立|通过|发布|公布)"
)
_AROUND = " \t\r\n[](){}<>【】（）〔〕［］「」·•|,，;；:—-"
_SENTENCE = re.compile(r"[。；！？]|[，、].{4}")
_BARE_BEFORE = re.compile(r"(?:.{0,24}[\s|/·•,，\]】)）\[【(（>»:：-])?")
_BARE_AFTER = re.compile(r"[\s|/·•\]】)）]*(?:(?:来源|作者|点击|浏览|阅读|人气|访问|次数|编辑|字号|\d).{0,40})?")
_UNTIL = re.compile(r"(?:截[至止]|[至到自从起止期前于在])\s*$")
_BETWEEN = re.compile(r"\s*+[至到~～—–-]++\s*+")
_GOES_ON = re.compile(r"\s{0,40}+(?:[，,、。]\s{0,40}+)?[一-鿿]{4,}(?![一-鿿]{0,4}\s?[:：])")
_IN_BRACKETS = re.compile(r"[\[【(（〔]\s{0,20}+([^\[\]【】()（）〔〕]{4,24}?)\s{0,20}[\]】)）〕]\s*+$")
_LEADING = re.compile(r"[\[【(（]?((?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})[\]】)）]?(?:\s+|[|｜:：]\s*)(?=\S)")
_ENDING = re.compile(r"\S\s+((?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2})$|[^\d\s/.(（\[【-]((?:19|20)\d\d-\d\d-\d\d)$")
_RANK = (
    Provenance.LABELLED, Provenance.OWN_PLACE, Provenance.BRACKETS, Provenance.MARKUP, Provenance.OTHER_LABEL,
    Provenance.DEFAULT, Provenance.HIDDEN, Provenance.PROSE, Provenance.ADDRESS,
)  # fmt: skip
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class Bit:
    """A text of a row. ``heading``: what the list's headings call its cell; None without headings."""

    text: str
    in_title: bool = False
    hidden: bool = False
    heading: str | None = None
    marked: bool = False  # from an attribute (title=, datetime=)


@dataclass(frozen=True, slots=True)
class RowDay:
    """``told``: the day and what it rests on; ``near``: a day without a year, as shown; ``either``: what ``11/02/2026``
    may mean; ``leading``: a day at one end of the title, which is the row's where all rows of the list have it."""

    told: DayReading | None = None
    near: str = ""
    either: tuple[date, ...] = ()
    leading: DayReading | None = None

    @property
    def day(self) -> date | None:
        return self.told.day if self.told and self.told.publish else None

    @property
    def shown(self) -> bool:
        """Whether the row shows a day in a place of its own, whatever day that is."""
        own = self.told and self.told.provenance in _OWN
        return bool(own or self.near or self.either)


_OWN = frozenset({p for p in Provenance if p.publish} | {Provenance.OTHER_LABEL, Provenance.DEFAULT})


def is_publish_label(label: str) -> bool:
    """``发布时间``, ``发 布 时 间``; of ``区政府办 发布时间`` the last word is the label, of ``活动 时间`` both are."""
    if _PUBLISH.fullmatch(label.replace(" ", "").strip(":：")):
        return True
    before, _, last = label.strip(" :：").rpartition(" ")
    return (len(last) > 2 or len(before) > 2) and _PUBLISH.fullmatch(last) is not None


def _called(label: str | None) -> Provenance:
    if not label:
        return Provenance.OWN_PLACE
    return Provenance.LABELLED if is_publish_label(label) else Provenance.OTHER_LABEL


def _reading(value: Moment, provenance: Provenance, words: str) -> DayReading:
    if is_default(value):
        provenance = Provenance.DEFAULT
    return DayReading(value, provenance, words[:80])


def _in_text(bit: Bit, text: str) -> Iterator[DayReading]:
    """Days of a text that holds more than a day."""
    found = [(f.start, f.end, f.value) for f in moments(text)]
    if not found:
        found = _short_after_label(text)
    spans = [(f[0], f[1]) for f in found]
    ranged = any(_BETWEEN.fullmatch(text[one[1] : two[0]]) for one, two in pairwise(spans))
    for start, end, value in found:
        before, after = text[max(0, start - 26) : start], text[end : end + 48]
        label = _LABEL.search(before) or _WORD_LABEL.search(before)
        words = text[max(0, start - 20) : end + 10]
        sentence = _SENTENCE.search(text) is not None
        if ranged:
            yield _reading(value, Provenance.OTHER_LABEL, words)
        elif label and not (sentence and len(text) > 60):
            called = _called(label[1])
            goes_on = called is Provenance.OTHER_LABEL and _GOES_ON.match(after)
            yield _reading(value, Provenance.PROSE if goes_on else called, words)
        elif not sentence and _BARE_BEFORE.fullmatch(text[:start]) and _BARE_AFTER.fullmatch(after):
            until = _UNTIL.search(before)
            yield _reading(value, Provenance.OTHER_LABEL if until else _called(bit.heading), words)
        elif not sentence and _ends_in_brackets(text, start, end):
            yield _reading(value, Provenance.BRACKETS, words)
        else:
            yield _reading(value, Provenance.PROSE, words)


def _short_after_label(text: str) -> list[tuple[int, int, Moment]]:
    """``发布时间：26-11-25``, ``日期:20261125``."""
    colon = max(text.find(":"), text.find("："))
    found = day_at(text, colon + 1 + len(text[colon + 1 :]) - len(text[colon + 1 :].lstrip())) if colon > 0 else None
    return [(found.start, found.end, found.value)] if found else []


def _ends_in_brackets(text: str, start: int, end: int) -> bool:
    closing = _IN_BRACKETS.search(text)
    return bool(closing and closing.start(1) <= start and end >= closing.end(1) - 1 and lone_day(closing[1]))


def _title_day(text: str) -> tuple[DayReading | None, str, DayReading | None]:
    """Of the title: the day in brackets at its end, a day without a year there, and a day at one of its ends."""
    ending = _IN_BRACKETS.search(text)
    value = lone_day(ending[1]) if ending else None
    if ending and value is not None:
        return _reading(value, Provenance.BRACKETS, text[-40:]), "", None
    if ending and NEAR.fullmatch(ending[1]):
        return None, ending[1], None
    edge = _LEADING.match(text) or _ENDING.search(text)
    value = lone_day(next(g for g in edge.groups() if g)) if edge else None
    leading = _reading(value, Provenance.OWN_PLACE, text[:40]) if value is not None else None
    own = next(moments(text), None)
    return (_reading(own.value, Provenance.PROSE, text[:80]) if own else None), "", leading


def _runs(bits: list[Bit]) -> Iterator[tuple[str, bool, str | None]]:
    """Days that stand in two or three neighbouring pieces."""
    run: list[Bit] = []
    for bit in [*bits, Bit("·")]:
        text = plain(bit.text).strip(_AROUND)
        if text and is_part(text) and not bit.marked and len(run) < 4:
            run.append(Bit(text, hidden=bit.hidden, heading=bit.heading))
            continue
        if len(run) > 1:
            texts = [b.text for b in run]
            if in_parts(texts):
                yield " ".join(texts), any(b.hidden for b in run), run[0].heading
            elif len(run) == 3 and re.fullmatch(r"(?:19|20)\d\d年?", texts[0]):
                yield "-".join(t.strip("年月日") for t in texts), any(b.hidden for b in run), run[0].heading
        run = [Bit(text, hidden=bit.hidden)] if text and is_part(text) and not bit.marked else []


def _label_before(before: str) -> str | None:
    text = before.strip()
    return text.strip(":：") if len(text) <= 14 and _HEADING.fullmatch(text) else None


def _marked(bit: Bit, text: str) -> Iterator[DayReading]:
    """Of an attribute: only a day alone, or one with a label before it."""
    value = in_zone(bit.text) if len(bit.text) <= 40 and text[:4].isdecimal() and lone_day(text) else lone_day(text)
    if value is not None:
        yield _reading(value, Provenance.MARKUP, bit.text)
        return
    for found in moments(text):
        label = _LABEL.search(text[max(0, found.start - 26) : found.start])
        if label:
            told = Provenance.MARKUP if is_publish_label(label[1]) else Provenance.OTHER_LABEL
            yield _reading(found.value, told, text[:80])


def _candidates(bits: list[Bit]) -> Iterator[DayReading]:
    before = ""
    for bit in bits:
        text = plain(bit.text)
        if len(text) > _LONGEST:
            text = text[: _LONGEST // 2] + " " + text[-_LONGEST // 2 :]
        if bit.marked:
            yield from _marked(bit, text)
            continue
        if not bit.in_title:
            value = lone_day(text)
            label = bit.heading or _label_before(before)
            days = (
                [_reading(value, _called(label), f"{label or ''} {bit.text}".strip())] if value else _in_text(bit, text)
            )
            for day in days:
                yield DayReading(day.value, Provenance.HIDDEN, day.words) if bit.hidden else day
        before = bit.text if text.strip(_AROUND) else before + text.strip()
    for text, hidden, heading in _runs([b for b in bits if not b.in_title or is_part(plain(b.text).strip(_AROUND))]):
        value = split_day(text) or lone_day(text)
        if value is not None:
            yield _reading(value, Provenance.HIDDEN if hidden else _called(heading), text)


def _best(days: Iterable[DayReading]) -> DayReading | None:
    """The surest; of several equally sure the latest: nothing is published before it is written."""
    ordered = sorted(days, key=lambda d: (_RANK.index(d.provenance), -d.day.toordinal()))
    return next(iter(ordered), None)


def _near(bits: list[Bit]) -> str:
    for bit in bits:
        text = plain(bit.text).strip(_AROUND)
        label = bit.heading or _LABEL.search(plain(bit.text)[:20] + "")
        if bit.hidden or bit.marked or bit.in_title or len(text) > 30 or (label and not _called_publish(bit, text)):
            continue
        rest = re.sub(r"^[一-鿿]{2,6}\s?[:：]\s*", "", text)
        if NEAR.fullmatch(rest) and _a_day(rest):
            return rest
    return ""


def _a_day(near: str) -> bool:
    """Whether ``11-27`` can be a month and a day."""
    pair = re.match(r"(\d{1,2})\s?[-/.月–]\s?(\d{1,2})", near)
    return pair is None or (1 <= int(pair[1]) <= 12 and 1 <= int(pair[2]) <= 31)


def _called_publish(bit: Bit, text: str) -> bool:
    label = bit.heading or text.partition(":")[0].partition("：")[0]
    return not label or is_publish_label(label)


def _joined_near(bits: list[Bit]) -> str:
    """``25`` above ``11月``."""
    texts = [plain(b.text).strip(_AROUND) for b in bits if not b.hidden and not b.marked]
    for one, two in pairwise(texts):
        day, month = (one, two) if two.endswith("月") else (two, one)
        if re.fullmatch(r"\d{1,2}月", month) and re.fullmatch(r"\d{1,2}日?", day):
            return f"{month}{day.rstrip('日')}日"
    return ""


def read_day(bits: list[Bit], title: str, url: str) -> RowDay:
    """What the texts of a row tell of its day."""
    told, shown_near, leading = _title_day(plain(title))
    days = list(_candidates(bits))
    near = _near(bits) or shown_near or _joined_near(bits)
    marked = [d for d in days if d.provenance is Provenance.MARKUP]
    pair = month_day(near) if near else None
    if pair and marked:
        days = [d for d in days if d.provenance is not Provenance.MARKUP or (d.day.month, d.day.day) == pair]
    best = _best([*days, *([told] if told else [])])
    if best is not None and best.publish:
        return RowDay(best, "", (), leading)
    either = next(
        (o for o in (either_order(b.text) for b in bits if not b.hidden and not b.in_title) if len(o) > 1), ()
    )
    by_address = address_day(url)
    if best is None and by_address is not None:
        best = DayReading(by_address, Provenance.ADDRESS, url[-80:])
    return RowDay(best, near, either, leading)
