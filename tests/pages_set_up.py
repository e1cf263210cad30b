"""The pages, set up once in this process: Django knows one database. What the workspace holds a test puts there."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

from desk.config.settings import DeskSettings
from desk.web.here import Here
from desk.web.setting_up import set_up
from desk.workspace.workspace import Workspace


@cache
def pages_root() -> Path:
    """An empty workspace for which Django is set up, and which goes with the process."""
    folder = Path(tempfile.mkdtemp(prefix="xuncha-pages-"))
    root = Workspace.init(folder / "office").root
    set_up(Here(Workspace(root)), DeskSettings(names=("xuncha.example.gov.cn",)))
    from django.db import connections

    connections.close_all()  # what it has written ahead is in the file then
    shutil.copy(root / "data" / "desk.sqlite", folder / "empty.sqlite")
    return root


def furnished(template: Path, clock: Callable[[], datetime]) -> Here:
    """The workspace as ``template`` has it (config and data), with nobody among its people."""
    from django.db import connections

    from desk.web.here import settle_in

    root = pages_root()
    connections.close_all()
    kept = (root / "data" / "desk.key").read_bytes()
    for name in ("config", "data"):
        shutil.rmtree(root / name)
        shutil.copytree(template / name, root / name)
    (root / "data" / "desk.key").write_bytes(kept)
    shutil.copy(root.parent / "empty.sqlite", root / "data" / "desk.sqlite")
    here = Here(Workspace(root), clock)
    settle_in(here)
    return here
