"""The demo played on the second of a month."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from docx import Document

from demo.run import run_demo
from demo.sample.truth import truth


def test_what_was_fixed_before_the_month_began_is_still_followed_up(tmp_path: Path) -> None:
    """On the 2nd the look in between falls into last month, after last month's notice: its corrections count."""
    run_demo(tmp_path / "out", datetime(2026, 12, 2, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")), after=False)
    text = "\n".join(p.text for p in Document(str(tmp_path / "out" / "2026-12" / "通报-2026-12.docx")).paragraphs)
    figures = truth().figures
    assert f"上期通报问题{figures['told_last_facts']}个" in text
    assert f"已整改销号{figures['fixed_facts']}个" in text
