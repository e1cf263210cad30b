"""What a visitor's browser asks for when a search form is sent: its address with the named fields filled in. Only of
forms that ask (GET); what is posted changes something, and nobody here posts it."""

from collections.abc import Iterator
from urllib.parse import urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.reading.links import absolute, base_of
from crawler.reading.page import inert_noscript

WORDS = ("通知", "a")  # what every government site has, and what no encoding of a query changes
_NOT_SENT = frozenset({"submit", "button", "image", "reset", "file", "password"})
_TICKED = frozenset({"checkbox", "radio"})
_FIELDS = "input[name],select[name],textarea[name]"
_MOST = 60  # fields of one form


def sent_form(text: str, page: str, target: str, charset: str = "utf-8", word: str = WORDS[0]) -> str | None:
    """The address that the first GET form of ``page`` leading to ``target`` sends with ``word`` typed in; None where
    no such form has a field that is sent."""
    tree = LexborHTMLParser(inert_noscript(text))
    base = base_of(tree, page)
    for form in tree.css("form[action]"):
        attributes = form.attributes
        if (attributes.get("method") or "get").lower() != "get":
            continue
        if absolute(base, attributes.get("action") or "", charset) != target:
            continue
        pairs = list(_pairs(form, word))
        if pairs:
            parts = urlsplit(target)
            query = urlencode(pairs, encoding=_charset(form, charset), errors="replace")
            return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))
    return None


def _charset(form: LexborNode, charset: str) -> str:
    told = (form.attributes.get("accept-charset") or charset).split(" ")[0].split(",")[0]
    try:
        "".encode(told)
    except LookupError:
        return charset
    return told


def _pairs(form: LexborNode, word: str) -> Iterator[tuple[str, str]]:
    for field in form.css(_FIELDS)[:_MOST]:
        attributes = field.attributes
        name, kind = attributes.get("name") or "", (attributes.get("type") or "text").lower()
        if not name or "disabled" in attributes:
            continue
        if field.tag == "select":
            yield name, _chosen(field)
        elif field.tag == "textarea":
            yield name, word
        elif kind == "hidden":
            yield name, attributes.get("value") or ""
        elif kind in _TICKED:
            if "checked" in attributes:
                yield name, attributes.get("value") or "on"
        elif kind not in _NOT_SENT:
            yield name, word


def _chosen(select: LexborNode) -> str:
    options = select.css("option")
    chosen = next((one for one in options if "selected" in one.attributes), options[0] if options else None)
    if chosen is None:
        return ""
    return chosen.attributes.get("value") or ("" if "value" in chosen.attributes else chosen.text(strip=True))
