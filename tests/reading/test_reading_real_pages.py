"""The readers against what a person read off real pages; the averages are taken over sites, not pages."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.reading import Reading, decode, read_page
from crawler.reading.dates import SHANGHAI, show

pytestmark = pytest.mark.needs("pages")
FIELDS = {"sitecode": "site_code", "icp": "icp", "police": "police", "sponsor": "sponsor"}
LEAST = {
    "kind": 0.97,
    "published": 0.98,
    "list": 0.90,
    "sitecode": 0.95,
    "icp": 0.95,
    "police": 0.95,
    "sponsor": 0.95,
    "title": 0.95,
    "source": 0.95,
    "column": 0.95,
}
# Cells of index.tsv left empty although the page's footer says it in so many words (主办：…, …公网安备 …号): read
# again by a person, file by file. What stands here is right; any other value in an empty cell is wrong.
READ_AGAIN = {
    ("hncic/zhengcefagui/policy/22904.html", "police"): "京公网安备11011102000942",
    ("moe_gov_cn/article.html", "sponsor"): "中华人民共和国教育部",
    ("moe_gov_cn/article.gb2312.html", "sponsor"): "中华人民共和国教育部",
    ("gxzf_gov_cn/article.html", "sponsor"): "广西壮族自治区人民政府办公厅",
    ("wtl_sz_gov_cn/article.html", "sponsor"): "深圳市文化广电旅游体育局",
    ("wtl_sz_gov_cn/article.html", "police"): "粤公网安备号44030402003007",
    ("nfra_gov_cn/tests/page_source_debug.html", "sponsor"): "国家金融监督管理总局",
    ("nfra_gov_cn/tests/merged_cells_page_source.html", "sponsor"): "国家金融监督管理总局",
    ("shanxi_gov_cn/shanxi_1.html", "sponsor"): "山西省人民政府办公厅",
    ("shanxi_gov_cn/shanxi_1.gbk.html", "sponsor"): "山西省人民政府办公厅",
    ("cmse_gov_cn/cmse_1.html", "sponsor"): "中国载人航天工程办公室",
    ("cmse_gov_cn/cmse_v1.html", "sponsor"): "中国载人航天工程办公室",
    ("zyyfy/zyyfy_1.html", "police"): "湘公安网备号43010402000231",
    ("sxmu_discipline/sxmu_1.html", "sponsor"): "山西医科大学纪检监察室",
} | {
    (f"hd_gov_cn/{name}.jsp.html", field): value
    for name in ("index", "list", "details", "gkzn")
    for field, value in (
        ("icp", "冀ICP备05029117号-1"),
        ("police", "冀公网安备13042002000523"),
        ("sponsor", "邯郸市人民政府办公室"),
    )
}
# The index takes a reader's comment below the article for its time; the bar beneath the headline says the day only.
PUBLISHED_AGAIN = {"html/163_gb2312/163_9.html": "2019-05-17"}
# What the index calls by its content, and the product by what a visitor meets: a stub that leads on, a post that is
# gone, an account's profile; a board and a guide are a column and an article with more to them.
KINDS = {"column": {"column", "redirect"}, "board": {"column"}, "guide": {"article"}, "report": {"article"}}
# Kept under the address of the home page or under none, with which no reader can tell them from one, or one from them.
WITHOUT_ADDRESS = {
    "html/cwl_clone/index.html", "html/school_pucheng/index.html", "html/ilushanedu/index.html",
    "html/nfra_gov_cn/assets/element.html", "html/nfra_gov_cn/assets/element2.html",
    "html/nfra_gov_cn/assets/element3.html", "html/hd_gov_cn/index.jsp.html", "html/hd_gov_cn/list.jsp.html",
    "html/hd_gov_cn/gkzn.jsp.html",
    "html/cbirc_xkz/xkz.html",  # a home page in a folder: the register says which page that is
}  # fmt: skip
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


def _time(text: str) -> str:
    """A WeChat row gives the publish time as Unix seconds."""
    if not text.startswith("ct="):
        return text.split(" | ")[0]
    return f"{datetime.fromtimestamp(int(text[3:]), UTC).astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"


def _named(wanted: str, seen: str) -> str:
    """``wanted`` where ``seen`` is the same but for blanks or the site's name behind it; else ``seen``."""
    if re.sub(r"\s", "", wanted) == re.sub(r"\s", "", seen):
        return wanted
    rest = wanted[len(seen) :] if len(seen) > 1 and wanted.startswith(seen) else ""
    return wanted if re.match(r"[\s_|—–-]", rest) else seen


def _checks(row: Row, read: Reading) -> Iterator[tuple[str, str, str]]:
    """(what, wanted, seen) of every cell; wanted is empty where the page shows nothing."""
    if row["kind"] in {"article", "guide", "report", "wechat"} or not row["pubdate"]:
        wanted = PUBLISHED_AGAIN.get(row["file"]) or _time(row["pubdate"])
        seen = show(read.fast.published) or ""
        yield "published", wanted, seen[: len(wanted)] if wanted else seen
    if row["kind"] != "wechat" and row["file"] not in WITHOUT_ADDRESS:
        seen = read.fast.kind.value
        yield "kind", row["kind"], row["kind"] if seen in KINDS.get(row["kind"], {row["kind"]}) else seen
    if row["n_items"]:
        newest = str(read.column.newest or "")
        yield "list", f"{row['n_items']} {row['newest']}", f"{len(read.column.items)} {newest}"
    if row["kind"] != "wechat":
        for name, field in FIELDS.items():
            yield name, _wanted(row, name), _bare(getattr(read.identity, field))
    for name, value in (("title", read.title), ("source", read.fast.source), ("column", read.column.name)):
        if row[name]:
            wanted = re.sub(r" \((?:two|entity)[^)]*\)", "", row[name])
            yield name, wanted, _named(wanted, value or "")


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


def test_what_pages_do_not_show_is_not_read(readings: list[tuple[Row, Reading, str]]) -> None:
    """Of the cells a person left empty, at most 2 % hold a value that a person reading again does not find there."""
    empty, filled, wrong = 0, 0, []
    for row, read, text in readings:
        held = _bare(re.sub(r"<[^>]*>", "", text))
        for what, wanted, seen in _checks(row, read):
            if wanted or what == "list":
                continue
            empty, filled = empty + 1, filled + bool(seen)
            again = READ_AGAIN.get((row["file"].removeprefix("html/"), what))
            assert again is None or again in held
            if seen and seen != again:
                wrong.append(f"{row['file']} {what} {seen}")
    print(f"empty cells {empty}, filled {filled}, of these not found by a second reader {len(wrong)}")
    assert empty > 300
    assert len(wrong) <= 0.02 * empty, wrong


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
