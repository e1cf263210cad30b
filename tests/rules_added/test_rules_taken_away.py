"""Without a rule and its criterion all else runs: nothing asks for it by name."""

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["dead_link", "home_not_updated"])
def test_all_else_runs_without_a_rule(name: str, office: Any, tmp_path: Path) -> None:
    """Its file, its criteria, and the lines of the office's record of trust in it."""
    left = tmp_path / "left"
    shutil.copytree(ROOT / "checks", left / "checks", ignore=shutil.ignore_patterns("__pycache__", f"{name}.py"))
    office.path = [left]
    gone = set()
    for file in (office.root / "config" / "criteria").glob("*.toml"):
        head, *blocks = re.split(r"(?m)^(?=\[\[criterion\]\])", file.read_text(encoding="utf-8"))
        kept = [block for block in blocks if f'rule = "{name}"' not in block]
        gone |= {re.search(r'code = "(.+?)"', block)[1] for block in blocks if block not in kept}  # type: ignore[index]
        file.write_text(head + "".join(kept), encoding="utf-8")
    assert gone
    office.write("trust.toml", "")
    (looked,) = office.run(("inspect", "--allow-private", "--now", "2026-11-23T08:30", "--json"))
    assert looked.code == 1, looked.err
    told = json.loads(looked.out)
    judged = {f["criterion"] for f in (*told["findings"], *told["unknown"])}
    assert judged
    assert not judged & gone
    numbers = [str(f["id"]) for f in told["findings"]]
    done = office.run(
        ("finding", "confirm", *numbers, "--why", "打开核对", "--yes", "--now", "2026-11-23T09:00"),
        ("notice", "--month", "2026-11", "--out", "notices", "--now", "2026-11-25T09:00"),
        ("daily", "--now", "2026-11-25T09:10"),
    )
    assert [one.code for one in done] == [0, 0, 0], done
    assert len(list((office.root / "notices").glob("*.docx"))) >= 2
