"""No expression of ours takes more than linear time, whatever stands in a page, a mail or a sheet."""

import ast
import dataclasses
import importlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.hostile_input import attacks
from tests.pages_set_up import pages_root

ROOT = Path(__file__).parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk", "demo")
ANCHORED = {"match", "fullmatch"}
ARGUMENTS = {"search": 2, "match": 2, "fullmatch": 2, "findall": 2, "finditer": 2, "split": 3, "sub": 4, "subn": 4}
FLOOR = 0.006  # seconds that 4,000 signs may take without a closer look
NEVER = 0.25  # and that no linear one takes for 1,000, on however busy a machine; a cubic one would not end at 8,000
STEEP = 9  # times longer for four times the signs: 4 would be linear, 16 is quadratic
Found = tuple[str, re.Pattern[Any], frozenset[str]]


def inside(value: object, depth: int = 4) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, dict):
        for one in (*value.keys(), *value.values()):
            yield from inside(one, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for one in value:
            yield from inside(one, depth - 1)
    elif depth and dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from inside(getattr(value, field.name, None), depth - 1)


def sources() -> list[tuple[ModuleType, ast.Module]]:
    pages_root()  # a table of Django's cannot be loaded before it is set up
    found = []
    for path in sorted(one for folder in FOLDERS for one in (ROOT / folder).rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if not name.endswith("__main__"):
            found.append((importlib.import_module(name), ast.parse(path.read_text(encoding="utf-8"))))
    return found


def written(module: ModuleType, tree: ast.Module) -> Iterator[Found]:
    """Expressions that stand in a call of ``re`` itself; those made of a variable are not seen."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and node.args and ast.unparse(node.func).startswith("re.")):
            continue
        how = ast.unparse(node.func).removeprefix("re.")
        given = [k.value for k in node.keywords if k.arg == "flags"] + node.args[ARGUMENTS.get(how, 9) :]
        try:
            text, *flags = (
                eval(compile(ast.Expression(one), module.__name__, "eval"), vars(module))
                for one in (node.args[0], *given)
            )
        except NameError:
            continue
        if how in ARGUMENTS and isinstance(text, str | bytes):
            kind = frozenset({how if how in ANCHORED else "search"})
            yield f"{module.__name__}:{node.lineno}", re.compile(text, *flags), kind


def expressions() -> list[Found]:
    everything = sources()
    asked: dict[str, set[str]] = {}
    for module, tree in everything:
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute):
                name = node.value.id if isinstance(node.value, ast.Name) else getattr(node.value, "attr", "")
                where = f"{module.__name__}." if name.startswith("_") else ""
                asked.setdefault(where + name, set()).add(node.attr)
    found: dict[tuple[Any, int], Found] = {}
    for module, tree in everything:
        alone = [
            (where := f"{module.__name__}.{name}", value, frozenset(asked.get(where if name[0] == "_" else name, ())))
            for name, value in vars(module).items()
            if isinstance(value, re.Pattern)
        ]
        kept = [
            (f"{module.__name__}.{name}", one, frozenset[str]())
            for name, value in vars(module).items()
            if not name.startswith("__") and not isinstance(value, re.Pattern)
            for one in inside(value)
        ]
        for name, pattern, how in (*alone, *kept, *written(module, tree)):
            ways = how & ANCHORED if how and how - {"pattern", "flags"} <= ANCHORED else frozenset({"search"})
            key = (pattern.pattern, pattern.flags)
            found[key] = (name, pattern, ways | (found[key][2] if key in found else frozenset()))
    return list(found.values())


def seconds(pattern: re.Pattern[Any], ways: frozenset[str], text: str) -> float:
    given: Any = text.encode() if isinstance(pattern.pattern, bytes) else text
    start = time.thread_time()
    if "search" in ways:
        for _ in pattern.finditer(given):
            pass
    for way in ways & ANCHORED:
        getattr(pattern, way)(given)
    return time.thread_time() - start


def steep(pattern: re.Pattern[Any], ways: frozenset[str]) -> tuple[str, str, str] | None:
    """The attack under which it takes more than linear time."""

    def took(attack: tuple[str, str, str], size: int, times: int = 1) -> float:
        head, pump, tail = attack
        text = head + pump * (size // len(pump) + 1) + tail
        return min(seconds(pattern, ways, text) for _ in range(times))

    for attack in attacks(pattern):
        for size in (22, 250):  # exponential and cubic ones show early, and would never end
            if took(attack, size) > FLOOR and took(attack, size, 3) > FLOOR:
                return attack
        if took(attack, 1_000, 2) > NEVER:
            return attack
        if took(attack, 4_000) > FLOOR and (long := took(attack, 4_000, 3)) > FLOOR:
            short = took(attack, 1_000, 3)
            if long / short > STEEP and took(attack, 8_000, 2) / short > 3 * STEEP:
                return attack
    return None


@pytest.mark.parametrize(
    ("expression", "ways"),
    [
        (r"url\(\s*[\"']?([^\"')]+)[\"']?\s*\)", {"search"}),
        (r"\s+$", {"search"}),
        (r"(?:-+|—+)+", {"fullmatch"}),
        (r"<meta[^>]*\brefresh\b", {"search"}),
        (r"\s*;?\s*x", {"match"}),
    ],
)
def test_a_slow_expression_is_seen_to_be_one(expression: str, ways: set[str]) -> None:
    assert steep(re.compile(expression), frozenset(ways))


def test_no_expression_takes_more_than_linear_time() -> None:
    every = expressions()
    assert len(every) > 200
    slow = {}
    for name, pattern, ways in every:
        if attack := steep(pattern, ways):
            slow[name] = (pattern.pattern, attack)
    assert not slow, "\n".join(f"{name}: {what}" for name, what in slow.items())
