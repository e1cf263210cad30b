"""The small estate, opened."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from estate import Estate, opened


@pytest.fixture
def estate(tmp_path: Path) -> Iterator[Estate]:
    with opened(tmp_path) as made:
        yield made
