"""Title and breadcrumb of a page, as a reader sees them. A site's name behind the title is not the title."""

import re
from collections.abc import Iterator

from crawler.reading.articles.bar import headline
from crawler.reading.articles.wechat import wechat_page
from crawler.reading.page import View, node_text, squeeze
from crawler.reading.tags import tag

_TITLES = "h1, .title, .tit, .bt, .article-title, .articleTitle, #title, .zwbt, .bigtitle, h2"
_JOIN = re.compile(r"\s*[_|丨—–]+\s*|\s*-+\s*|\s{2,}|\s(?=\S{2,20}$)")
_SITE = re.compile(
    r"(?:(?<!\s)\s++|(?<![\s_|丨—–-]))[_|丨—–-]++\s*+[^_|丨—–-]{2,30}(?:网|网站|门户|政府|委员会|局|厅|委|官网)\s*+$"
)
_CRUMBS = ",".join(f"[class*={word} i]" for word in ("crumb", "position", "location", "weizhi", "dqwz", "curpos"))
_CRUMB = re.compile(r"(?:当前|现在|您|你|所在)(?:现在|当前)?的?(?:所在)?\s*(?:位置|栏目)\s*是?\s*[:：]?")
_START = re.compile(r"首\s*页|主\s*页|home", re.I)
_STEP = re.compile(r"\s*(>>|>|›|»|》|→|\\|/|::)\s*|\s{2,}")


def _heads(title: str, cuts: list[re.Match[str]]) -> Iterator[str]:
    """The title without its last part, its last two parts …; the longest first."""
    yield from (title[: cut.start()] for cut in reversed(cuts) if cut.start() > 1)


def _tails(title: str, cuts: list[re.Match[str]]) -> Iterator[str]:
    yield from (title[cut.end() :] for cut in cuts if len(title) - cut.end() > 1)


def _own(view: View, *, site_first: bool = False) -> str:
    """What ``<title>`` says beside the site's name: the longest part of it that is also a line of the page."""
    lines = {squeeze(line) for line in view.text.split("\n")}
    if view.title in lines:
        return view.title
    cuts = list(_JOIN.finditer(view.title))
    parts = [*_heads(view.title, cuts), *(_tails(view.title, cuts) if site_first else ())]
    shown = next((part for part in parts if part in lines), "")
    return shown or _SITE.sub("", view.title) or view.title


def title(view: View) -> str | None:
    """The tag, else the heading that ``<title>`` repeats, else ``<title>`` without the site's name."""
    wechat = wechat_page(view)
    declared = wechat.title if wechat else tag(view.tags, "ArticleTitle")
    if declared:
        return declared
    for node in view.tree.css(_TITLES):
        shown = node_text(node)
        rest = view.title.removeprefix(shown)
        if len(shown) >= 4 and rest != view.title and (not rest or _JOIN.match(rest)):
            return shown
    own = _own(view)
    head = headline(view)
    if head and head.dated and head.words not in view.title and own not in head.words:
        return head.words  # <title> says the site's and the column's name only
    return own or None


def column_name(view: View) -> str:
    """The tag, else the last step of 当前位置, else the title without the site's name."""
    crumbs = breadcrumb(view)
    last = crumbs[-1] if len(crumbs) > 1 else ""
    return tag(view.tags, "ColumnName") or last or _own(view, site_first=True)


def _steps(text: str) -> tuple[str, ...]:
    """Step, sign, step, sign …; two steps without a sign between them: the second is no step."""
    steps: list[str] = []
    follows = True
    for line in text.split("\n"):
        for piece in _STEP.split(line):
            if piece is None or not piece.strip():
                follows = follows or piece is None
            elif _STEP.fullmatch(piece):
                follows = True
            elif not follows or len(piece.strip()) > 20 or len(steps) == 6:
                return tuple(steps)
            else:
                steps.append(piece.strip())
                follows = False
    return tuple(steps)


def breadcrumb(view: View) -> tuple[str, ...]:
    """The steps of 当前位置, as shown."""
    for node in view.tree.css(_CRUMBS):
        anchors = [node_text(a) for a in node.css("a")]
        shown = [s for s in anchors if s]
        guided = bool(shown) and (_START.search(shown[0]) or _CRUMB.search(node_text(node)))
        if guided and len(anchors) <= 8 and all(len(s) <= 40 for s in shown):
            return tuple(shown)
    at = _CRUMB.search(view.text)
    return _steps(view.text[at.end() : at.end() + 160].strip("> \n")) if at else ()
