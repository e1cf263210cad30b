"""The rules as a body: found by being there, described, tested, used, and light to load."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

from checks.about import Relook
from checks.registry import rules
from ledger.vocabulary import AccountState, Link, Page, PlaceKind, Probe

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


def test_what_a_rule_declares_agrees_with_what_it_reads():
    """Of pages a tally over all is made, which no narrow look can take back; visits are made to the home page."""
    reads = {Relook.WHOLE: {Page}, Relook.PROBE: {Probe}, Relook.WEEK: {Probe}}
    for name, rule in rules().items():
        assert rule.kinds & {Page, Probe} == reads.get(rule.about.relook, set()), name
        assert (rule.about.relook is Relook.REGISTER) == (not rule.kinds), name
        assert (AccountState in rule.kinds) == rule.of_accounts, name
        assert Link not in rule.kinds or rule.about.place is PlaceKind.LINK, name
        assert rule.about.awaits_word == ({"taken_over", "days"} <= rule.params.keys()), name


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
