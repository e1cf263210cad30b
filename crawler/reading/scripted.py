"""Days that a page's own scripts hold: what they write where the visitor reads it, and what they only name.

What stands in a comment of a script is written by nobody.
"""

import re
from collections.abc import Iterator

from crawler.reading.dates import Moment, in_zone, is_default, plain
from crawler.reading.labels import Rank, days_of
from crawler.reading.page import View
from ledger.vocabulary import DayReading, Provenance

_NAME = re.compile(
    r"(?:pub_?(?:lish)?_?(?:date?|time)|date_?published|release_?(?:date|time)|chntime|docreltime|createtime|ptime)\w{0,20}"
    r"[\"']?\s{0,9}[=:]\s{0,9}$",
    re.I,
)
_OPENINGS = ("'20", '"20', "'19", '"19')
_LONGEST = 40
_WRITE = "document.write"
_ARGUMENT = re.compile(r"document\.write(?:ln)?\(([^\n;]{1,300}?)\)\s{0,9}(?:;|\}|$|<|\n)")
_PIECE = re.compile(r"(['\"])([^\n]{0,300}?)\1|([A-Za-z_$][\w$]{0,40})")
_GIVEN = re.compile(r"=\s{0,9}(['\"])([^\n'\"]{0,60})\1")
_MOST_WRITES, _NEAR, _FAR = 40, 300, 3000
_MARKS = re.compile(r"<[^<>]*>")
_COMMENT = re.compile(r"(?:^|[^:\"'\\])//")


def _commented(script: str, at: int) -> bool:
    """Whether ``at`` stands in a comment: behind ``//`` on its line, or in an open ``/*``."""
    line = script[max(script.rfind("\n", 0, at) + 1, at - 2000) : at]
    if _COMMENT.search(line) or script.rfind("<!--", 0, at) > max(
        script.rfind("-->", 0, at), script.rfind("<script", 0, at)
    ):
        return True
    opened = script.rfind("/*", 0, at)
    return opened >= 0 and script.find("*/", opened, at) < 0


def written_day(view: View) -> DayReading | None:
    """The publish day that a live script writes into the page: labelled, or alone and beneath the headline."""
    raw = view.raw
    at = raw.find(_WRITE) if _WRITE in view.scripts else -1
    for _ in range(_MOST_WRITES):
        if at < 0:
            return None
        reading = _written(view, at)
        if reading is not None:
            return reading
        at = raw.find(_WRITE, at + 1)
    return None


def _written(view: View, at: int) -> DayReading | None:
    raw = view.raw
    match = _ARGUMENT.match(raw, at)
    words = _spoken(raw, at, match[1]) if match else ""
    if not any(sign.isdigit() for sign in words):
        return None
    opened = raw.rfind("<script", 0, at)
    before = raw[max(opened - _NEAR, 0) : max(opened, 0)]
    before = plain(_MARKS.sub("\n", before[before.rfind("</script>") + 1 :].partition(">")[2])).strip()[-30:]
    told = f"{before}{words}"
    for day in days_of(told, 0, len(told), bar=True):
        if day.start < len(before) or _commented(raw, at):
            continue
        if day.rank in (Rank.SAID, Rank.BARE) or (day.rank is Rank.ALONE and _beneath(view, at)):
            return day.reading
    return None


def _spoken(raw: str, at: int, code: str) -> str:
    """What the argument of a call says: its strings, and the strings its names were last given."""
    words = ""
    for piece in _PIECE.finditer(code):
        if piece[3] is None:
            words += piece[2]
            continue
        given = raw.rfind(f"{piece[3]}=", max(at - _FAR, 0), at)
        value = _GIVEN.search(raw, given, given + 120) if given >= 0 else None
        words += value[2] if value else ""
    return plain(_MARKS.sub(" ", words))


def _beneath(view: View, at: int) -> bool:
    """Whether the script stands in the page's body, behind a heading with the words of ``<title>``."""
    words = re.split(r"[-_|—]", view.title)[0].strip()[:12]
    heading = view.raw.rfind(words, 0, at) if words else -1
    return heading > view.raw.find("</title") > 0 and at - heading < _FAR


def named_day(view: View) -> Moment | None:
    """A string under a name such as ``pubDate``, in a script or in JSON: machine's words, as a meta element is."""
    scripts = view.scripts
    for at in sorted(_quoted(scripts)):
        stop = scripts.find(scripts[at], at + 1, at + _LONGEST)
        if stop < 0 or not _NAME.search(scripts[max(at - 60, 0) : at]) or _commented(scripts, at):
            continue
        value = in_zone(scripts[at + 1 : stop])
        if value is not None and not is_default(value):
            return value
    return None


def _quoted(scripts: str) -> Iterator[int]:
    """Where a string begins that may be a day: found by its first signs, far faster than by name."""
    for opening in _OPENINGS:
        at = scripts.find(opening)
        while at >= 0:
            yield at
            at = scripts.find(opening, at + 1)


def named_reading(view: View) -> DayReading | None:
    value = named_day(view)
    return DayReading(value, Provenance.MARKUP, "script") if value else None
