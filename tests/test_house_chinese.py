"""What people read is punctuated as Chinese is: no half-width comma, semicolon, colon or bracket between its words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk", "demo")
SOURCES = sorted(p for folder in FOLDERS for p in (ROOT / folder).rglob("*.py"))
CONFIG = sorted(p for p in (ROOT / "config").rglob("*") if p.suffix in {".toml", ".jinja"})
HAN = "\u4e00-\u9fff"
FILLED = "\x00"  # a {…} of an f-string
WRONG = re.compile(
    f"[{HAN}”）{FILLED}][,;:(] ?[{HAN}“（]|[{HAN}”）][,;:(] ?[{HAN}“（{FILLED}]|[{HAN}”{FILLED}]\\)[,;:，；：]?[{HAN}“]"
)


def _text(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(map(_text, node.values))
    return str(node.value) if isinstance(node, ast.Constant) and isinstance(node.value, str) else FILLED


def _matches(node: ast.AST) -> bool:
    """A call of ``re``: ``re.compile(…)``, ``re.search(…)``."""
    call = node.func if isinstance(node, ast.Call) else None
    return isinstance(call, ast.Attribute) and isinstance(call.value, ast.Name) and call.value.id == "re"


def _said(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string of a file, f-strings whole; docstrings that are English sentences with Chinese terms left out, and
    patterns: those are matched against pages, nobody reads them."""
    inner = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    patterns = {id(part) for node in ast.walk(tree) if _matches(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in patterns:
            continue
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and id(node) not in inner):
            text = _text(node)
            if re.search(f"[{HAN}]", text) and not re.search(r"\b[a-z]{2,} [a-z]{2,} [a-z]{2,}\b", text):
                yield node.lineno, text  # type: ignore[attr-defined]


def test_the_pattern_knows_right_from_wrong() -> None:
    for wrong in ("没有,请补", "没有;请补", f"没有:{FILLED}", "单位(编号)改名", f"读不了({FILLED}):请改", "上,数据"):
        assert WRONG.search(wrong), wrong
    for right in ("没有，请补", "如 10m、6h", "如 10.1.2.3:8080", "a:b", "（ISO，如 1,000）"):
        assert not WRONG.search(right), right


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sentences_in_the_code(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [(line, text) for line, text in _said(tree) if WRONG.search(text)] == []


@pytest.mark.parametrize("path", CONFIG, ids=lambda path: str(path.relative_to(ROOT)))
def test_sentences_in_config(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    lines = (re.sub("{[{%].*?[%}]}", "", text) if path.suffix == ".jinja" else text).splitlines()
    assert [(number, line) for number, line in enumerate(lines, 1) if WRONG.search(line)] == []
