"""Places as the ledger writes them: what was written in any version is read as the same place, and written the same."""

import pytest

from ledger.vocabulary import PageKind, Place, PlaceKind


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("http://www.jia.gov.cn/gone.html", Place(PlaceKind.LINK, "http://www.jia.gov.cn/gone.html")),
        ("javascript://x", Place(PlaceKind.LINK, "javascript://x")),
        ("home:SiteName", Place(PlaceKind.TAG, "SiteName", PageKind.HOME)),
        ("article:PubDate", Place(PlaceKind.TAG, "PubDate", PageKind.ARTICLE)),
        ("首页", Place(PlaceKind.HOME)),
        ("网站", Place(PlaceKind.SITE)),
        ("账号", Place(PlaceKind.ACCOUNT)),
        ("ICP备案号", Place(PlaceKind.ELEMENT, "ICP备案号")),
        ("“共合国”（www.jia.gov.cn/n.html?id=1）", Place(PlaceKind.ELEMENT, "“共合国”（www.jia.gov.cn/n.html?id=1）")),
        ("localhost:8080/a", Place(PlaceKind.ELEMENT, "localhost:8080/a")),
    ],
)
def test_a_place_is_read_and_written(text: str, place: Place) -> None:
    assert Place.read(text) == place
    assert str(place) == text


def test_a_column_is_one_by_its_finding_and_may_have_an_address_for_an_id() -> None:
    assert Place.read("c1", "c1") == Place(PlaceKind.COLUMN, "c1")
    assert Place.read("首页", "c1") == Place(PlaceKind.HOME)
    guessed = Place.read("http://www.jia.gov.cn/yw/", "http://www.jia.gov.cn/yw/")
    assert (guessed.kind, guessed.address) == (PlaceKind.COLUMN, "http://www.jia.gov.cn/yw/")


def test_only_addresses_are_addresses() -> None:
    assert Place.read("https://o.cn/1").address == "https://o.cn/1"
    assert [Place.read(text).address for text in ("首页", "home:SiteName", "c1", "网站标识码")] == [""] * 4
