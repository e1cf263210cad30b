"""The registry of letters: what it names is what the letters are really given, what lies in config, and the manual."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from reports.templates.fields import BY_FILE, LETTERS, LetterTemplate
from reports.templates.template_check import check_template

ROOT = Path(__file__).parents[3]
NAMES = [letter.files[0] for letter in LETTERS]


def given(fields: Mapping[str, object], before: str = "") -> Iterator[str]:
    """Every name, those of a list's rows as "list.name"."""
    for name, value in fields.items():
        yield before + name
        if isinstance(value, list | tuple) and value and isinstance(value[0], Mapping):
            for row in value:
                yield from given(row, f"{before}{name}.")


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_the_fields_named_are_the_fields_given(letter: LetterTemplate) -> None:
    assert set(given(letter.sample())) == set(letter.fields)


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_a_sample_leaves_no_list_empty(letter: LetterTemplate) -> None:
    """A list without rows would try nothing of the rows."""
    assert [name for name, value in letter.sample().items() if value in ([], ())] == []


@pytest.mark.parametrize("letter", LETTERS, ids=NAMES)
def test_our_own_templates_have_no_mistakes(letter: LetterTemplate) -> None:
    found = [one for file in letter.files for one in check_template(ROOT / "config" / "letters" / file, letter)]
    assert [str(one) for one in found] == []


def test_every_template_in_config_is_a_letters() -> None:
    assert sorted(path.name for path in (ROOT / "config" / "letters").iterdir()) == sorted(BY_FILE)


def test_the_manual_tells_every_field() -> None:
    manual = (ROOT / "docs" / "letters.zh-CN.md").read_text(encoding="utf-8").partition("## 6 ")[2]
    told: dict[str, dict[str, str]] = {}
    for part in manual.split("### ")[1:]:
        heading, _, table = part.partition("\n")
        rows = dict(re.findall(r"^\| `(.+?)` \| (.+?) \|$", table, re.MULTILINE))
        told |= dict.fromkeys(re.findall(r"`(.+?)`", heading), rows)
    assert told == {
        file: {name: words.rstrip("。") for name, words in letter.fields.items()} for file, letter in BY_FILE.items()
    }
