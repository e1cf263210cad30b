"""The commands as a person types them: exit codes, the --json object, one clear sentence for each mistake."""

import json
from pathlib import Path

import pytest

from tests.program import started, typed


def test_init_makes_a_workspace_and_never_writes_over_one(tmp_path: Path) -> None:
    assert started(tmp_path, "init", "office").returncode == 0
    assert (tmp_path / "office" / "config" / "criteria" / "national-2019.toml").is_file()
    again = started(tmp_path, "init", "office")
    assert again.returncode == 2
    assert "空文件夹" in again.stderr


def test_an_empty_register_is_said_not_inspected(tmp_path: Path) -> None:
    typed(tmp_path, "init", "office")
    done = typed(tmp_path / "office", "inspect")
    assert done.returncode == 2
    assert "register" in done.stderr


@pytest.mark.parametrize("words", [("inspect",), ("findings",), ("notice", "--month", "2026-11", "--out", "x")])
def test_outside_a_workspace_the_way_in_is_told(words: tuple[str, ...], tmp_path: Path) -> None:
    done = typed(tmp_path, *words)
    assert done.returncode == 2
    assert "xuncha init" in done.stderr
    assert "Traceback" not in done.stderr


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    typed(tmp_path, "init", "office")
    config = tmp_path / "office" / "config"
    (config / "xuncha.toml").write_text("office = 3\n", encoding="utf-8")
    (config / "criteria" / "national-2019.toml").write_text("[[criterion\n", encoding="utf-8")
    done = typed(tmp_path / "office", "inspect")
    assert done.returncode == 2
    assert "xuncha.toml" in done.stderr
    assert "national-2019.toml" in done.stderr


def test_a_spot_check_of_nothing_could_not_look(tmp_path: Path) -> None:
    """Nothing listens at the port: refused, and our own network is not in question on loopback."""
    done = started(tmp_path, "check", "http://127.0.0.1:9/", "--json", "--allow-private")
    assert (done.returncode, done.stdout) == (3, "")
    assert "没有作任何判定" in done.stderr


def test_private_addresses_are_refused_unless_allowed(tmp_path: Path) -> None:
    done = typed(tmp_path, "check", "http://127.0.0.1:9/", "--json")
    assert (done.returncode, done.stdout) == (3, "")
    assert "内部地址" in done.stderr
    assert "--allow-private" in done.stderr


def test_read_shows_what_a_page_holds(tmp_path: Path) -> None:
    page = tmp_path / "post_1.html"
    page.write_text(
        "<html><head><title>关于清淤的通知</title></head><body><h1>关于清淤的通知</h1>"
        "<div>发布时间：2026-11-03 09:30 来源：望舒区水务局</div><p>" + "正文。" * 80 + "</p></body></html>",
        encoding="utf-8",
    )
    done = started(tmp_path, "read", str(page), "--url", "http://www.wangshu.gov.cn/content/post_1.html", "--json")
    seen = json.loads(done.stdout)
    assert seen["title"] == "关于清淤的通知"
    assert seen["published"] == "2026-11-03 09:30"
    assert seen["source"] == "望舒区水务局"
    assert set(seen) >= {"file", "url", "kind", "breadcrumb", "column", "identity", "tags", "charset", "links"}


def test_read_of_a_missing_file_is_wrong_use(tmp_path: Path) -> None:
    done = typed(tmp_path, "read", "nowhere.html", "--json")
    assert done.returncode == 2
    assert "nowhere.html" in done.stderr
