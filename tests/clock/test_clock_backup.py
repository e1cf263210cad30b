"""Backup while the databases are being written, and restore that proves itself first."""

import sqlite3
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.workspace.backup import back_up, prune, restore
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.workspace import Workspace
from ledger.archive.writer import Archive
from ledger.correspondence.slots import ClockBusy, SlotBook
from ledger.ledger import Ledger, LedgerBusy
from tests.damage import a_folder, empty, garbage, half

NOW = datetime(2026, 11, 27, 12, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.init(tmp_path / "office")
    with Ledger.open_for_writing(made.ledger) as ledger:
        ledger.runs.start("r1", "inspect", NOW, {"sites": "jia"})
    with Archive(made.archive("jia")) as archive:
        archive.start_run("r1", NOW)
        archive.store_body(b"seen")
        archive.commit()
    (made.out / "通报-2026-10.docx").write_bytes(b"letter")
    return made


def runs(root: Path) -> list[str]:
    with Ledger.open_for_reading(root / "data" / "ledger.sqlite") as ledger:
        return [run.run for run in ledger.runs.find()]


def test_there_and_back(workspace: Workspace, tmp_path: Path) -> None:
    made = back_up(workspace, tmp_path / "disk", NOW)
    assert made.path == tmp_path / "disk" / "巡查备份-20261127-123000.tar"
    assert made.path.stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "disk").iterdir()] == [made.path.name]
    assert restore(made.path, tmp_path / "new", NOW) is None
    assert runs(tmp_path / "new") == ["r1"]
    new = Workspace.find(tmp_path / "new")
    assert (new.out / "通报-2026-10.docx").read_bytes() == b"letter"
    assert new.settings_file.read_bytes() == workspace.settings_file.read_bytes()
    with Archive(new.archive("jia")) as archive:
        assert [run.key for run in archive.runs()] == ["r1"]


def test_what_is_being_written_is_copied_whole(workspace: Workspace, tmp_path: Path) -> None:
    """Each transaction puts down two rows: a copy that holds one of them would be torn."""
    stop = threading.Event()
    with closing(sqlite3.connect(workspace.archives / "busy.sqlite")) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("CREATE TABLE pair (n)")

    def write() -> None:
        with closing(sqlite3.connect(workspace.archives / "busy.sqlite", timeout=30)) as db:
            n = 0
            while not stop.is_set():
                with db:
                    db.executemany("INSERT INTO pair VALUES (?)", [(n,), (n,)])
                n += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copies = [back_up(workspace, tmp_path / "disk", NOW + timedelta(seconds=n)).path for n in range(5)]
    finally:
        stop.set()
        writer.join()
    for n, copy in enumerate(copies):
        restore(copy, tmp_path / str(n), NOW)
        with closing(sqlite3.connect(tmp_path / str(n) / "data" / "archive" / "busy.sqlite")) as db:
            torn = db.execute("SELECT n FROM pair GROUP BY n HAVING COUNT(*) <> 2").fetchall()
            assert torn == []


def test_a_workspace_is_not_overwritten(workspace: Workspace, tmp_path: Path) -> None:
    made = back_up(workspace, tmp_path / "b.tar", NOW)
    with Ledger.open_for_writing(workspace.ledger) as ledger:
        ledger.runs.start("r2", "inspect", NOW, {})
    with pytest.raises(ConfigError, match="这里已经有工作区，没有改动它"):
        restore(made.path, workspace.root, NOW)
    assert runs(workspace.root) == ["r1", "r2"]
    aside = restore(made.path, workspace.root, NOW, force=True)
    assert aside is not None
    assert runs(workspace.root) == ["r1"]
    assert runs(aside) == ["r1", "r2"]


def test_not_under_a_running_program(workspace: Workspace, tmp_path: Path) -> None:
    made = back_up(workspace, tmp_path / "b.tar", NOW)
    with SlotBook.open(workspace.ledger, NOW), pytest.raises(ClockBusy):
        restore(made.path, workspace.root, NOW, force=True)
    with Ledger.open_for_writing(workspace.ledger), pytest.raises(LedgerBusy):
        restore(made.path, workspace.root, NOW, force=True)
    assert runs(workspace.root) == ["r1"]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-40_000])


