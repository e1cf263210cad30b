"""The small estate, opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.one_deadline.estate import Estate, opened


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    with opened(tmp_path) as made:
        yield made
