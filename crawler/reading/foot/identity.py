"""Footer identity as shown. What only a script, a frame or a picture may show is 'cannot tell', never 'missing'."""

import re
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.reading.foot import footer_codes as codes
from crawler.reading.foot.footer import Whole, whole_of
from crawler.reading.foot.footer_marks import Marks
from crawler.reading.kinds import is_home_address
from crawler.reading.links import any_own
from crawler.reading.page import View
from crawler.reading.tags import tag
from ledger.vocabulary import Identity

_TEXT_FILE = re.compile(r"\.(?:txt|xml|json)$", re.I)
FIELDS = ("sponsor", "operator", "contact", "site_code", "icp", "police", "conac", "report_error", "site_map")
# words of a foot that point to an element without telling it
_HINTS = {
    "sponsor": re.compile(r"主[ \n]?办(?:[ \n]?单[ \n]?位)?|主[ \n]?管|承[ \n]?办|版权所有|版权归"),
    "contact": re.compile(r"电[ \n]?话|热[ \n]?线|邮[ \n]?箱|联系方式|地[ \n]?址[ \n]?[:：]|E-?mail|\bTel\b", re.I),
    "site_code": re.compile(r"标识码"),
    "icp": re.compile(r"ICP(?![ \n]?证)", re.I),
    "police": re.compile(r"公[ \n]?网[ \n]?安[ \n]?备|网[ \n]?警|公安(?:机关|部)?(?:联网)?备案"),
    "conac": re.compile(r"党政机关(?:网站)?标[识志]|事业单位(?:网站)?标[识志]|网站标识(?!码)"),
    "report_error": re.compile(r"^\W{0,2}(?:我[为给要])?(?:政府)?网站(?:找错|纠错)\W{0,2}$", re.M),
}


def _of_text(text: str, foot: str) -> dict[str, str | None]:
    """Names stand near a footer's signs; numbers may stand anywhere."""
    return {
        "sponsor": codes.sponsor(foot),
        "operator": codes.operator(foot),
        "contact": codes.contact(foot),
        "site_code": codes.site_code(text),
        "icp": codes.icp(text),
        "police": codes.police(text),
    }


def _of_marks(view: View, marks: Marks) -> dict[str, str | None]:
    """What a foot shows without words, by field."""
    declared = tag(view.tags, "SiteIDCode").strip()
    captions = marks.captions()
    return {
        "contact": marks.contact(),
        "icp": codes.icp(captions),
        "police": codes.police(captions) or marks.police(),
        "site_code": declared.lower() if re.fullmatch(r"[a-zA-Z]{2}\d{8}|\d{10}", declared) else marks.site_code(),
        "conac": marks.conac(),
        "report_error": marks.report_error(),
        "site_map": marks.site_map(),
    }


def doubtful(view: View) -> bool:
    """Whether a home page that shows no sign of a footer may still have one: in a frame, or from a script of its
    own, or because the page is only a step on the way to the real one."""
    links = [x for x in view.links if x.tag in {"a", "area"}]
    if len(view.text) < 120 and len(links) < 3:
        return True
    return any_own((x.url for x in view.links if x.tag in {"script", "iframe", "frame"}), view.url)


def mounted(view: View) -> bool:
    """Whether the page has an empty place where a script puts the whole of its content."""
    node = view.tree.css_first("#app, #root, #__nuxt, #q-app")
    return node is not None and not node.text().strip() and node.css_first("a, img") is None


def _undetermined(missing: tuple[str, ...], whole: Whole, marks: Marks, shown: bool) -> tuple[str, ...]:
    """Of the ``missing``, those to which something points that is not understood."""
    numbered = any(name not in missing for name in ("icp", "police", "site_code"))
    if missing and (marks.brought(numbered) or (not shown and marks.painted())):
        return missing
    foot = f"{whole.foot(whole.names)}\n{whole.foot(whole.joined)}"
    lines = "\n".join(line for line in foot.split("\n") if "。" not in line)
    hinted = {name for name, words in _HINTS.items() if words.search(lines)}
    hinted |= {name for name in missing if marks.trace(name)}
    if {"conac", "report_error"} & set(missing) and marks.nameless_picture():
        hinted |= {"conac", "report_error"}
    return tuple(name for name in missing if name in hinted)


def _read(view: View) -> Identity:
    """Piece by piece, then block by block for what spans cut up, then from what is no words."""
    whole = whole_of(view.raw)
    marks = Marks(whole, view.url)
    facts = dict.fromkeys(FIELDS, None) | _of_text(whole.pieces, whole.foot(whole.names))
    joined = _of_text(whole.blocks, whole.foot(whole.joined))
    facts["sponsor"] = codes.longer(facts["sponsor"], joined["sponsor"])
    for more in (joined, {"site_code": codes.broken_code(whole.blocks)}, _of_marks(view, marks)):
        facts |= {name: facts[name] or value for name, value in more.items()}
    shown = any(facts[name] for name in ("icp", "police", "sponsor", "site_code"))
    missing = tuple(name for name in FIELDS if not facts[name])
    return Identity(**facts, undetermined=_undetermined(missing, whole, marks, shown))


def read_identity(view: View) -> Identity:
    """A home page may be drawn by a script as a whole, or be only a step on the way to the real one. HTML in the place
    of a text file (robots.txt) is an error page or a detour: it speaks for nobody."""
    if _TEXT_FILE.search(urlsplit(view.url).path):
        return Identity()
    identity = _read(view)
    shown = identity.icp or identity.police or identity.sponsor
    if is_home_address(view.url) and (mounted(view) or (not shown and doubtful(view))):
        return replace(identity, undetermined=tuple(name for name in FIELDS if not getattr(identity, name)))
    return identity
