"""How a visitor asks, how a Location is read, and how long a host is waited for."""

import pytest

from crawler.connect.location import as_browsers_read
from crawler.connect.settings import visitor
from crawler.spiders.pace import LONGEST_WAIT, Pace


@pytest.mark.parametrize(
    ("told", "read"),
    [
        (rb"\sub\t.html", b"/sub/t.html"),
        (rb"http:\\h.gov.cn\a", b"http://h.gov.cn/a"),
        (rb"/a?path=c:\x", rb"/a?path=c:\x"),
        (rb"/a#\x", rb"/a#\x"),
        (b" /a\t\r\n", b"/a"),
        (b"/\xc4\xbf/a", b"/\xc4\xbf/a"),
    ],
)
def test_a_location_as_browsers_read_it(told: bytes, read: bytes) -> None:
    assert as_browsers_read(told) == read


@pytest.mark.parametrize(
    ("wanted", "accept"),
    [("page", "text/html"), ("home", "text/html"), ("attachment", "text/html"), ("image", "image/"), ("other", "*/*")],
)
def test_what_a_browser_says(wanted: str, accept: str) -> None:
    said = visitor(wanted, "http://h.gov.cn/p")
    assert said["Accept"].startswith(accept)
    assert said["Referer"] == "http://h.gov.cn/p"
    assert said["Accept-Language"].startswith("zh-CN")
    assert "Referer" not in visitor(wanted)


def test_a_host_is_waited_for_a_minute_in_all() -> None:
    pace = Pace()
    assert pace.rest("h", LONGEST_WAIT / 2)
    assert pace.rest("h", LONGEST_WAIT / 2 - 1)  # while others wait for it already: nothing is added
    assert pace.rest("h", LONGEST_WAIT - 1)
    assert not pace.rest("h", LONGEST_WAIT + 5)
    assert pace.rest("other", LONGEST_WAIT)
