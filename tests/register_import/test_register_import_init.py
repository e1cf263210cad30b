"""`xuncha init` with options: what is told stands in the settings, beside their comments."""

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.main import cli
from desk.config.settings import load_settings
from desk.mail.server_settings import load_mail
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace, shipped_config


def test_what_is_told_is_written_and_the_comments_stay(tmp_path: Path) -> None:
    words = ["--office", '望舒区"政府办"\\', "--contact", "王某（0851-88880000）", "--mail", "ｗｚ@ws.example"]
    assert CliRunner().invoke(cli, ["init", str(tmp_path / "w"), *words]).exit_code == 0
    made = Workspace(tmp_path / "w")
    office = load_settings(made.settings_file).office
    assert (office.name, office.contact, office.phone) == ('望舒区"政府办"\\', "王某", "0851-88880000")
    assert (load_mail(made).sender, load_mail(made).host) == ("wz@ws.example", "")
    written = made.settings_file.read_text(encoding="utf-8")
    shipped = (shipped_config() / "xuncha.toml").read_text(encoding="utf-8")
    assert written.count("  # ") == shipped.count("  # ") > 10
    assert tomllib.loads(written)["office"]["address_to"] == "各有关单位"


def test_a_wrong_address_makes_nothing(tmp_path: Path) -> None:
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "w"), "--mail", "wz"])
    assert isinstance(done.exception, ConfigError)
    assert not (tmp_path / "w").exists()


@pytest.mark.parametrize(
    ("login", "contact", "people"),
    [
        ("wang", "王某 0851-88880000", {"wang": "王某"}),
        ("Wang", "王某", {"wang": "王某"}),
        ("root", "王某 0851-88880000", {}),
        ("Administrator", "王某", {}),
        ("wang", "", {}),
        ("wang", "某" * 41, {}),
    ],
)
def test_the_contact_is_the_first_person_but_never_a_shared_login(
    login: str, contact: str, people: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SUDO_USER", raising=False)
    monkeypatch.setenv("LOGNAME", login)
    done = CliRunner().invoke(cli, ["init", str(tmp_path / "w"), "--contact", contact])
    assert done.exit_code == 0
    assert load_settings(Workspace(tmp_path / "w").settings_file).people == people
    assert (f"登录名“{login}”作的决定记在“王某”名下" in done.output) == bool(people)
