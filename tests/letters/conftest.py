"""The small office of 望舒区 and its ledger, open for writing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.context import Desk
from ledger.ledger import Ledger
from tests.letters.urging_office import make_office


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return make_office(tmp_path / "office")


@pytest.fixture
def ledger(desk: Desk) -> Iterator[Ledger]:
    with Ledger.open_for_writing(desk.workspace.ledger) as opened:
        yield opened
