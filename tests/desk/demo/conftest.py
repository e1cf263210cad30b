"""The sample district played once, to its end: every test here only reads what it left."""

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from demo import run
from demo.after import After
from demo.sample.truth import Truth, truth
from tests.desk.demo.left import NOW, Played


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    out, signed = tmp_path_factory.mktemp("demo") / "out", tmp_path_factory.mktemp("signed") / "out"

    class Kept(After):
        def run(self) -> list[Path]:
            shutil.copytree(self.out, signed)
            return super().run()

    with patch.object(run, "After", Kept):
        run.run_demo(out, NOW)
    return Played(out, signed)


@pytest.fixture(scope="session")
def demo(played: Played) -> Path:
    return played.end


@pytest.fixture(scope="session")
def expected() -> Truth:
    return truth()
