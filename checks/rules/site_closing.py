"""关停公告: a site that is being closed says so on its home page."""

import re
from collections.abc import Iterator

from checks.about import About, Params
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import HOME, VerdictFactory, day_words
from ledger.vocabulary import Criterion, Evidence, Failure, HomeText, PlaceKind, Reason, Verdict

NEAR = 6  # lines: a notice's heading, its paragraphs and its date
DATE = re.compile(r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}|\d{1,2}\s*月\s*\d{1,2}\s*日")


def _mistake(params: Params) -> str:
    words = [word for key in ("about", "words") for word in _list(params[key])]
    return "" if words and all(isinstance(word, str) and word for word in words) else "about 和 words 要写成文字的列表"


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else [None]


@rule(About(PlaceKind.HOME, reports=None), HomeText, Failure, mistake=_mistake, about=list, words=list)
def site_closing(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """国办发〔2017〕47号: before a site is closed, a notice stands on its home page for at least 30 days. Asked only
    between the day of the notice and the day of closing that the register has: a line that names the site
    (``about``) and its end (``words``), with a date beside it. Whether the notice is in order a person says.
    """
    say = VerdictFactory.of(facts, criterion)
    site = facts.site
    if site.closing is None or not site.closing_on(facts.now.date()):
        yield say.not_applicable(HOME, "网站没有处在关停公示期")
        return
    home = max(facts.read(HomeText), key=lambda h: h.seen, default=None)
    if home is None:
        failure = next((f for f in facts.read(Failure) if f.place == site.home), None)
        yield say.unknown(HOME, "首页未能读取，未能核查", failure.reason if failure else Reason.NOT_LOOKED)
        return
    found = _notice(home.text.split("\n"), criterion)
    if found and DATE.search(found):
        yield say.passed(HOME, "首页挂有关停公告")
    elif home.script_drawn:
        yield say.unknown(HOME, "首页内容由脚本生成或可能由脚本生成，未能核查", Reason.SCRIPT_DRAWN)
    else:
        what = "首页有关停的说明，没有写日期" if found else "首页未见关停公告"
        told = f"登记的公告日期为{day_words(site.closing)}，检查时{what}"
        quote = found or f"（首页可见文字共{len(home.text)}字，未见关停公告）"
        figures = (("announced", site.closing.isoformat()),)
        evidence = Evidence(home.url, home.seen, quote=quote[:200], body=home.body, figures=figures)
        yield say.failed(HOME, told, evidence)


def _notice(lines: list[str], criterion: Criterion) -> str:
    """The lines of the notice, best one with a date first; "" where there is none."""
    about, words = (_either(criterion.params[key]) for key in ("about", "words"))
    found = [
        " ".join(lines[n : n + NEAR])
        for n, line in enumerate(lines)
        if any(about.search(part) and words.search(part) for part in re.split("[。；;]", line))
    ]
    return next((text for text in found if DATE.search(text)), found[0] if found else "")


def _either(words: object) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(str(word)) for word in _list(words)))
