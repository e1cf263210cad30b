"""Whether a script that stands in the page puts something into an element: told by what follows the element's name.

Shapes: ``$("#new").append(…)``, ``document.getElementById("new").innerHTML = …``, ``new.innerHTML = …`` (an id is a
name of its own in browsers), ``var e = document.getElementById("new"); … e.appendChild(…)``, ``.appendTo("#new")``,
``echarts.init(document.getElementById("new"))``. A class or a style given to it puts nothing in. Nothing is run.
"""

import re
from collections.abc import Iterator
from enum import IntEnum

from crawler.reading.layout.layout import Spot
from crawler.reading.page import View

FILLS = re.compile(
    r"\.\s{0,9}(?:innerHTML|outerHTML|innerText|textContent)\s{0,9}\+?=(?!=)(?!\s{0,9}(?:\"\"|''))"
    r"|\.\s{0,9}(?:html|append|prepend|after|before|load|text|replaceWith)\s{0,9}\((?!\s{0,9}(?:\)|\"\"|''))"
    r"|\.\s{0,9}(?:appendChild|append|prepend|insertBefore|insertAdjacentHTML|insertAdjacentElement|replaceChildren"
    r"|insertRow|datagrid|bootstrapTable|DataTable|tmpl|render|setContent)\s{0,9}\((?!\s{0,9}\))"
)
# what puts in before that which stands there
AHEAD = re.compile(
    r"\.\s{0,9}(?:prepend|before|insertBefore)\s{0,9}\(|\bprependTo\s{0,9}\(|[\"'](?:afterbegin|beforebegin)[\"']"
)
# what puts something else in the place of that which stands there
INSTEAD = re.compile(r"\.\s{0,9}(?:innerHTML|outerHTML)\s{0,9}=(?!=)|\.\s{0,9}(?:html|load)\s{0,9}\((?!\s{0,9}\))")
_HARMLESS = re.compile(
    r"\.\s{0,9}(?:className|classList|style|css|hide|show|toggle|fade|slide|addClass|removeClass|hasClass|click|on|bind"
    r"|focus|blur|scroll|offset|width|height|animate|attr|prop|setAttribute|removeAttribute|getAttribute|remove|empty"
    r"|addEventListener|attachEvent|marquee|val|value|hover|mouse|length|is|size|parent|index|data|eq|tab|swiper"
    r"|innerHTML|html|text)(?![A-Za-z])|\.\s{0,9}(?:slide|fade|mouse|scroll|toggle|offset)\w{0,30}"
)
_INTO = re.compile(r"(?:appendTo|prependTo|insertAfter|insertBefore|replaceAll|echarts\.init)\s{0,9}\(")
_SELECTS = re.compile(r"(?:^|[\"'`\s>,])(?:ul|ol|dl|div|table|tbody|section)?$")
_CLOCK = re.compile(r"new Date|getFullYear|toLocale|\bnow\b|\bclock|\bweek", re.I)
_COPY = re.compile(
    r"=\s{0,9}(?:document\.getElementById\s{0,9}\(\s{0,9}[\"']([\w-]{1,60})[\"']\s{0,9}\)|([A-Za-z_$][\w$]{0,60}))\.innerHTML"
)
_TEMPLATE = re.compile(r"<(?:script|template|textarea)\s[^<>]{0,200}?\bid\s{0,9}=\s{0,9}[\"']?([\w-]{1,60})", re.I)
_HOURS = re.compile(r"\.getDay\(|\.getHours\(|星期")
_STATEMENT, _BEFORE, _ROUND, _MOST = 300, 60, 600, 40
_QUOTES = "\"'`"


class Touch(IntEnum):
    """What a script does to an element: nothing, something that is not understood, or puts something in."""

    NONE = 0
    UNCLEAR = 1
    FILLED = 2


def commented(script: str, at: int) -> bool:
    """Whether ``at`` stands in a comment: behind ``//`` at the beginning of its line, or in an open ``/*``."""
    begin = max(script.rfind("\n", 0, at) + 1, at - _STATEMENT)
    if script[begin:at].lstrip().startswith("//"):
        return True
    opened = script.rfind("/*", 0, at)
    if opened < 0 or script.find("*/", opened, at) >= 0:
        return False
    return not script[max(opened - 1, 0) : opened].strip(" \t\n;}")


def _word(sign: str) -> bool:
    return sign.isalnum() or sign in {"_", "$", "-"}


def _found(scripts: str, words: str, most: int = 400) -> Iterator[int]:
    at, number = scripts.find(words), 0
    while at >= 0 and number < most:
        yield at
        at, number = scripts.find(words, at + len(words)), number + 1


def _mentions(scripts: str, name: str, *, by_class: bool) -> Iterator[tuple[int, int]]:
    """Where a script names an element: beginning and end of the name. A key of an object, ``d["list"]`` or
    ``{"list": …}``, names none."""
    found = (at for sign in (".#"[not by_class], *_QUOTES) for at in _found(scripts, sign + name, _MOST))
    for begin in found:
        at, end = begin + 1, begin + 1 + len(name)
        if _names(scripts, at, end, by_class) and not commented(scripts, at):
            yield at, end
    for at in _found(scripts, name) if not by_class and len(name) > 1 else ():
        before, end = scripts[at - 1 : at] or "\n", at + len(name)
        if _word(before) or before in ".\"'`#" or not FILLS.match(scripts, end):
            continue
        if not commented(scripts, at):
            yield at, end


