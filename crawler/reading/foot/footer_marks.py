"""The marks of a foot that are no words: badges, entries and numbers in addresses, event handlers and attributes.

``found`` gives what is understood. ``traces`` names what points to a mark and is not understood: then nobody may say
that the mark is missing. Words in rows, titles and menus are neither.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote, urlsplit

from crawler.reading.foot.footer import Element, Whole, narrow
from crawler.reading.links import absolute, any_own

_QUOTED = re.compile(r"[\"'(=]?((?:https?:)?//[^\s\"'<>\\)]{4,400})", re.I)
_CONAC = re.compile(r"(?:(?:https?:)?//)?(?:bszs|dcs)\.conac\.cn/[^\s\"'<>\\)]+", re.I)
_REPORT = re.compile(
    r"pucha\.kaipuyun\.cn|zfwzgl\.www\.gov\.cn|/exposure/|jiucuo(?:_url)?\.(?:s?html?|js|jsp|aspx?)|/errorinfo/", re.I
)
_LINK_CODE = re.compile(r"\bLink\(\s?[\"']?((?:[a-zA-Z]{2}\d{8}|\d{10}))[\"']?\s?\)")
_POLICE = re.compile(r"beian\.(?:gov|mps\.gov)\.cn[^\s\"'<>]{0,200}?(?<!\d)(\d{14})(?!\d)", re.I)
_CODE = re.compile(r"site_?(?:id)?code[\"']?\s?[=:]\s?[\"']?([a-zA-Z]{2}\d{8}|\d{10})(?!\d)", re.I)
_CODE_NAME = re.compile(r"(?:data-)?site_?(?:id)?code", re.I)
_A_CODE = re.compile(r"[a-zA-Z]{2}\d{8}|\d{10}")
_NOISE = re.compile(r"[\s\[\]【】<>《》“”\"'|·:：>»!！]+")
_MAP_WORDS = re.compile(r"(?:本)?(?:网站|站点|站内|全站)(?:地图|导航|导览)|网站结构图|site ?map", re.I)
_MAP_TOKEN = re.compile(r"(?:^|[^a-z])(?:site[-_]?map|wzdt|zddt|wzdh|wangzhanditu|webmap|websitemap)(?:$|[^a-z])", re.I)
_REPORT_WORDS = re.compile(
    r"(?:我为|我给|我要|点击)?(?:政府|本)?网站?(?:找错|纠错|挑错)(?:入口|平台|监督)?|(?:我要)?(?:找错|纠错)|监督举报平台",
    re.I,
)
_CONTACT_WORDS = re.compile(
    r"联系(?:我们|方式|本站|本网|网站|我局|地址|电话)|与我们联系|联络我们|contact(?: ?us)?", re.I
)
_TOKENS = {
    "conac": re.compile(
        r"conac|bszs|dzjg|dangzheng(?:jiguan)?|hongbiao|^(?:党政机关|事业单位)(?:网站)?(?:标[识志])?$|网站标[识志](?!码)",
        re.I,
    ),
    "report_error": re.compile(r"jiucuo|zhaocuo|/exposure/|pucha\.kaipu|zfwzgl|errorinfo|网站找错|网站纠错", re.I),
    "police": re.compile(r"(?:^|[^a-z])beian\.(?:gov|mps)|registersysteminfo|公网安备|网警|公安备案", re.I),
    "icp": re.compile(r"beian\.miit|miitbeian|ICP ?备", re.I),
    "site_map": _MAP_TOKEN,
    "contact": re.compile(r"(?:^|[^a-z])(?:lxwm|lxfs|lianxiwomen|lxdh|contact(?:us)?)(?:$|[^a-z])", re.I),
    "site_code": re.compile(r"标识码"),
}
# pictures that are known by their name only where they stand in the foot
_PICTURES = {
    "conac": re.compile(r"^(?:red|blue|jg|dz|dzbs|jiguan|sydw|shiye)[-_]?\d{0,3}$", re.I),
    "report_error": re.compile(r"^(?:zc|jc|find[-_]?error)[-_]?\d{0,3}$", re.I),
    "police": re.compile(
        r"^(?:.*(?:gongan|beian|police|batb|gawb|wangjing|jinghui).*|gh?s|ga|jh|ghs?[-_]?\d{0,3}|ga[-_]?ba)$", re.I
    ),
    "site_map": re.compile(r"^(?:map|ditu|zhandian)[-_]?\d{0,3}$", re.I),
}
_FOOT_FILE = re.compile(r"foot(?!ball)|bottom|dibu|copyright|banquan|(?:^|[/_.-])tail", re.I)
_FOOT_BY_SCRIPT = re.compile(
    r"[\"'#.][\w-]{0,40}(?:foot|bottom|copyright)[\w-]{0,40}[\"']\s?\)\s?\.\s?(?:load|html|append)\b|getfooter|loadfooter",
    re.I,
)
_STRING = re.compile(r"[\"'`]([^\"'`\s<>]{4,200})[\"'`]")
_DOCUMENT = re.compile(r"\.(?:s?html?|jsp|js|php|aspx?|json|txt|inc|ftl|vm|tpl)(?:[?#]|$)", re.I)
_THE_FOOT = re.compile(
    r"(?:page|site|main|web|g|m)?[-_]?(?:foot(?:er)?|bottom|copyright|ft|btm)[-_]?(?:box|wrap|area|con|content|inc)?",
    re.I,
)
_WRITTEN = re.compile(r"ICP\s?备|公网安备|标识码\s?[:：]|主办(?:单位)?\s?[:：]", re.I)
_SSI_FAILED = "an error occurred while processing this directive"
_ASIDE = re.compile(r"(?m)^[ \t]*//[^\n]*$")
_NAMELESS = re.compile(r"(?:img|image|pic|tu|icon|pt|t)?[-_]?[0-9a-f]*(?:[-_]\d+)?", re.I)


def live(scripts: str) -> str:
    """Inline scripts without what is put out of use, escapes read. A comment that does not begin its line stays: the
    signs may stand in a string."""
    text, kept, at = _ASIDE.sub("", scripts), [], 0
    while (opened := text.find("\n/*", at)) >= 0 and (closed := text.find("*/", opened)) >= 0:
        kept.append(text[at:opened])
        at = closed + 2
    kept.append(text[at:])
    whole = "".join(kept)
    return unquote(whole, errors="replace") if "%3c" in whole.lower() else whole


def _values(element: Element) -> Iterator[str]:
    """Addresses, handlers and data; the words that a picture bears are told apart."""
    yield from element.attributes.values()


def _shown(element: Element) -> Iterator[str]:
    """What a visitor can read of an entry: its words, its title, its picture's name."""
    yield element.words
    for attributes in (element.attributes, *element.inside):
        yield from (attributes.get(name, "") for name in ("title", "alt", "value"))


