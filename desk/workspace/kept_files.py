"""Files that are evidence (data/answers/): kept once, under what they are, readable to the office only."""

import hashlib
import re

from desk.workspace.textfiles import write_all
from desk.workspace.workspace import Workspace


def keep_file(workspace: Workspace, data: bytes, name: str) -> str:
    """The bytes under data/answers/, named by what they are; the name there."""
    ending = re.search(r"\.([A-Za-z0-9]{1,8})$", name)
    kept = f"{hashlib.sha256(data).hexdigest()}.{ending[1].lower() if ending else 'bin'}"
    folder = workspace.answers
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / kept).is_file():
        write_all({folder / kept: data})
        (folder / kept).chmod(0o600)
    return kept
