"""The register as it was before an import, kept under data/register with its date, and put back by `register undo`."""

import hashlib
from datetime import datetime
from pathlib import Path

from desk.register.tables import TABLES
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from desk.workspace.textfiles import write_all
from desk.workspace.workspace import Workspace
from ledger.refusals import refusal

_AFTER, _UNDONE = "after", "-undone"


def kept(workspace: Workspace) -> Path:
    """Where the former registers lie."""
    return workspace.data / "register"


def stamp_of(workspace: Workspace) -> str:
    """The same as long as nobody changed the register's files."""
    made = hashlib.sha256()
    for table in TABLES:
        made.update((workspace.register / table.file).read_bytes())
    return made.hexdigest()


def keep(workspace: Workspace, now: datetime) -> Path:
    """Keep the bytes of the register as it is."""
    folder = kept(workspace) / f"{now:%Y%m%d-%H%M%S}"
    number = 1
    while folder.exists() or folder.with_name(folder.name + _UNDONE).exists():
        folder, number = folder.with_name(f"{now:%Y%m%d-%H%M%S}-{number}"), number + 1
    try:
        folder.mkdir(parents=True)
        write_all({folder / t.file: (workspace.register / t.file).read_bytes() for t in TABLES})
    except OSError as error:
        text = f"{folder} 写不进去（{refusal(error)}），登记册没有改动；请检查文件夹权限和磁盘空间"
        raise CannotLook(text) from error
    return folder


def written(workspace: Workspace, folder: Path) -> None:
    """Note what the import made of the register, so that an undo knows whether somebody changed it since."""
    write_all({folder / _AFTER: stamp_of(workspace).encode()})


def last_kept(workspace: Workspace) -> Path:
    """The register before the last import; ConfigError where there is none."""
    folder = kept(workspace)
    there = sorted(one for one in folder.glob("*") if (one / _AFTER).is_file() and not one.name.endswith(_UNDONE))
    if not there:
        raise ConfigError(ConfigMistake("登记册", "没有可以撤销的导入", "请用 xuncha register export 看现在的登记册"))
    return there[-1]


def changed_since(workspace: Workspace, folder: Path) -> bool:
    """Whether the register is not as the import left it."""
    return (folder / _AFTER).read_text(encoding="utf-8") != stamp_of(workspace)


def put_back(workspace: Workspace, folder: Path) -> None:
    """The bytes of before; what stood in the register now lies in their place, marked as undone."""
    before = {table.file: (folder / table.file).read_bytes() for table in TABLES}
    now = {table.file: (workspace.register / table.file).read_bytes() for table in TABLES}
    write_all({workspace.register / name: data for name, data in before.items()})
    write_all({folder / name: data for name, data in now.items()})
    folder.rename(folder.with_name(folder.name + _UNDONE))


def day_of(folder: Path) -> str:
    """When it was kept, as people read it."""
    made = datetime.strptime(folder.name[:15], "%Y%m%d-%H%M%S")  # noqa: DTZ007 - our own name, in our own time
    return f"{made.year}年{made.month}月{made.day}日 {made:%H:%M}"


def numbers_ever(workspace: Workspace) -> frozenset[str]:
    """Numbers of records that the register had before: none is given to another record again."""
    found: set[str] = {path.stem for path in workspace.archives.glob("*.sqlite")}
    for path in kept(workspace).glob("*/*.csv"):
        lines = path.read_text(encoding="utf-8-sig", errors="replace").splitlines()[1:]
        found |= {line.partition(",")[0].strip('"') for line in lines}
    return frozenset(found)
