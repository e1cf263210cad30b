"""Finds the browser of this computer by the usual places. Starts nothing, downloads nothing."""

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

_COMMANDS = (
    "chromium",
    "chromium-browser",
    "google-chrome-stable",
    "google-chrome",
    "microsoft-edge-stable",
    "microsoft-edge",
)
_LINUX = (
    *(f"usr/bin/{name}" for name in _COMMANDS),
    "usr/lib/chromium/chromium",
    "usr/lib/chromium-browser/chromium-browser",
    "opt/google/chrome/chrome",
    "opt/chromium.org/chromium/chromium",
    "opt/microsoft/msedge/msedge",
    "snap/bin/chromium",
)
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_WINDOWS_ROOTS = ("ProgramFiles", "ProgramFiles(x86)", "ProgramW6432", "LocalAppData")
_MAC = (
    "Applications/Chromium.app/Contents/MacOS/Chromium",
    "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)


def find_browser(
    named: str | Path | None = None,
    *,
    system: str = sys.platform,
    env: Mapping[str, str] | None = None,
    root: Path = Path("/"),
) -> Path | None:
    """The file that starts Chromium, Chrome or Edge, in this order; ``None`` where there is none.

    ``named``: the one the settings name; then no other is taken in its place. ``system`` as ``sys.platform``, ``env``
    (``None``: this process's) and ``root`` (the top folder of Linux and macOS) are for tests.
    """
    env = os.environ if env is None else env
    if named:
        return _here(Path(named)) or _in_path(str(named), env)
    for place in _places(system, env, root):
        if found := _here(place):
            return found
    return None


def _places(system: str, env: Mapping[str, str], root: Path) -> Iterator[Path]:
    """PATH is looked at first: what an administrator put there is meant."""
    if system.startswith("win"):
        # variables have no case there, and ``os.environ`` shows them in capitals
        told = {name.upper(): value for name, value in env.items()}
        roots = [told[name.upper()] for name in _WINDOWS_ROOTS if told.get(name.upper())]
        yield from (Path(top) / place for place in _WINDOWS for top in dict.fromkeys(roots))
        return
    yield from (found for name in _COMMANDS if (found := _in_path(name, env)))
    places = _MAC if system == "darwin" else _LINUX
    yield from (root / place for place in places)
    if system == "darwin" and (home := env.get("HOME")):
        yield from (Path(home) / place for place in places)


def _in_path(name: str, env: Mapping[str, str]) -> Path | None:
    found = shutil.which(name, path=env.get("PATH", ""))
    return Path(found) if found else None


def _here(path: Path) -> Path | None:
    try:
        return path if path.is_file() and os.access(path, os.X_OK) else None
    except OSError:  # a folder nobody may look into
        return None
