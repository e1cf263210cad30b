"""The workspace: made once, found from below, refused where its data would be lost."""

from pathlib import Path

import pytest

from desk.config.settings import load_settings
from desk.register import load_register
from desk.workspace.config_mistakes import CannotLook, ConfigError
from desk.workspace.workspace import Workspace, network_file_system


def test_init_gives_a_workspace_that_works(tmp_path: Path) -> None:
    space = Workspace.init(tmp_path / "w")
    assert load_settings(space.settings_file).controls
    assert load_register(space.register).sites == {}
    assert space.archive("s1") == space.root / "data" / "archive" / "s1.sqlite"
    assert all(folder.is_dir() for folder in (space.archives, space.out, space.run))
    assert space.data.stat().st_mode & 0o077 == 0


def test_found_from_below_or_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    space = Workspace.init(tmp_path / "w")
    monkeypatch.chdir(space.out)
    assert Workspace.find() == space
    monkeypatch.chdir(tmp_path)
    assert Workspace.find(Path("w")) == space
    with pytest.raises(ConfigError, match="xuncha init"):
        Workspace.find()
    with pytest.raises(ConfigError, match="xuncha init"):
        Workspace.find(space.out)


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "work.docx").write_text("mine")
    with pytest.raises(ConfigError, match="没有改动"):
        Workspace.init(tmp_path)
    with pytest.raises(ConfigError, match="没有改动"):
        Workspace.init(tmp_path / "work.docx")
    assert [path.name for path in tmp_path.iterdir()] == ["work.docx"]


def test_an_unwritable_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotLook, match="写不进去"):
        Workspace.init(tmp_path / "file" / "w")
    space = Workspace.init(tmp_path / "w")
    for folder in (space.archives, space.out, space.run):
        folder.rmdir()
    space.data.rmdir()
    space.data.write_text("a file where the folder should be")
    with pytest.raises(CannotLook, match="写不进去"):
        space.prepare()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/srv/share/w", "nfs4"),
        ("/srv/share", "nfs4"),
        ("/srv/shared", None),
        ("/srv/share/local/w", None),
        ("/mnt/公 共/w", "cifs"),
        ("/home/w", None),
        ("/over/w", "fuse.sshfs"),
    ],
)
def test_network_file_systems_are_known(path: str, kind: str | None) -> None:
    mounts = """\
/dev/sda1 / ext4 rw 0 0
host:/x /srv/share nfs4 rw 0 0
/dev/sdb1 /srv/share/local ext4 rw 0 0
//host/y /mnt/公\\040共 cifs rw 0 0
/dev/sdc1 /over ext4 rw 0 0
me@host: /over fuse.sshfs rw 0 0
"""
    assert network_file_system(Path(path), mounts) == kind
