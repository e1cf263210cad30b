"""网页标签: the meta elements of a page. It reads what stands there and judges nothing."""

from selectolax.lexbor import LexborHTMLParser

_TECHNICAL = {
    "viewport",
    "renderer",
    "generator",
    "robots",
    "referrer",
    "theme-color",
    "format-detection",
    "handheldfriendly",
}


def read_tags(tree: LexborHTMLParser) -> tuple[tuple[str, str], ...]:
    """(name, content) of each named meta, in order; an empty content stays empty."""
    found = []
    for node in tree.css("meta[name]"):
        name = (node.attributes.get("name") or "").strip()
        if name and name.lower() not in _TECHNICAL:
            found.append((name, (node.attributes.get("content") or "").strip()))
    return tuple(found)


def tag(tags: tuple[tuple[str, str], ...], *names: str) -> str:
    """The first non-empty content under any of ``names`` (case does not matter)."""
    wanted = {name.lower() for name in names}
    return next((content for name, content in tags if name.lower() in wanted and content), "")
