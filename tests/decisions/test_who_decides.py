"""Who decided is a person: --by, XUNCHA_BY or [people] says who; the machine's own login never does."""

from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from desk.cli.asking import BY, WRITER
from desk.cli.main import cli
from desk.context import Desk
from ledger.ledger import Ledger
from ledger.vocabulary import Event
from tests.decisions.decided_looks import MONDAY, veto

NOW = ("--now", MONDAY.isoformat())
PEOPLE = '[people]\nwang = "王某"\n"Li" = "李某"\n'


@pytest.fixture(autouse=True)
def _nobody_said_so_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XUNCHA_BY", "SUDO_USER"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def number(desk: Desk, seen) -> int:
    """A problem that waits, in an office that knows two of its people."""
    settings = desk.workspace.settings_file
    text = settings.read_text("utf-8")
    settings.write_text(text[: text.index("[people]")] + PEOPLE, encoding="utf-8")
    return seen([veto()])[0].id


def decided_by(desk: Desk, number: int) -> list[str]:
    with Ledger.open_for_reading(desk.workspace.ledger) as ledger:
        return [e.by for e in ledger.findings.history(number) if e.event is Event.CONFIRM]


@pytest.mark.parametrize(
    ("login", "sudo", "said", "words", "by"),
    [
        ("wang", "", "", (), "王某"),
        ("WANG", "", "", (), "王某"),  # Windows does not mind
        ("li", "", "", (), "李某"),
        ("xuncha", "wang", "", (), "王某"),  # sudo -u xuncha: who typed it
        ("root", "li", "", (), "李某"),
        ("root", "", "赵某", (), "赵某"),
        ("wang", "", "赵某", (), "赵某"),
        ("wang", "", "赵某", ("--by", " 钱某 "), "钱某"),
        ("root", "", "", ("--by", "钱" * 40), "钱" * 40),
    ],
)
def test_the_person_is_known(
    login: str, sudo: str, said: str, words: tuple[str, ...], by: str, desk: Desk, typed, number: int, monkeypatch
) -> None:
    monkeypatch.setenv("LOGNAME", login)
    for name, value in (("SUDO_USER", sudo), ("XUNCHA_BY", said)):
        if value:
            monkeypatch.setenv(name, value)
    code, _, err = typed("finding", "confirm", str(number), "--why", "看过", *words, *NOW)
    assert (code, err) == (0, "")
    assert decided_by(desk, number) == [by]


@pytest.mark.parametrize("login", ["root", "Administrator", "SYSTEM", "www-data", "xuncha", "zhao"])
def test_nobody_decides_nothing_and_is_told_how_to_name_himself(
    login: str, desk: Desk, typed, number: int, monkeypatch
) -> None:
    monkeypatch.setenv("LOGNAME", login)
    code, out, err = typed("finding", "confirm", str(number), "--why", "看过", *NOW)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "--by 姓名" in err
    # a shared login is nobody's: only who has one of his own may write himself down
    assert ('"zhao" = "姓名"' in err) == (login == "zhao") == ("[people]" in err)
    assert decided_by(desk, number) == []


def test_through_sudo_from_root_is_nobody(desk: Desk, typed, number: int, monkeypatch) -> None:
    monkeypatch.setenv("LOGNAME", "wang")
    monkeypatch.setenv("SUDO_USER", "root")
    assert typed("finding", "confirm", str(number), "--why", "看过", *NOW)[0] == 2
    assert decided_by(desk, number) == []


@pytest.mark.parametrize(
    "name", ["", "  ", "root", "Administrator", "系统", "王\n某", "王\u202e某", "王\x1b[2J", "钱" * 41]
)
def test_a_name_that_is_none_is_refused(name: str, desk: Desk, typed, number: int, monkeypatch) -> None:
    monkeypatch.setenv("LOGNAME", "wang")
    code, _, err = typed("finding", "confirm", str(number), "--why", "看过", "--by", name, *NOW)
    assert code == 2
    assert "要写人的姓名" in err
    assert err.count("\n") == 1
    assert decided_by(desk, number) == []


@pytest.mark.parametrize(
    ("typed_in", "code", "by"), [("孙某\n", 0, ["孙某"]), ("\n", 2, []), ("root\n", 2, []), ("", 2, [])]
)
def test_at_a_terminal_it_is_asked_once(
    typed_in: str, code: int, by: list[str], desk: Desk, number: int, monkeypatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    monkeypatch.setattr("desk.cli.asking.on_terminal", lambda: True)
    words = ["--workspace", str(desk.workspace.root), "finding", "confirm", str(number), "--why", "看过", *NOW]
    done = CliRunner().invoke(cli, words, input=typed_in)
    assert "请写您的姓名" in done.output
    assert (done.exit_code == 0) == (code == 0)
    assert decided_by(desk, number) == by


def test_what_waits_for_a_release_is_written_by_the_program_where_nobody_is_known(
    desk: Desk, typed, number: int, monkeypatch
) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    code, out, _ = typed("letters", "prompt", *NOW)
    assert (code, out) == (0, "共 0 封。\n")
    code, _, err = typed("letters", "release", "--all", *NOW)
    assert code == 2
    assert "--by 姓名" in err


def test_a_dry_run_decides_nothing(desk: Desk, typed, number: int, monkeypatch) -> None:
    monkeypatch.setenv("LOGNAME", "root")
    words = ("register", "reorganise", "readdress", "--site", "jia", "--home", "http://new.jia.gov.cn/")
    day = ("--day", f"{MONDAY.date()}")
    assert typed(*words, *day, "--dry-run", *NOW)[0] == 0
    assert typed(*words, *day, *NOW)[0] == 2


def _options(command: click.Command) -> Iterator[click.Parameter]:
    yield from (one for one in command.params if one.name == "by")
    for below in command.commands.values() if isinstance(command, click.Group) else ():
        yield from _options(below)


def test_every_by_of_the_program_is_one_of_the_two() -> None:
    @BY
    @WRITER
    def ours() -> None:
        """Has both."""

    known = {one.callback for one in ours.__click_params__}
    found = list(_options(cli))
    assert len(found) > 20
    assert all(one.callback in known and one.envvar == "XUNCHA_BY" for one in found)
