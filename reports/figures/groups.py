"""How letters tell problems: one line a unit, site or account and class (事项), typical places named, number told.

A view: the problems stay what they are, each with its number. Counts nothing that its lines do not hold.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ledger.vocabulary import ProblemClass
from reports.figures.models import ProblemLine
from reports.figures.text import quoted, sentence, shorten, within

WHOLE = 1000  # signs of all its messages
MESSAGE = 60  # signs of a message in a line
MARKS = 1  # of what one site lacks, so much is named in a notice; the unit's sheet has all
_ASIDE = re.compile(r"（[^（）]*）$")
_PLACE = re.compile("“|[0-9]|首页|链接|网站|全站")  # what is said begins with where it is
_QUOTED = re.compile("“([^“”]*)”")
_COUNTED = {"栏目": "个", "链接": "处"}


@dataclass(frozen=True)
class Group:
    """One line of a letter."""

    unit: str
    who: str
    problem_class: ProblemClass
    lines: tuple[ProblemLine, ...]

    @property
    def what(self) -> str:
        """What is said of it."""
        return "；".join(_same(lines, detailed=False, most=MARKS) for lines in _alike(self.lines))

    @property
    def text(self) -> str:
        """The line, without number and full stop."""
        return joined(self.who, self.what)


def grouped(lines: Iterable[ProblemLine], area: str = "") -> list[Group]:
    """In the order of each group's first line; units are named as one does within ``area``."""
    found: dict[tuple[str, str, str, ProblemClass], list[ProblemLine]] = {}
    for line in lines:
        found.setdefault((line.unit, line.site, line.platform, line.problem_class), []).append(line)
    return [Group(key[0], subject(members[0], area), key[3], tuple(members)) for key, members in found.items()]


def subject(line: ProblemLine, area: str = "") -> str:
    """Whose site or account, the unit's name once: 望舒区教育局网站, 望舒区民政局“望舒民政网”."""
    unit, name = within(area, line.unit), within(area, quoted(line.site))
    if line.platform == "网站":
        kind = "" if name.endswith(("网", "网站")) and name != unit else "网站"
    else:
        kind = f"{shorten(line.platform, 20)}账号"
    return f"{unit}{kind}" if name in ("", unit) else f"{unit}“{name}”{kind}"


def whose(line: ProblemLine) -> str:
    """A problem's site or account, without the unit that stands beside it: 网站, “望舒招考”微信账号."""
    whole = subject(line)
    return whole.removeprefix(shorten(line.unit, 40)) or whole


def problem_text(line: ProblemLine, most: int | None = None) -> str:
    """One problem without its subject: “教育动态”栏目更新不及时（最近更新2026年10月11日）. ``most``: in a row of many,
    what is lacking is named up to so much, and a sentence gives way to the problem's title."""
    return _same([line], detailed=True, most=most)


def place_text(line: ProblemLine) -> str:
    """Where a problem is, without what is wrong there: 网站“通知公告”栏目, “望舒招考”微信账号."""
    if line.kind:
        return whose(line) + _place(line)
    return whose(line) + (line.place if line.platform == "网站" else "")


def problem_texts(lines: Sequence[ProblemLine], most: int | None = None) -> list[str]:
    """Each problem's text, told apart by its address from another one of the same site and words."""
    texts = [(line.unit, line.site, line.platform, problem_text(line, most)) for line in lines]
    again = Counter(texts)
    return [
        f"{text[-1]}，{shorten(line.address, 60)}" if again[text] > 1 and line.named else text[-1]
        for line, text in zip(lines, texts, strict=True)
    ]


def every(lines: Iterable[ProblemLine]) -> tuple[ProblemLine, ...]:
    """Each finding a line of its own, as who wants to see all that was found needs it."""
    return tuple(one for line in lines for one in (replace(line, parts=()), *line.parts))


def whole_message(line: ProblemLine) -> str:
    """What was found, as the looks say it, of all that is the same fact."""
    return shorten("；".join(dict.fromkeys(sentence(one.message) for one in (line, *line.parts))), WHOLE)


def joined(who: str, what: str) -> str:
    """A subject and what is said of it, no word twice."""
    if who.endswith("账号") and what.startswith("账号"):
        return who + what.removeprefix("账号")
    return who + ("" if _PLACE.match(what) else "：") + what


def said(message: str) -> str:
    """A message as a signed letter says it: without the aside that ends it; what a site says is quoted, and short."""
    told = _QUOTED.sub(lambda found: f"“{quoted(found[1])}”", _ASIDE.sub("", sentence(message)))
    return shorten(told, MESSAGE)


def _alike(lines: Sequence[ProblemLine]) -> list[list[ProblemLine]]:
    """What can be said in one clause: the same kind of places, of which the same is said."""
    found: dict[tuple[object, ...], list[ProblemLine]] = {}
    for line in lines:
        told = (line.kind, line.told_as) if line.kind and line.told_as else (line.finding, line.no)
        found.setdefault(told, []).append(line)
    return list(found.values())


def _same(lines: Sequence[ProblemLine], *, detailed: bool, most: int | None) -> str:
    first = lines[0]
    if not first.told_as or not first.kind:
        return "；".join(dict.fromkeys(_spoken(line, most, brief=detailed) for line in lines))
    if len(lines) == 1:
        detail = f"（{first.detail}）" if detailed and first.detail else ""
        return f"{_place(first)}{first.told_as}{detail}"
    name = next((f"“{quoted(line.named)}”等" for line in lines if line.named), "")
    return f"{name}{len(lines)}{_COUNTED.get(first.kind, '个')}{first.kind}{first.told_as}"


def _place(line: ProblemLine) -> str:
    """A column or a link by its name; a link that has none, by its address."""
    return f"“{quoted(line.named)}”{line.kind}" if line.named else f"{line.kind}{shorten(line.address, 60)}"


def _spoken(line: ProblemLine, most: int | None, *, brief: bool) -> str:
    """The message; with what else is the same fact: the other marks of one foot, that a silent account is asleep."""
    same = [part for part in line.parts if part.title == line.title]
    other = dict.fromkeys(part.told_as for part in line.parts if part not in same and not part.kind and part.told_as)
    words = list(dict.fromkeys(said(one.message) for one in (line, *same)))
    if most and brief and line.detail:
        words = [f"{line.title.removeprefix('账号')}（{line.detail}）"]
    more = f"等{len(words)}项" if most and len(words) > most + 1 else ""
    return "，".join(("、".join(words[:most] if more else words) + more, *other))
