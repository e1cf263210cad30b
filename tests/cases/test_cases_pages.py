"""Pages of the folder of cases, field by field: what a person reads on them, and what the readers say."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.reading import read_page

pytestmark = pytest.mark.needs("cases")
Told = dict[str, object]


def _at(told: Told, field: str) -> object:
    value: object = told
    for name in field.split("."):
        assert isinstance(value, dict), field
        value = value[name]
    return len(value) if field == "column.items" and isinstance(value, list) else value


def _undetermined(field: str) -> Callable[[Told], bool]:
    """Found, or said to be unclear; never simply missing."""
    return lambda told: bool(_at(told, field)) or field in _names(told)


def _names(told: Told) -> list[str]:
    names = told["undetermined"]
    assert isinstance(names, list)
    return names


# Rows whose ``want`` is a sentence in brackets: what that sentence asks, by file and field.
SENTENCES: dict[tuple[str, str], Callable[[Told], bool]] = {
    ("conac_protocol.html", "identity.conac"): _undetermined("identity.conac"),
    ("contact_by_link.html", "identity.contact"): _undetermined("identity.contact"),
    ("sponsor_zhuguan.html", "identity.sponsor"): _undetermined("identity.sponsor"),
    # of a row that says 今天 the reader knows no day: it must say so beside the newest it knows
    ("new_first_today.html", "column.newest"): lambda told: any(
        "今天" in str(item)
        for item in told["column"]["items"]  # type: ignore[index]
    ),
    ("blank_says_so.html", "undetermined"): lambda told: not _names(told) and _at(told, "column.items") == 0,
    ("col_rows_1970.html", "column.newest"): lambda told: _at(told, "column.newest") is None,
    ("police_label_wangjing.html", "identity.police"): lambda told: (
        "44019902001034" in str(_at(told, "identity.police"))
    ),
    ("icp_dash_before_hao.html", "identity.icp"): lambda told: _at(told, "identity.icp") == "粤ICP备06004659-1号",
    ("sponsor_not_from_menu.html", "identity.sponsor"): lambda told: (
        _at(told, "identity.sponsor") in (None, "望舒区职业学校")
    ),
    ("police_in_link_only.html", "identity.police"): lambda told: "44019902001034" in str(_at(told, "identity.police")),
}


def _right(row: dict[str, str], told: Told) -> bool:
    sentence = SENTENCES.get((row["file"], row["field"]))
    if sentence is not None:
        return sentence(told)
    assert not row["want"].startswith("("), f"no check for {row['file']} {row['field']}: {row['want']}"
    said = str(_at(told, row["field"]))
    # a day may be told with the hour that the page shows beside it
    return said.startswith(row["want"]) if row["field"] == "published" else said == row["want"]


def test_every_field_reads_as_a_person_does(cases_dir: Path) -> None:
    with (cases_dir / "pages" / "cases.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    wrong = []
    for row in rows:
        if row["field"].startswith("verdict "):
            continue  # judged through the whole program: test_cases_verdicts.py
        told = read_page((cases_dir / "pages" / row["file"]).read_bytes(), row["url"]).as_json(row["file"])
        if not _right(row, told):
            wrong.append(f"{row['file']} {row['field']}: wanted {row['want']}, said {_at(told, row['field'])}")
    assert len(rows) > 80
    assert not wrong, "\n".join(wrong)
