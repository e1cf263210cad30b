"""Tests about the project itself: size of files and functions, names, pins, what files may never contain."""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.vocabulary import Reason

ROOT = Path(__file__).parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk", "demo")
SOURCES = sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))


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


@pytest.mark.parametrize("path", TESTS, ids=_name)
def test_a_file_of_tests_is_short_and_shares_by_a_file_that_is_no_test(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 300
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "tests":
            taken = [*str(node.module).split("."), *(one.name for one in node.names)]
            assert not [name for name in taken if name.startswith(("_", "test_"))], ast.unparse(node)


@pytest.mark.parametrize("folder", sorted({path.parent for path in TESTS}), ids=_name)
def test_a_folder_of_tests_holds_fifteen_files(folder: Path) -> None:
    assert len([path for path in folder.iterdir() if path.is_file()]) <= 15


ROOMS = sorted({path.parent for path in SOURCES})
CATALOGUE = "checks/rules"  # a rule a file: it may grow


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_a_room_is_told_in_a_line_and_holds_fifteen_files(room: Path) -> None:
    held = list(room.glob("*.py"))
    assert (room / "__init__.py").is_file()
    assert _name(room) == CATALOGUE or len(held) <= 15


@pytest.mark.parametrize("room", ROOMS, ids=_name)
def test_the_drawing_of_the_house_tells_every_room_as_it_tells_itself(room: Path) -> None:
    said = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))
    assert said
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert f"| `{_name(room)}/` | {said.splitlines()[0]} |" in drawing


def test_the_drawing_of_the_house_names_only_what_is_there() -> None:
    drawing = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:desk|crawler|checks|reports|ledger)\.[a-z_.0-9]+)", drawing)
    assert len(named) > 30
    for name in named:
        module, _, last = name.rpartition(".")
        path = ROOT / name.replace(".", "/")
        if path.is_dir() or path.with_suffix(".py").is_file():
            continue
        file = ROOT / (module.replace(".", "/") + ".py")
        assert file.is_file(), name
        assert re.search(rf"^(async )?(def|class) {last}\b", file.read_text(encoding="utf-8"), re.M), name


# what Windows has not: a module that needs it as it is loaded keeps every command from starting there
_UNIX = {"fcntl", "resource", "pwd", "grp", "termios", "pty", "syslog", "posix"}
_UNIX_NAMES = re.compile(
    r"os\.(fork|killpg|getuid|geteuid|getpgid|setsid|sysconf|mkfifo|uname|statvfs|nice)"
    r"|signal\.(SIGKILL|SIGHUP|SIGUSR[12]|SIGALRM|SIGVTALRM|ITIMER_\w+|setitimer|alarm)"
)


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    """What runs as a module is loaded: everything but the bodies of its functions."""
    yield node
    for field, value in ast.iter_fields(node):
        if field == "body" and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, ast.AST):
                yield from _loaded(one)


@pytest.mark.parametrize("path", SOURCES, ids=_name)
def test_nothing_is_loaded_that_windows_has_not(path: Path) -> None:
    for node in _loaded(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert not {one.name.partition(".")[0] for one in node.names} & _UNIX
        elif isinstance(node, ast.ImportFrom):
            assert (node.module or "").partition(".")[0] not in _UNIX
        elif isinstance(node, ast.Attribute):
            assert not _UNIX_NAMES.fullmatch(ast.unparse(node)), ast.unparse(node)


def test_bare_exceptions_stand_in_three_places_only() -> None:
    """The rule runner, the reader runner and the job starter."""
    places = {_name(p) for p in SOURCES if re.search(r"except Exception\b", p.read_text(encoding="utf-8"))}
    readers = {"crawler/reading/read.py", "crawler/reading/page.py"}
    assert places <= {"checks/runner.py", "desk/scheduler/jobs/__main__.py"} | readers


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


def test_no_code_names_a_rule() -> None:
    """A rule is its file, its criterion and its test: what others must know of it, it declares. A reason of the closed
    list may be called like one."""
    names = {path.stem for path in (ROOT / CATALOGUE).glob("*.py")} - {"__init__", *Reason}
    assert len(names) > 20
    word = re.compile(rf"\b_?({'|'.join(sorted(names))})\b")
    outside = [path for path in SOURCES if _name(path.parent) != CATALOGUE]
    named = [
        f"{_name(path)}:{number} {line.strip()}"
        for path in outside
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if word.search(line)
    ]
    assert named == []


def test_nobody_reads_the_spelling_of_a_place() -> None:
    """What a place is says ``Place``; whether an account is registered, who makes ids of those that are not."""
    asked = re.compile(
        r"""["'](?:://|·|:)["'] (?:not )?in \w+\.(?:place|subject)\b|\w\.(?:place|subject)\.r?partition"""
    )
    found = [_name(path) for path in SOURCES if asked.search(path.read_text(encoding="utf-8"))]
    assert found == []
