"""望舒区's lines for letters, and an outbox with letters in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bench.mail_kill import NOW, draft
from desk.correspondence.sending import release
from ledger.ledger import Ledger
from ledger.vocabulary import ProblemClass, State
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from reports.figures.models import Citation, ProblemLine, Sender, SheetFigures
from reports.mail.unit_mail import UnitMail

SHANGHAI = ZoneInfo("Asia/Shanghai")
CHECKED = datetime(2026, 11, 20, 10, 5, tzinfo=SHANGHAI)


@pytest.fixture
def line() -> Callable[..., ProblemLine]:
    def make(**changes: object) -> ProblemLine:
        address = "https://jy.wangshu.example/tzgg/"
        one = ProblemLine(
            no=1,
            unit="望舒区教育局",
            site="望舒教育网",
            place="“通知公告”栏目",
            problem_class=ProblemClass.UPDATE,
            title="栏目不更新",
            clause="第一部分第3项",
            message="最新信息发布于2026年9月28日，至检查时已53天未更新。",
            demand="及时更新栏目。",
            address=address,
            checked=CHECKED,
            state=State.NOTIFIED,
            evidence=Citation(address, CHECKED, "2026-09-28", "0123456789abcdef" * 4),
            due=date(2026, 12, 4),
        )
        return replace(one, **changes)  # type: ignore[arg-type]  # the tests name real fields

    return make


@pytest.fixture
def mail() -> Callable[..., UnitMail]:
    def make(
        problems: tuple[ProblemLine, ...] = (),
        older: tuple[ProblemLine, ...] = (),
        fixed: tuple[ProblemLine, ...] = (),
        unit: str = "望舒区教育局",
    ) -> UnitMail:
        sheet = SheetFigures(
            office=Sender("望舒区人民政府办公室", "各单位", contact="网站管理岗", phone="000-0000000"),
            unit=unit,
            month=date(2026, 11, 1),
            cutoff=datetime(2026, 11, 28, 18, 0, tzinfo=SHANGHAI),
            made=datetime(2026, 11, 28, 18, 0, tzinfo=SHANGHAI),
            deadline=date(2026, 12, 4),
            problems=problems,
            older=older,
        )
        return UnitMail(sheet, fixed)

    return make


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Ledger]:
    """Six letters, to u000 … u005, none released."""
    with Ledger.open_for_writing(tmp_path / "ledger.sqlite") as ledger:
        ledger.letters.queue(LetterKind.RECTIFY, "2026-11", [draft(n, 200) for n in range(6)], NOW)
        yield ledger


@pytest.fixture
def released(outbox: Ledger) -> Ledger:
    release(outbox, outbox.letters.find(states=(LetterState.HELD,)), "张三", NOW)
    return outbox
