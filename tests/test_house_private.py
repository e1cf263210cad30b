"""What we use of a library's private parts stands in one list (docs/architecture.md), each with its reason."""

import ast
import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pages_set_up import pages_root

ROOT = Path(__file__).parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk", "demo")
FILES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
PUBLIC = {"_", "_replace", "_exit"}  # a name for nothing; Python's own, documented
ROW = re.compile(r"^\| `([a-z0-9_/]+\.py)` \| (`[^|]+`) \| \S[^|]+ \|$", re.MULTILINE)


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC


def defined(tree: ast.Module) -> Iterator[str]:
    """Every name that a file of ours gives to something."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name, ctx=ast.Store()):
                yield name
            case ast.Name(id=name, ctx=ast.Store()):
                yield name


TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in FILES}
OURS = {name for tree in TREES.values() for name in defined(tree)}


def reached(tree: ast.Module) -> Iterator[str]:
    """Private names that are none of ours: imported, read or set on something, put into a module."""
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.split(".")[0] not in FOLDERS:
                inside = any(map(is_private, module.split(".")))
                yield from (one.name for one in names if inside or is_private(one.name))
            case ast.Import(names=names):
                yield from (one.name for one in names if any(map(is_private, one.name.split("."))))
            case ast.Attribute(attr=name) if is_private(name) and name not in OURS:
                yield name
            case ast.Call(func=ast.Name(id="getattr" | "setattr"), args=[_, ast.Constant(value=str(name)), *_]):
                yield from [name] if is_private(name) and name not in OURS else []
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="vars")), attr="update"), keywords=words):
                yield from (word.arg for word in words if word.arg)


def overridden(path: str) -> Iterator[str]:
    """Private names that a class of ours shares with a library's class above it."""
    classes = [node for node in ast.walk(TREES[path]) if isinstance(node, ast.ClassDef) and node.bases]
    if not classes:
        return
    pages_root()  # a table of Django's cannot be loaded before it is set up
    module = importlib.import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    for node in classes:
        kind = getattr(module, node.name, None)
        above = kind.__mro__[1:] if isinstance(kind, type) else ()
        foreign = [one for one in above if one.__module__.split(".")[0] not in {*FOLDERS, *sys.stdlib_module_names}]
        names = {name for name in defined(ast.Module([node], [])) if is_private(name)}
        for one in foreign if names else []:
            codes = [method.__code__ for method in vars(one).values() if inspect.isfunction(method)]
            yield from (name for name in names if name in vars(one) or any(name in code.co_names for code in codes))


@pytest.fixture(scope="module")
def listed() -> set[tuple[str, str]]:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rows = ROW.findall(text.split("## Private parts of libraries")[1])
    return {(path, name) for path, names in rows for name in re.findall("`([^`]+)`", names)}


def test_every_private_part_that_we_use_is_listed_and_no_other(listed: set[tuple[str, str]]) -> None:
    used = {(path, name) for path, tree in TREES.items() for name in reached(tree)}
    assert used | {(path, name) for path in TREES for name in overridden(path)} == listed


def test_what_is_reached_into_has_an_upper_bound() -> None:
    wanted = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    for name in ("scrapy", "httpx", "python-docx", "openpyxl", "click", "lxml", "sqlite-utils", "docxtpl"):
        assert re.search(rf'"{name}>=[\d.]+,<[\d.]+"', wanted), name
