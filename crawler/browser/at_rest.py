"""What the readers are given of a page that a browser shows: its document at rest, without its scripts. Pure."""

from selectolax.lexbor import LexborHTMLParser

from crawler.browser.visited import Visit


def at_rest(visit: Visit) -> str | None:
    """The page's HTML; None where it did not come to rest, or is none. Its scripts have run and are left out; what a
    frame shows is not in it, and is a part that was not read."""
    if visit.status != 200 or visit.reason is not None or not visit.html:
        return None
    tree = LexborHTMLParser(visit.html)
    for script in tree.css("script"):
        script.decompose()
    return tree.html