def _names(scripts: str, at: int, end: int, by_class: bool) -> bool:
    before, after = scripts[at - 1 : at], scripts[end : end + 1]
    if before in ".#":
        if after and _word(after):
            return False
        return not by_class or (after != "(" and _SELECTS.search(scripts[max(at - 12, 0) : at - 1]) is not None)
    if after != before:
        return False
    ahead = scripts[max(at - 14, 0) : at - 1].rstrip()
    key = ahead.endswith("[") or scripts[end + 1 : end + 4].lstrip().startswith(":")
    return not key and (not by_class or "ClassName(" in ahead)


def _variable(scripts: str, at: int) -> str:
    """The name that is given the element found at ``at``: ``e`` in ``var e=document.getElementById("list")``."""
    before = scripts[max(at - _BEFORE, 0) : at]
    equals = before.rfind("=")
    if equals < 1 or any(sign in before[equals:] for sign in ";{}\n") or before[equals - 1] in "=!<>+":
        return ""
    head = before[:equals].rstrip()
    begin = len(head)
    while begin and (head[begin - 1].isalnum() or head[begin - 1] in "_$"):
        begin -= 1
    return head[begin:]


def _used(view: View, name: str, start: int) -> Touch:
    """What is done to the element that a variable stands for, behind ``start``."""
    scripts, best = view.scripts, Touch.NONE
    for begin, end in _uses(scripts, name, start):
        if FILLS.match(scripts, end):
            if not _copied(view, scripts[end : end + _STATEMENT].partition(";")[0]):
                return Touch.FILLED
        elif scripts[begin - 1 : begin] in {"(", ","} and scripts[end : end + 1] in {")", ","}:
            best = Touch.UNCLEAR
    return best


def _uses(scripts: str, name: str, start: int) -> Iterator[tuple[int, int]]:
    for at in _found(scripts[start : start + 20_000], name):
        begin, end = start + at, start + at + len(name)
        ahead = scripts[begin - 1 : begin]
        if not ahead or not (_word(ahead) or ahead == "."):
            yield begin, end


def _copied(view: View, said: str) -> bool:
    """``demo2.innerHTML = demo1.innerHTML``: a moving band shows again what the page shows. What is copied from a
    template, or from a field of a form, stands nowhere else."""
    equals = said.find("innerHTML")
    found = _COPY.fullmatch(said[equals + 9 :].strip().partition("\n")[0].strip()) if equals >= 0 else None
    return found is not None and (found[1] or found[2]) not in _TEMPLATE.findall(view.raw)


def _touch(view: View, at: int, end: int) -> Touch:
    scripts = view.scripts
    behind = scripts[end : end + _STATEMENT]
    stop = behind.find(";")
    behind = behind if stop < 0 else behind[:stop]
    ahead = scripts[max(at - _BEFORE, 0) : at]
    into = _INTO.search(ahead[max(ahead.rfind(";"), ahead.rfind("}")) + 1 :])
    fills = FILLS.search(behind)
    if into or fills:
        if fills and _copied(view, behind):
            return Touch.NONE
        clock = _CLOCK.search(behind) or _HOURS.search(scripts[max(at - _ROUND, 0) : at])
        return Touch.UNCLEAR if clock else Touch.FILLED
    rest = behind.lstrip("\"'`)] \t\r\n")
    if _HARMLESS.match(rest):
        return Touch.NONE
    name = _variable(scripts, at)
    if name:
        return _used(view, name, end)
    return Touch.NONE if rest.startswith((".", "+", "=")) else Touch.UNCLEAR


def touched(view: View, spot: Spot) -> Touch:
    """The most that the page's scripts do to an element, by its id and its classes."""
    scripts, best, name = view.scripts, Touch.NONE, spot.attr("id").strip()
    names = [(name, False)] if name else []
    names += [(word, True) for word in spot.attr("class").split()[:6] if len(word) > 1]
    for word, by_class in names:
        if word not in scripts:
            continue
        for at, end in _mentions(scripts, word, by_class=by_class):
            best = max(best, _touch(view, at, end))
            if best is Touch.FILLED:
                return best
    return best


def said_of(scripts: str, spot: Spot) -> Iterator[str]:
    """What scripts say of an element: the statements that name it, and those on the variable that stands for it."""
    names = [(word, True) for word in spot.attr("class").split()[:6] if len(word) > 1]
    name = spot.attr("id").strip()
    for word, by_class in [(name, False), *names] if name else names:
        for at, end in _mentions(scripts, word, by_class=by_class) if word in scripts else ():
            yield scripts[max(at - _BEFORE, 0) : end] + scripts[end : end + _STATEMENT].partition(";")[0]
            variable = _variable(scripts, at)
            for _, stop in _uses(scripts, variable, end) if variable else ():
                yield scripts[stop : stop + _STATEMENT].partition(";")[0]
