"""An office's own package of rules that cannot be used is told in one sentence; nothing is judged without it."""

from pathlib import Path
from typing import Any

import pytest

RULE = """
from collections.abc import Iterator

from checks.about import About
from checks.facts import Facts
from checks.registry import rule
from ledger.vocabulary import Column, Criterion, PlaceKind, Verdict


@rule(About(PlaceKind.COLUMN), Column)
def {name}(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    yield from ()
"""
BROKEN = {
    "raises when it is loaded": ({"own.py": "1 / 0"}, "ZeroDivisionError"),
    "is not Python": ({"own.py": "def own(:"}, "SyntaxError"),
    "needs what is not there": ({"own.py": "import no_such_module_anywhere"}, "no_such_module_anywhere"),
    "declares wrongly": (
        {"own.py": RULE.replace("PlaceKind.COLUMN", "PlaceKind.COLUMNS").format(name="own")},
        "COLUMNS",
    ),
    "has a file without a rule": ({"own.py": RULE.format(name="another")}, "own.py里没有同名的@rule"),
    "takes a name that is taken": ({"dead_link.py": RULE.format(name="dead_link")}, "dead_link.py与已有的规则重名"),
    "is not there": (None, "office_rules"),
}


@pytest.fixture(params=BROKEN, ids=lambda name: name.replace(" ", "-"))
def broken(request: pytest.FixtureRequest, office: Any, tmp_path: Path) -> tuple[Any, str]:
    files, said = BROKEN[request.param]
    about = tmp_path / "installed" / "office_rules-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: office-rules\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[xuncha.rules]\nown = office_rules\n", encoding="utf-8")
    for name, text in files.items() if files is not None else ():
        package = tmp_path / "installed" / "office_rules"
        package.mkdir(exist_ok=True)
        (package / "__init__.py").touch()
        (package / name).write_text(text, encoding="utf-8")
    office.path = [tmp_path / "installed"]
    return office, said


def test_a_broken_package_of_rules_is_told_in_one_sentence(broken: tuple[Any, str]) -> None:
    office, said = broken
    looked, helped = office.run(("inspect", "--allow-private"), ("inspect", "--help"))
    assert looked.code == 3, looked
    assert looked.err.startswith("规则包office_rules不能使用：")
    assert said in looked.err
    assert len(looked.err.strip().splitlines()) == 1
    assert "Traceback" not in looked.out + looked.err
    assert helped.code == 0
    assert not list((office.root / "data").glob("archive/*.sqlite"))  # nothing was looked at


def test_a_package_that_is_in_order_is_used(office: Any, tmp_path: Path) -> None:
    about = tmp_path / "installed" / "office_rules-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: office-rules\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text("[xuncha.rules]\nown = office_rules\n", encoding="utf-8")
    (about.parent / "office_rules").mkdir()
    (about.parent / "office_rules" / "own.py").write_text(RULE.format(name="own"), encoding="utf-8")
    office.path = [tmp_path / "installed"]
    (looked,) = office.run(("inspect", "--allow-private"))
    assert looked.code in (0, 1), looked
    assert list((office.root / "data").glob("archive/*.sqlite"))
