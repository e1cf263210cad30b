"""The browser of the computer is found by the usual places, on made-up computers; what is said where there is none."""

import subprocess
import sys
from pathlib import Path

import pytest

from crawler.browser import BrowserUnavailable, Visitor, find_browser
from crawler.connect.guard import AddressGuard


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    "place", ["usr/bin/chromium", "opt/google/chrome/chrome", "opt/microsoft/msedge/msedge", "snap/bin/chromium"]
)
def test_linux(tmp_path: Path, place: str) -> None:
    made = _program(tmp_path / place)
    assert find_browser(system="linux", env={}, root=tmp_path) == made


def test_path_comes_first(tmp_path: Path) -> None:
    _program(tmp_path / "usr/bin/chromium")
    own = _program(tmp_path / "own" / "google-chrome")
    assert find_browser(system="linux", env={"PATH": str(own.parent)}, root=tmp_path) == own


@pytest.mark.parametrize("variable", ["PROGRAMFILES", "ProgramFiles(x86)", "LOCALAPPDATA"])
@pytest.mark.parametrize("place", ["Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"])
def test_windows(tmp_path: Path, variable: str, place: str) -> None:
    made = _program(tmp_path / "Programs" / place)
    assert find_browser(system="win32", env={variable: str(tmp_path / "Programs")}, root=tmp_path) == made


@pytest.mark.parametrize("home", ["", "Users/wang"])
@pytest.mark.parametrize("name", ["Chromium", "Google Chrome", "Microsoft Edge"])
def test_macos(tmp_path: Path, home: str, name: str) -> None:
    made = _program(tmp_path / home / f"Applications/{name}.app/Contents/MacOS/{name}")
    env = {"HOME": str(tmp_path / home)} if home else {}
    assert find_browser(system="darwin", env=env, root=tmp_path) == made


def test_none_where_there_is_none(tmp_path: Path) -> None:
    (tmp_path / "usr/bin").mkdir(parents=True)
    (tmp_path / "usr/bin/chromium").write_text("not a program", encoding="utf-8")
    for system in ("linux", "win32", "darwin"):
        assert find_browser(system=system, env={"PATH": str(tmp_path)}, root=tmp_path) is None


def test_the_named_one_and_no_other(tmp_path: Path) -> None:
    usual, own = _program(tmp_path / "usr/bin/chromium"), _program(tmp_path / "own" / "my-chrome")
    assert find_browser(own, system="linux", env={}, root=tmp_path) == own
    assert find_browser("my-chrome", system="linux", env={"PATH": str(own.parent)}, root=tmp_path) == own
    assert find_browser(tmp_path / "gone", system="linux", env={}, root=tmp_path) is None
    assert usual.is_file()


def test_a_wrong_setting_is_told_and_nothing_crashes(tmp_path: Path) -> None:
    pytest.importorskip("playwright")
    gone = str(tmp_path / "gone")
    told = Visitor.available(gone)
    assert not told
    assert told.why == f"设置里写的浏览器“{gone}”不存在或不能运行，请改正或留空"


def _child(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_the_extra_it_says_so() -> None:
    told = _child(
        "import sys; sys.modules['playwright'] = None\n"
        "sys.meta_path.insert(0, type('None_', (), {'find_spec': staticmethod(lambda name, *a: None)})())\n"
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "from crawler.browser import Visitor; print(bool(Visitor.available()), Visitor.available().why)"
    )
    assert told == "False 没有安装浏览器组件，请安装附加项 browser（pip install 'xuncha[browser]'）"


def test_importing_the_room_loads_no_driver_and_no_crawl() -> None:
    loaded = _child("import sys, crawler.browser; print([m for m in ('playwright', 'scrapy') if m in sys.modules])")
    assert loaded == "[]"


def test_opening_the_door_of_a_missing_browser_raises_one_sentence(tmp_path: Path) -> None:
    import asyncio

    async def enter() -> None:
        async with Visitor(guard=AddressGuard(), contact="a@b", now=lambda: None, named=str(tmp_path / "no")):  # type: ignore[arg-type,return-value]
            raise AssertionError

    with pytest.raises(BrowserUnavailable, match="浏览器"):
        asyncio.run(enter())