def _called(element: Element) -> tuple[str, str]:
    return element.get("title"), element.get("alt")


def _says(element: Element, words: re.Pattern[str]) -> bool:
    return not element.row and any(words.fullmatch(_NOISE.sub("", shown)) for shown in _shown(element) if shown)


def _stem(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2].rpartition(".")[0] if len(address) < 500 else ""


class Marks:
    """What one document's elements and scripts show, asked field by field."""

    def __init__(self, whole: Whole, url: str) -> None:
        self._whole, self._url = whole, url
        self._scripts = live(whole.scripts)
        self._from = whole.foot_from()
        self._entries = [e for e in whole.elements if e.tag in {"a", "area"} or e.get("onclick")]

    def _target(self, element: Element) -> str:
        """Where an entry leads; of one that only a script opens, what it is written as."""
        href = element.get("href")
        try:
            opened = absolute(self._url, href) if href else None
        except ValueError:
            opened = None
        return opened or element.get("onclick") or href or "#"

    def _entry(self, fits: Callable[[Element], bool]) -> str | None:
        return next((self._target(e) for e in self._entries if fits(e)), None)

    def conac(self) -> str | None:
        values = [v for e in self._entries for v in _values(e)]
        values += [v for e in self._whole.elements for v in _values(e)] + [self._scripts]
        found = next((m for m in map(_CONAC.search, values) if m), None)
        if not found:
            return None
        return found.group() if "//" in found.group() else f"//{found.group()}"  # a script puts the scheme before it

    def report_error(self) -> str | None:
        def leads(element: Element) -> bool:
            return not element.row and any(_REPORT.search(element.get(name)) for name in ("href", "onclick"))

        found = self._entry(leads) or self._entry(lambda e: _says(e, _REPORT_WORDS))
        if found:
            quoted = _QUOTED.search(found)
            return quoted[1] if quoted and _REPORT.search(quoted[1]) else found
        loaded = (v for e in self._whole.elements for v in (e.get("src"), e.get("onclick"), e.get("href")) if v)
        known = next((v for v in loaded if (_REPORT.search(v) and "//" in v) or _LINK_CODE.search(v)), None)
        written = next((m for m in _QUOTED.findall(self._scripts) if _REPORT.search(m)), None)
        return known or written

    def site_map(self) -> str | None:
        def leads(element: Element) -> bool:
            addresses = [element.get("href"), *(image.get("src", "") for image in element.inside)]
            return not element.row and any(_MAP_TOKEN.search(urlsplit(a).path) for a in addresses if len(a) < 500)

        return self._entry(lambda e: _says(e, _MAP_WORDS)) or self._entry(leads)

    def contact(self) -> str | None:
        def way(element: Element) -> bool:
            return element.at >= self._from and _says(element, _CONTACT_WORDS)

        direct = next((e for e in self._entries if re.match(r"(?:tel|mailto):\S{5}", e.get("href"), re.I)), None)
        return direct.get("href").partition(":")[2].partition("?")[0] if direct else self._entry(way)

    def police(self) -> str | None:
        found = next((m for e in self._whole.elements for m in map(_POLICE.search, _values(e)) if m), None)
        return found[1] if found else None

    def site_code(self) -> str | None:
        """The code where no reader sees it: in the script or the link of 我为政府网站找错."""
        for element in self._whole.elements:
            for name, value in element.attributes.items():
                if _CODE_NAME.fullmatch(name) and _A_CODE.fullmatch(value.strip()):
                    return value.strip().lower()
                found = _CODE.search(value) or _LINK_CODE.search(value)
                if found:
                    return found[1].lower()
        written = _CODE.search(self._scripts)
        return written[1].lower() if written else None

    def captions(self) -> str:
        """What entries and pictures are called, a line each: a number may stand there and in no text."""
        return narrow("\n".join(filter(None, (said for e in self._whole.elements if not e.row for said in _called(e)))))

    def trace(self, name: str) -> bool:
        """Whether anything of the document points to ``name``."""
        if name == "report_error" and any(_CODE_NAME.fullmatch(a) for e in self._whole.elements for a in e.attributes):
            return True  # the script of that entry asks for the site's code
        token, picture = _TOKENS.get(name), _PICTURES.get(name)
        if token and any(
            token.search(v) for e in self._whole.elements if not e.row and e.tag not in _HEAD for v in _values(e)
        ):
            return True
        if token and token.search(self._scripts):
            return True
        foot = [e for e in self._whole.elements if e.at >= self._from and e.tag == "img"]
        return picture is not None and any(picture.search(_stem(e.get("src"))) for e in foot)

    def nameless_picture(self) -> bool:
        """A picture in the foot that leads somewhere and says nothing: it may be any badge."""
        for entry in self._entries:
            if entry.at < self._from or entry.words or not (entry.inside or entry.tag == "img"):
                continue
            said = any(filter(None, _shown(entry)))
            names = [_stem(p.get("src", "")) for p in (*entry.inside, entry.attributes) if p.get("src")]
            if not said and any(_NAMELESS.fullmatch(name) for name in names):
                return True
        return False

    def brought(self, numbered: bool) -> bool:
        """Whether a foot, or a part of it, is brought by a script, a frame or an include of the server. ``numbered``:
        the foot shows a number of its own, so that an empty box beside it may be an ornament."""
        framed = [e for e in self._whole.elements if e.tag in {"script", "iframe", "frame", "object", "embed"}]
        files = any(_FOOT_FILE.search(e.get("src") or e.get("data")) for e in framed)
        inside = any(e.at >= self._from and e.tag != "script" and (e.get("src") or e.get("data")) for e in framed)
        by_script = _FOOT_BY_SCRIPT.search(self._scripts) or _WRITTEN.search(self._scripts) or self._fetched()
        by_server = self._whole.unfilled or _SSI_FAILED in self._whole.pieces
        return files or inside or bool(by_script) or by_server or self._filled(numbered)

    def _fetched(self) -> bool:
        """Whether a string of a script, or an attribute of somebody's own (data-include), names a file of the foot."""
        named = _STRING.findall(self._scripts)
        named += [v for e in self._whole.elements for name, v in e.attributes.items() if name not in _USUAL]
        return any(_FOOT_FILE.search(one) and _DOCUMENT.search(one) for one in named)

    def _filled(self, numbered: bool) -> bool:
        """Whether the page ends with an empty element that a script may fill: one that an inline script names, a tag
        of somebody's own making, or, where the site has a script, one named as the foot itself, and in a foot without
        numbers one named as a part of it."""
        last = 2 * self._whole.pieces.count("\n") // 3
        at_the_end = [e for e in self._whole.empty if e.at >= last]
        own = [e for e in at_the_end if "-" in e.tag]
        boxes = [e for e in at_the_end if "-" not in e.tag]
        names = [name for e in boxes for name in f"{e.get('id')} {e.get('class')}".split()]
        if any(f"{sign}{name}{sign[0]}" in self._scripts for name in names for sign in _NAMING):
            return True
        if any(_FOOT_FILE.search(e.tag) or (e.at >= self._from and not numbered) for e in own):
            return True
        whole = any(_THE_FOOT.fullmatch(name) for name in names)
        return bool(boxes) and (whole or not numbered) and self._own_script()

    def _own_script(self) -> bool:
        files = (absolute(self._url, e.get("src")) for e in self._whole.elements if e.tag == "script" and e.get("src"))
        return any_own(filter(None, files), self._url)

    def painted(self) -> bool:
        """A picture in the place of the whole foot."""
        return any(e.tag == "img" and _FOOT_FILE.search(_stem(e.get("src"))) for e in self._whole.elements)


_USUAL = frozenset({"href", "src", "action", "class", "style", "content", "background", "alt", "title", "onerror"})
_NAMING = ('"', "'", "`", '"#', "'#", '".', "'.")
_HEAD = frozenset({"meta", "link", "base", "html", "body", "form", "title"})
