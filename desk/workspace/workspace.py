"""The folder an office works in: DIR/config, which people edit, and DIR/data, which the product writes."""

import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from ledger.refusals import refusal

# SQLite's locks do not hold on these.
NETWORK = frozenset(
    (
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "sshfs",
        "ceph",
        "glusterfs",
        "lustre",
        "beegfs",
        "gpfs",
        "afs",
        "davfs",
        "fuse.sshfs",
        "fuse.glusterfs",
        "fuse.ceph-fuse",
        "fuse.davfs2",
        "fuse.rclone",
        "fuse.s3fs",
        "fuse.smbnetfs",
    )
)
_MARK = Path("config") / "xuncha.toml"


def network_file_system(path: Path, mounts: str) -> str | None:
    """Type of the network file system ``path`` lies on, by ``mounts`` (the text of /proc/mounts); else ``None``."""
    here = path.resolve()
    found, depth = "", -1
    for line in mounts.splitlines():
        _, point, kind, *_ = [*line.split(), "", "", ""]
        place = Path(re.sub(r"\\([0-7]{3})", lambda m: chr(int(m[1], 8)), point) or "?")
        # of two mounts on one point the later lies on top
        if here.is_relative_to(place) and len(place.parts) >= depth:
            found, depth = kind, len(place.parts)
    return found if found in NETWORK else None


def _mounts() -> str:
    table = Path("/proc/mounts")
    return table.read_text(encoding="utf-8", errors="replace") if table.is_file() else ""


def shipped_config() -> Path:
    """Our config/: inside an installed wheel, or at the root of the source tree."""
    house = Path(__file__).parent.parent
    packed = house / "_config"
    return packed if packed.is_dir() else house.parent / "config"


@dataclass(frozen=True)
class Workspace:
    """A workspace's places. Making one touches nothing."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def settings_file(self) -> Path:
        return self.config / "xuncha.toml"

    @property
    def register(self) -> Path:
        return self.config / "register"

    @property
    def criteria(self) -> Path:
        return self.config / "criteria"

    @property
    def words(self) -> Path:
        return self.config / "words"

    @property
    def letters(self) -> Path:
        return self.config / "letters"

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def archives(self) -> Path:
        return self.data / "archive"

    @property
    def ledger(self) -> Path:
        return self.data / "ledger.sqlite"

    @property
    def people(self) -> Path:
        """The desk's own database: who works there, and what each of them did."""
        return self.data / "desk.sqlite"

    @property
    def answers(self) -> Path:
        """What came with the units' answers: mails that wait, forms, evidence; each file named by its SHA-256."""
        return self.data / "answers"

    @property
    def out(self) -> Path:
        return self.data / "out"

    @property
    def run(self) -> Path:
        return self.data / "run"

    def archive(self, site: str) -> Path:
        """Where the archive of the site with this id lies."""
        return self.archives / f"{site}.sqlite"

    @classmethod
    def find(cls, start: Path | None = None) -> "Workspace":
        """The workspace at ``start`` (--workspace), or, without one, the one we stand in or below."""
        if start is not None:
            if (start / _MARK).is_file():
                return cls(start.resolve())
            raise ConfigError(
                ConfigMistake(str(start), "不是巡查工作区（没有 config/xuncha.toml）", "请先用 xuncha init 建立")
            )
        here = Path.cwd()
        for folder in (here, *here.parents):
            if (folder / _MARK).is_file():
                return cls(folder)
        advice = "请先用 xuncha init 文件夹 建立一个，进入它再执行，或用 --workspace 指明"
        raise ConfigError(ConfigMistake(str(here), "这里不是巡查工作区", advice))

    @classmethod
    def init(cls, folder: Path) -> "Workspace":
        """A new workspace in ``folder``, which must be empty or not there yet."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise ConfigError(ConfigMistake(str(folder), "已经有内容，没有改动它", "请换一个空文件夹或新的名字"))
        _refuse_network(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copytree(shipped_config(), folder / "config", ignore=shutil.ignore_patterns(".*", "__pycache__"))
        except OSError as error:
            shutil.rmtree(folder / "config", ignore_errors=True)  # half of it would bar the next try
            raise _unwritable(folder, error) from error
        made = cls(folder.resolve())
        made.prepare()
        return made

    def prepare(self) -> None:
        """Make data/ ready to be written; every command that writes calls this first."""
        _refuse_network(self.root)
        place = self.data
        try:
            # raw pages may hold personal data: for the service's user only
            self.data.mkdir(mode=0o700, exist_ok=True)
            for place in (self.archives, self.out, self.run):
                place.mkdir(exist_ok=True)
                with tempfile.TemporaryFile(dir=place):
                    pass
        except OSError as error:
            raise _unwritable(place, error) from error


def _refuse_network(path: Path) -> None:
    if kind := network_file_system(path, _mounts()):
        advice = "请把工作区放在本机硬盘上"
        raise ConfigError(ConfigMistake(str(path), f"在网络共享盘（{kind}）上，数据可能写坏", advice))


def _unwritable(path: Path, error: OSError) -> CannotLook:
    return CannotLook(f"{path} 写不进去（{refusal(error)}）；请检查文件夹权限和磁盘空间，或换一个文件夹")
