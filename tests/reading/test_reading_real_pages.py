"""The readers against what a person read off real pages; the averages are taken over sites, not pages."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.reading import Reading, decode, read_page
from crawler.reading.dates import show

pytestmark = pytest.mark.needs("pages")
FIELDS = {"sitecode": "site_code", "icp": "icp", "police": "police", "sponsor": "sponsor"}
LEAST = {"published": 0.95, "list": 0.90, "sitecode": 0.95, "icp": 0.95, "police": 0.95, "sponsor": 0.95}
Row = dict[str, str]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def readings(pages_dir: Path) -> list[tuple[Row, Reading, str]]:
    found = []
    for row in _rows(pages_dir / "index.tsv"):
        if row["kind"] != "json":
            body = (pages_dir / row["file"]).read_bytes()
            found.append((row, read_page(body, row["url"]), decode(body).text))
    return found


def _bare(text: str | None) -> str:
    return re.sub(r"\s|&nbsp;|\xa0", "", re.sub(r"\(.*?\)", "", text or "")).rstrip("号")


def _wanted(row: Row, name: str) -> str:
    """A note in brackets may say that only the home page, or only inner pages, show it."""
    note, home = row[name], row["kind"] == "home"
    elsewhere = ("(inner pages" in note and home) or ("(home)" in note and not home)
    return "" if elsewhere else _bare(note)


def _checks(row: Row, read: Reading) -> Iterator[tuple[str, str, str]]:
    """(what, wanted, seen) of every cell; wanted is empty where the page shows nothing."""
    if row["kind"] in {"article", "guide", "report"} or not row["pubdate"]:
        wanted = row["pubdate"].split(" | ")[0]
        seen = show(read.fast.published) or ""
        yield "published", wanted, seen[: len(wanted)] if wanted else seen
    if row["n_items"]:
        newest = str(read.column.newest or "")
        yield "list", f"{row['n_items']} {row['newest']}", f"{len(read.column.items)} {newest}"
    if row["kind"] != "wechat":
        for name, field in FIELDS.items():
            yield name, _wanted(row, name), _bare(getattr(read.identity, field))


def _table(readings: list[tuple[Row, Reading, str]]) -> dict[str, float]:
    hits: dict[str, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for row, read, _ in readings:
        for what, wanted, seen in _checks(row, read):
            if wanted:
                hits[what][row["site"]].append(wanted == seen)
    return {what: sum(sum(h) / len(h) for h in sites.values()) / len(sites) for what, sites in hits.items()}


def test_what_pages_show_is_read(readings: list[tuple[Row, Reading, str]]) -> None:
    table = _table(readings)
    print("\n".join(f"{what:10} {share:.3f}" for what, share in table.items()))
    assert {what: share for what, share in table.items() if share < LEAST[what]} == {}


def test_nothing_is_read_that_the_page_does_not_hold(readings: list[tuple[Row, Reading, str]]) -> None:
    """Of the cells a person left empty. Some pages show a fact the person did not write down: a value whose
    very characters stand in the page is not invented, any other one is."""
    empty = stated = invented = 0
    for row, read, text in readings:
        held = _bare(re.sub(r"<[^>]*>", "", text))
        for what, wanted, seen in _checks(row, read):
            if not wanted and what != "list":
                empty += 1
                stated += bool(seen)
                invented += bool(seen) and (what == "published" or seen not in held)
    print(f"empty cells {empty}, filled {stated}, not on the page {invented}")
    assert invented <= 0.02 * empty


def test_every_list_of_the_whole_site(pages_dir: Path) -> None:
    wrong = []
    rows = _rows(pages_dir / "site" / "daozhen_columns.tsv")
    for row in rows:
        path = pages_dir / "html" / "daozhen_rsj" / row["path"]
        read = read_page(path.read_bytes(), f"http://daozhen.test/{row['path']}").column
        seen = (len(read.items), str(read.newest or ""), str(read.oldest or ""))
        wanted = (int(row["n_items_on_page"]), row["newest"], row["oldest"])
        if "not a dated list" not in row["note"] and seen != wanted:
            wrong.append(f"{row['path']} {seen}")
        if row["pages"] and f"pages={read.pages}" != row["pages"]:
            wrong.append(f"{row['path']} {read.pages}")
    assert rows
    assert len(wrong) <= 0.1 * len(rows), wrong
