"""The wheel carries all that the tree runs on: the code, config/ as desk/_config, the sample district's files."""

from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("ledger", "crawler", "checks", "reports", "desk", "demo")


@pytest.fixture(scope="module")
def packed(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel built here, offline."""
    wheel = pytest.importorskip("hatchling.builders.wheel", reason="left out: needs hatchling")
    out = str(tmp_path_factory.mktemp("wheel"))
    (made,) = wheel.WheelBuilder(str(ROOT)).build(directory=out, versions=["standard"])
    with ZipFile(made) as archive:
        return set(archive.namelist())


def files(folder: str) -> set[str]:
    found = (p for p in (ROOT / folder).rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {str(p.relative_to(ROOT)) for p in found if not p.name.startswith(".")}


def test_every_file_of_the_house_is_in_it(packed: set[str]) -> None:
    for folder in FOLDERS:
        assert files(folder) <= packed, folder


def test_config_is_in_it_where_the_program_looks(packed: set[str]) -> None:
    wanted = {name.replace("config/", "desk/_config/", 1) for name in files("config")}
    assert {"desk/_config/xuncha.toml", "desk/_config/letters/notice.docx"} <= wanted <= packed


def test_nothing_else_is_in_it(packed: set[str]) -> None:
    assert {name.split("/")[0].split("-")[0] for name in packed} == {*FOLDERS, "xuncha"}
    assert not [name for name in packed if "__pycache__" in name or name.endswith(".sqlite")]