def turn_a_byte(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    at = raw.index(b"SQLite format 3") + 2000
    raw[at] ^= 1
    path.write_bytes(raw)


def drop_the_ledger(path: Path) -> None:
    with tarfile.open(path) as old, tarfile.open(path.with_suffix(".new"), "w") as new:
        for member in old:
            if member.name != "data/ledger.sqlite":
                new.addfile(member, old.extractfile(member))
    path.with_suffix(".new").replace(path)


def climb_out(path: Path) -> None:
    with tarfile.open(path, "a") as tar:
        tar.add(__file__, "../climbed.py")


def be_no_backup(path: Path) -> None:
    path.write_text("hello")


@pytest.mark.parametrize("harm", [cut, turn_a_byte, drop_the_ledger, climb_out, be_no_backup, Path.unlink])
def test_a_damaged_backup_replaces_nothing(workspace: Workspace, tmp_path: Path, harm: Callable[[Path], None]) -> None:
    made = back_up(workspace, tmp_path / "b.tar", NOW)
    harm(made.path)
    with pytest.raises(CannotLook, match="没有恢复，原来的没有改动；请换一份备份"):
        restore(made.path, workspace.root, NOW, force=True)
    assert runs(workspace.root) == ["r1"]
    assert not (tmp_path / "climbed.py").exists()
    assert sorted(path.name for path in workspace.root.iterdir()) == ["config", "data"]


def test_the_newest_are_kept_and_nothing_of_others_goes(workspace: Workspace, tmp_path: Path) -> None:
    for n in range(4):
        back_up(workspace, tmp_path / "disk", NOW + timedelta(days=n))
    (tmp_path / "disk" / "别人的.tar").touch()
    assert prune(tmp_path / "disk", 2) == 2
    kept = ["别人的.tar", "巡查备份-20261129-123000.tar", "巡查备份-20261130-123000.tar"]
    assert sorted(path.name for path in (tmp_path / "disk").iterdir()) == sorted(kept)


def an_index_that_lies(path: Path) -> None:
    """SQLite opens it and reads its tables: only a check of the whole finds it."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("CREATE TABLE one (n)")
        db.execute("INSERT INTO one VALUES (7)")
        db.execute("CREATE INDEX one_n ON one (n)")
        db.execute("UPDATE sqlite_master SET sql = 'CREATE INDEX one_n ON one (n + 1)' WHERE name = 'one_n'")
        db.commit()


def gone(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("befall", [empty, half, garbage, a_folder, an_index_that_lies, gone])
def test_a_damaged_ledger_is_not_backed_up_and_the_last_good_one_stays(
    workspace: Workspace, tmp_path: Path, befall: Callable[[Path], None]
) -> None:
    good = back_up(workspace, tmp_path / "disk", NOW).path
    kept = good.read_bytes()
    befall(workspace.ledger)
    for place in (tmp_path / "disk", good):  # beside it, and in its very place
        with pytest.raises(CannotLook) as told:
            back_up(workspace, place, NOW + timedelta(days=1))
        assert f"最近一份完好的备份是 {good}" in str(told.value)
        assert "ledger.sqlite" in str(told.value)
        assert "\n" not in str(told.value)
    assert [path.name for path in (tmp_path / "disk").iterdir()] == [good.name]
    assert good.read_bytes() == kept
    restore(good, tmp_path / "new", NOW)
    assert runs(tmp_path / "new") == ["r1"]


@pytest.mark.parametrize("befall", [empty, half, garbage])
def test_a_damaged_archive_is_not_backed_up_either(
    workspace: Workspace, tmp_path: Path, befall: Callable[[Path], None]
) -> None:
    befall(workspace.archive("jia"))
    with pytest.raises(CannotLook, match=r"jia\.sqlite.*此前没有完好的备份"):
        back_up(workspace, tmp_path / "disk", NOW)


def test_a_workspace_without_a_ledger_yet_is_backed_up(tmp_path: Path) -> None:
    made = Workspace.init(tmp_path / "office")
    assert back_up(made, tmp_path / "b.tar", NOW).files > 0


def test_a_damaged_backup_is_not_named_as_good(workspace: Workspace, tmp_path: Path) -> None:
    first = back_up(workspace, tmp_path / "disk", NOW).path
    second = back_up(workspace, tmp_path / "disk", NOW + timedelta(days=1)).path
    turn_a_byte(second)
    garbage(workspace.ledger)
    with pytest.raises(CannotLook, match=f"最近一份完好的备份是 {first}"):
        back_up(workspace, tmp_path / "disk", NOW + timedelta(days=2))
