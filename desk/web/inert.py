"""A stored page made inert: what it said can be read and is marked, nothing of it runs, loads or leads anywhere."""

import re
from urllib.parse import urljoin

from lxml import etree, html

from crawler.reading import decode
from ledger.encoding.masking import mask
from reports.figures.text import CONTROLS

LARGEST = 3_000_000  # signs of a page that are shown
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "form-action 'none'; base-uri 'none'",
    "X-Frame-Options": "SAMEORIGIN",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
_GONE = frozenset(
    {
        *("script", "iframe", "frame", "frameset", "noframes", "object", "embed", "applet", "param", "portal"),
        *(
            "fencedframe",
            "link",
            "base",
            "meta",
            "svg",
            "math",
            "video",
            "audio",
            "source",
            "track",
            "template",
            "dialog",
        ),
    }
)
_KEPT = frozenset(
    {
        *("class", "id", "hidden", "style", "title", "alt", "lang", "dir", "start", "type", "value", "checked"),
        *("selected", "colspan", "rowspan", "width", "height", "align", "valign", "border", "cellpadding"),
        *("cellspacing", "bgcolor", "color", "size", "face"),
    }
)
_LOADS = re.compile(r"url\s*\(|expression|@import|\\|image-set|src\s*\(", re.IGNORECASE)
_STYLE = "mark.xuncha{background:#ffe08a;outline:3px solid #c0392b;color:inherit}"
_SPACES = re.compile(r"\s+")


def inert(body: bytes, content_type: str, address: str, quote: str = "", target: str = "") -> str:
    """The page as HTML that does nothing. ``quote``: what is marked; or every use of ``target``, an address."""
    text = CONTROLS.sub("", decode(body, content_type).text[:LARGEST])
    parser = html.HTMLParser(encoding="utf-8")
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing stands on it
        root = html.document_fromstring("<p></p>")
    marked = [one for one in root.iter("a", "img", "area") if target and _leads(one, address) == target]
    _strip(root)
    for element in marked:
        _wrap(element)
    if quote and not marked:
        _mark_quote(root, quote)
    head = root.find("head")
    if head is None:
        head = html.Element("head")
        root.insert(0, head)
    style = html.Element("style")
    style.text = _STYLE
    head.append(style)
    return "<!DOCTYPE html>" + str(html.tostring(root, encoding="unicode"))


def _leads(element: html.HtmlElement, address: str) -> str:
    said = element.get("href") or element.get("src") or ""
    try:
        return urljoin(address, said.strip())
    except ValueError:
        return ""


def _strip(root: html.HtmlElement) -> None:
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element.tag in _GONE:  # comments, processing instructions
            _drop(element)
        else:
            _bare(element)


def _drop(element: html.HtmlElement) -> None:
    """Without its tail, which is the page's."""
    if element.getparent() is not None:
        element.drop_tree()


def _bare(element: html.HtmlElement) -> None:
    """Only attributes that neither load nor lead; personal numbers masked."""
    led = element.get("href")
    for name in list(element.attrib):
        if name not in _KEPT or (name == "style" and _LOADS.search(element.get("style", ""))):
            del element.attrib[name]
    for name in element.attrib:
        element.set(name, _masked(element.get(name)) or "")
    if element.tag == "a" and led:
        element.set("title", _masked(led) or "")
        element.set("style", "text-decoration:underline;color:#0645ad")
    if element.tag == "style":
        element.text = "" if _LOADS.search(element.text or "") else element.text
        return
    if element.tag == "form":
        element.tag = "div"
    if element.tag in ("input", "button", "select", "textarea"):
        element.set("disabled", "disabled")
    element.text, element.tail = _masked(element.text), _masked(element.tail)


def _masked(text: str | None) -> str | None:
    """Also without control signs, which a document cannot hold."""
    return mask(CONTROLS.sub("", text)) if text else text


def _wrap(element: html.HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    mark = html.Element("mark", {"class": "xuncha"})
    mark.tail, element.tail = element.tail, None
    parent.replace(element, mark)
    mark.append(element)


def _mark_quote(root: html.HtmlElement, quote: str) -> None:
    """The innermost element that says it; nothing where only the whole page does."""
    wanted, body = _SPACES.sub("", quote), root.find("body")
    found = body
    while found is not None:
        inner = next((one for one in found if wanted in _SPACES.sub("", one.text_content())), None)
        if inner is None:
            break
        found = inner
    if found is None or found is body:
        return
    mark = html.Element("mark", {"class": "xuncha"})
    mark.text, found.text = found.text, None
    for child in list(found):
        mark.append(child)
    found.append(mark)
