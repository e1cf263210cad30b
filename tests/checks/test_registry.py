"""The rules as a body: found by being there, described, tested, used, and light to load."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from checks.registry import rules

ROOT = Path(__file__).parents[2]
HEAVY = ("scrapy", "httpx", "sqlite_utils", "bs4", "apscheduler", "twisted", "lxml")


def test_every_file_is_a_rule_with_a_docstring_and_a_test():
    files = {p.stem for p in (ROOT / "checks" / "rules").glob("*.py")} - {"__init__"}
    assert set(rules()) == files
    tests = {p.stem for p in (ROOT / "tests").rglob("test_rule_*.py")}
    for name, rule in rules().items():
        assert len(rule.text) > 60, name
        assert inspect.isgeneratorfunction(rule.judge), name
        assert f"test_rule_{name}" in tests, name


def test_every_rule_has_a_criterion(criteria):
    assert set(rules()) == {c.rule for c in criteria.values() if c.rule}


def test_loading_every_rule_loads_nothing_heavy():
    code = (
        "import sys; from checks.registry import rules; assert rules()\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["network", "clock"])
def test_rules_take_now_as_given(kind):
    words = {"network": ("import socket", "urllib.request"), "clock": ("datetime.now(", "date.today(", "time.time(")}
    for path in (ROOT / "checks").rglob("*.py"):
        assert not [w for w in words[kind] if w in path.read_text(encoding="utf-8")], path
