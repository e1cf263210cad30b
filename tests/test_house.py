"""Tests about the project itself: size of files and functions, names, pins, what files may never contain."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk")
SOURCES = sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_a_file_is_one_thing(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    tree = ast.parse(text)
    if text.strip():
        assert ast.get_docstring(tree), "a module says what it is"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert node.end_lineno is not None
            assert node.end_lineno - node.lineno + 1 <= 40, f"{node.name} is two things"


def test_bare_exceptions_stand_in_three_places_only() -> None:
    """The rule runner, the reader runner and the job starter."""
    places = {_name(p) for p in SOURCES if re.search(r"except Exception\b", p.read_text(encoding="utf-8"))}
    assert places <= {"checks/runner.py", "crawler/reading/read.py", "crawler/reading/page.py", "desk/jobs/__main__.py"}


def test_pins_are_versions_only() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").split()
    assert lines
    for line in lines:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line), line


def test_both_readmes_show_the_two_commands() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "make demo" in text, name
        assert "make test" in text, name


def test_no_import_between_config_and_code() -> None:
    assert not list((ROOT / "config").rglob("*.py"))


def test_files_are_utf8_text_without_conflict_marks() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("left out: not a git checkout")
    for name in listed.stdout.split("\n"):
        path = ROOT / name
        if path.suffix in {".py", ".toml", ".md", ".csv"} and path.is_file():
            assert "<<<<<<<" + " " not in path.read_text(encoding="utf-8-sig"), name


def test_no_code_names_a_criterion() -> None:
    """A criterion is data: what is done with it is keyed by its rule, for an office may give it another code."""
    codes = {
        row["code"]
        for path in (ROOT / "config" / "criteria").glob("*.toml")
        for row in tomllib.loads(path.read_text(encoding="utf-8"))["criterion"]
    }
    assert len(codes) > 40
    prefixes = {code.partition("-")[0] + "-" for code in codes}
    named = [
        f"{_name(path)}:{node.lineno} {node.value}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in codes | prefixes
    ]
    assert named == []
