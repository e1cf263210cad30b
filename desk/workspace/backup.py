"""Backup and restore of a workspace, one .tar: the databases copied whole while others write them, config as it is.

Each file's SHA-256 stands in the list inside; a backup that does not prove itself is never put in place.
"""

import json
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from desk.workspace.integrity import EMPTY, LEDGER, LIST, NAME, backup_flaw, databases, flaw, names_in, sum_of
from desk.workspace.workspace import Workspace
from ledger.correspondence.slots import clock_lock
from ledger.ledger import alone, no_inspection
from ledger.refusals import refusal

_HURT = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
LEFT_OUT = ("run",)  # of data/: what only a running job needs


@dataclass(frozen=True)
class Backup:
    """One backup file and how much it holds."""

    path: Path
    size: int
    files: int


def back_up(workspace: Workspace, place: Path, now: datetime) -> Backup:
    """A backup of the workspace in ``place``: a file to write, or a folder, where it is named by its moment.

    A damaged database is not backed up: what was made before stays the last good one, and is named.
    """
    target = place if place.suffix == ".tar" else place / f"巡查备份-{now:%Y%m%d-%H%M%S}.tar"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".巡查备份-", dir=target.parent) as name:
            part = Path(name) / "part.tar"
            _refuse_missing(workspace, target)
            files = _pack(workspace, part, Path(name), now, target)
            part.chmod(0o600)  # the archives hold raw pages
            part.replace(target)
        return Backup(target, target.stat().st_size, files)
    except sqlite3.Error as error:
        raise CannotLook(f"备份没有做成（{refusal(error)}），原有的备份都在；请检查磁盘空间和权限") from error


def _refuse_missing(workspace: Workspace, target: Path) -> None:
    """A ledger that the last backup holds and that is there no more, or a folder in a database's place, is damage."""
    if not workspace.ledger.exists() and any(LEDGER in names_in(one) for one in _earlier(target)[:1]):
        raise _damaged(workspace.ledger, "不见了", target)
    for path in databases(workspace):
        if not path.is_file():
            raise _damaged(path, flaw(path), target)


def _damaged(path: Path, what: str, target: Path) -> CannotLook:
    good = next(
        (f"最近一份完好的备份是 {one}" for one in _earlier(target) if not backup_flaw(one)), "此前没有完好的备份"
    )
    more = "；刚建立、还没有内容的，删除它再备份" if what == EMPTY else ""
    return CannotLook(f"{path} {what}，没有做新的备份，原有的备份都在；{good}，请用 xuncha restore 恢复{more}")


def _earlier(target: Path) -> list[Path]:
    """Backups beside it, the newest first; a file named by hand may be one itself."""
    named = [target] if target.is_file() else []
    return named + sorted((p for p in target.parent.iterdir() if NAME.fullmatch(p.name)), reverse=True)


def _pack(workspace: Workspace, part: Path, scratch: Path, now: datetime, target: Path) -> int:
    sums: dict[str, str] = {}
    with tarfile.open(part, "w") as tar:
        for name, path in _files(workspace):
            source = path
            if path.suffix == ".sqlite":
                source = scratch / "copy.sqlite"
                _copy(path, source, target)
            sums[name] = _sum(source)
            tar.add(source, name)
            if source is not path:
                source.unlink()
        listing = scratch / LIST
        told = {"made": now.isoformat(), "files": sums}
        listing.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
        tar.add(listing, LIST)
    return len(sums)


def _files(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """What is kept, by its name in the workspace. A journal beside a database is part of it, not a file of its own."""
    for top in (workspace.config, workspace.data):
        for path in sorted(top.rglob("*")):
            inner = path.relative_to(workspace.root)
            passing = path.name.endswith(("-wal", "-shm", "-journal", ".lock", ".tmp"))
            if path.is_file() and not path.is_symlink() and not passing and inner.parts[1] not in LEFT_OUT:
                yield inner.as_posix(), path


def _copy(source: Path, copy: Path, target: Path) -> None:
    """The whole database as of one moment; a writer goes on meanwhile. The copy is proven before it is kept."""
    try:
        with (
            closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True, timeout=60)) as old,
            closing(sqlite3.connect(copy)) as new,
        ):
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE").fetchall()
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _HURT:
            raise _damaged(source, "已损坏", target) from error
        raise
    if what := flaw(copy, thorough=True, ledger=source.name == "ledger.sqlite"):
        raise _damaged(source, what, target)


def _sum(path: Path) -> str:
    with path.open("rb") as file:
        return sum_of(file)


def prune(folder: Path, keep: int) -> int:
    """Of our backups in the folder the newest stay; how many went."""
    made = sorted(path for path in folder.iterdir() if NAME.fullmatch(path.name))
    for path in made[:-keep]:
        path.unlink()
    return len(made[:-keep])


def restore(file: Path, target: Path, now: datetime, *, force: bool = False) -> Path | None:
    """Put the backup's workspace in place at ``target``, once all of it is proven. Returns where the old one lies."""
    taken = [path for path in (target / "config", target / "data") if path.exists()]
    if taken and not force:
        advice = "要用备份换掉它请加 --force（原来的会改名留着），或用 --to 换一个空文件夹"
        raise ConfigError(ConfigMistake(str(target), "这里已经有工作区，没有改动它", advice))
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".巡查恢复-", dir=target) as name:
        fresh = Path(name)
        _unpack(file, fresh)
        ledger = Workspace(target).ledger
        if not ledger.parent.is_dir():
            return _put(fresh, target, taken, now)
        with no_inspection(ledger), clock_lock(ledger), alone(ledger):
            return _put(fresh, target, taken, now)


def _put(fresh: Path, target: Path, taken: list[Path], now: datetime) -> Path | None:
    aside = target / f"恢复前-{now:%Y%m%d-%H%M%S}"
    if taken:
        aside.mkdir()
    for path in taken:
        path.rename(aside / path.name)
    for path in (fresh / "config", fresh / "data"):
        path.rename(target / path.name)
    (target / "data").chmod(0o700)
    return aside if taken else None


def _unpack(file: Path, fresh: Path) -> None:
    """Into the empty folder, each file held against the list, each database checked by SQLite itself."""
    try:
        with tarfile.open(file, "r:") as tar:
            tar.extractall(fresh, filter="data")
        sums = json.loads((fresh / LIST).read_text(encoding="utf-8"))["files"]
    except FileNotFoundError as error:
        raise _broken(file, "找不到文件，或里面没有清单") from error
    except (tarfile.TarError, ValueError, KeyError, TypeError) as error:
        raise _broken(file, "不是巡查的备份，或已经损坏") from error
    found = {p.relative_to(fresh).as_posix() for p in fresh.rglob("*") if p.is_file()} - {LIST}
    if found != set(sums) or not (fresh / "config" / "xuncha.toml").is_file():
        raise _broken(file, "里面的文件与清单不一致")
    for name, wanted in sums.items():
        path = fresh / PurePosixPath(name)
        if _sum(path) != wanted:
            raise _broken(file, f"里面的 {name} 与备份时不一致")
        if path.suffix == ".sqlite" and (what := flaw(path, thorough=True)) and (what != EMPTY or name == LEDGER):
            raise _broken(file, f"里面的 {name} {what}")
    (fresh / "data").mkdir(exist_ok=True)


def _broken(file: Path, why: str) -> CannotLook:
    return CannotLook(f"{file} {why}，没有恢复，原来的没有改动；请换一份备份")
