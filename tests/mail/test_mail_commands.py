"""The clerk's way: queue, list, show, release, send, settle, save; each answer with what to do, and its exit code."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bench.mail_box import DROP, MailBox, Manner
from bench.mail_kill import NOW, draft
from desk.cli.letters.outbox import letters
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import LetterKind, LetterState

AT = ["--now", NOW.isoformat()]
SECRET = "Xq7-secret"
U = "u{:03}@wangshu.example".format
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """An office with four letters in its outbox."""
    made = Workspace.init(tmp_path / "office")
    with Ledger.open_for_writing(made.ledger) as ledger:
        ledger.letters.queue(LetterKind.RECTIFY, "2026-11", [draft(n, 200) for n in range(4)], NOW)
    return made


@pytest.fixture
def box(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailBox]:
    monkeypatch.setenv("XUNCHA_MAIL_PASSWORD", SECRET)
    with MailBox(tls="tls", login=("bgs", SECRET)) as made:
        made.ca_file(workspace.config)
        text = f'host = "127.0.0.1"\nport = {made.port}\nuser = "bgs"\nca_file = "ca.pem"\n'
        text += 'sender = "bgs@wangshu.example"\n'
        (workspace.config / "mail.toml").write_text(text, encoding="utf-8")
        yield made


def run(workspace: Workspace, *words: str) -> Result:
    result = CliRunner().invoke(letters, list(words), obj=workspace.root)
    assert result.exception is None or isinstance(result.exception, SystemExit | ConfigError), result.exception
    return result


def states(workspace: Workspace) -> list[LetterState]:
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        return [one.state for one in ledger.letters.find()]


def test_nothing_is_sent_before_its_release_and_all_of_it_after(workspace: Workspace, box: MailBox) -> None:
    result = run(workspace, "send", *AT)
    assert (result.exit_code, result.output) == (0, "共 0 封。\n")
    assert box.stored == []
    result = run(workspace, "release", "1", "3", "--by", "张三", *AT)
    assert "共 2 封：待发 2 封。" in result.output
    result = run(workspace, "send", *AT)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "共 2 封：已发 2 封。")
    assert [one.recipients for one in box.stored] == [(U(0),), (U(2),)]
    assert run(workspace, "release", "--month", "2026-12", *AT).output == "共 0 封。\n"
    assert "待发 2 封" in run(workspace, "release", "--all", *AT).output
    assert run(workspace, "send", *AT).exit_code == 0
    assert states(workspace) == [LetterState.SENT] * 4
    assert run(workspace, "list").exit_code == 0


def test_what_a_person_must_see_to_is_said_with_what_to_do(workspace: Workspace, box: MailBox) -> None:
    box.manners = {
        U(0): Manner(at_rcpt="550 5.1.1 no such user"),
        U(1): Manner(at_end=DROP),
        U(2): Manner(at_rcpt="451 4.3.0 later"),
    }
    run(workspace, "release", "--all", *AT)
    result = run(workspace, "send", *AT)
    assert result.exit_code == 1
    for words in (
        "550 5.1.1 no such user",
        "退信：请按对方的答复处理",
        "可能已发：请向收件单位核实收到与否，再运行 xuncha letters settle 编号 --sent 或 --not-sent。",
        "还有 1 封没有发出，下次 2026-11-30 09:05 以后再发。",
        "共 4 封：待重试 1 封，已发 1 封，退信 1 封，可能已发 1 封。",
    ):
        assert words in result.output, words
    listed = run(workspace, "list")
    assert listed.exit_code == 1
    assert "连接断开，没有收到对方的答复" in listed.output
    box.manners = {}
    again = run(workspace, "send", "--now", "2026-12-01T09:00")
    assert again.exit_code == 1, "one may have been sent, and nobody has said yet"
    assert "可能已发 1 封" in again.output
    assert box.counts[draft(1).message_id] == 1
    assert run(workspace, "settle", "2", "--sent", "--why", "电话核实", *AT).exit_code == 0
    assert states(workspace) == [LetterState.RETURNED, *[LetterState.SENT] * 3]


def test_only_what_may_have_been_sent_can_be_settled(workspace: Workspace) -> None:
    result = run(workspace, "settle", "1", "--not-sent", "--why", "x", *AT)
    assert "信件 1：是“待放行”，不能认定；只有“可能已发”的才要认定" in str(result.exception)


def test_a_release_that_cannot_be_releases_nothing(workspace: Workspace) -> None:
    run(workspace, "release", "2", *AT)
    result = run(workspace, "release", "1", "2", *AT)
    assert "信件 2：是“待发”，不能放行" in str(result.exception)
    assert states(workspace)[0] is LetterState.HELD
    assert run(workspace, "release", *AT).exit_code == 2
    assert run(workspace, "release", "1", "--all", *AT).exit_code == 2


def test_an_unreachable_server_is_said_and_nothing_is_lost(workspace: Workspace, box: MailBox) -> None:
    text = (workspace.config / "mail.toml").read_text(encoding="utf-8")
    (workspace.config / "mail.toml").write_text(text.replace(str(box.port), "1"), encoding="utf-8")
    run(workspace, "release", "--all", *AT)
    result = run(workspace, "send", *AT)
    assert result.exit_code == 3
    assert "连不上邮件服务器 127.0.0.1:1" in result.output
    assert states(workspace) == [LetterState.READY] * 4


def test_the_password_is_in_no_output_and_in_no_file(
    workspace: Workspace, box: MailBox, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    run(workspace, "release", "--all", *AT)
    monkeypatch.setenv("XUNCHA_MAIL_PASSWORD", "wrong-" + SECRET)
    refused = run(workspace, "send", *AT)
    assert refused.exit_code == 3
    assert "不接受用户名或密码（535）" in refused.output
    monkeypatch.setenv("XUNCHA_MAIL_PASSWORD", SECRET)
    sent = run(workspace, "send", *AT)
    assert sent.exit_code == 0
    client_side = [
        r.getMessage() for r in caplog.records if not r.name.startswith("mail.")
    ]  # mail.*: the test's server
    assert SECRET not in refused.output + sent.output + "".join(client_side)
    for file in workspace.root.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file


def test_a_letter_is_shown_whole_and_its_signs_are_harmless(workspace: Workspace) -> None:
    with sqlite3.connect(workspace.ledger) as db:
        db.execute("UPDATE letter SET unit_name = ?, answer = ? WHERE id = 1", ["单\x1b[31m位", "\x1b]0;x\x07"])
    db.close()
    result = run(workspace, "show", "1")
    for words in ("Subject: 新增 0 项", "To: 第0单位 <u000@wangshu.example>", ".第0单位", "写好"):
        assert words in result.output, words
    assert all(line.isprintable() for line in result.output.splitlines())
    assert all(line.isprintable() for line in run(workspace, "list").output.splitlines())


def test_the_list_as_json(workspace: Workspace) -> None:
    rows = json.loads(run(workspace, "list", "--json", "--month", "2026-11").output)
    assert [(row["id"], row["state"], row["recipients"]) for row in rows] == [
        (n + 1, "待放行", [U(n)]) for n in range(4)
    ]
    assert json.loads(run(workspace, "list", "--json", "--month", "2026-10").output) == []


def test_each_letter_is_saved_as_it_would_be_sent(workspace: Workspace, tmp_path: Path) -> None:
    assert run(workspace, "save", "--out", str(tmp_path / "eml")).exit_code == 0
    saved = sorted((tmp_path / "eml").iterdir())
    assert [path.name for path in saved] == [f"{n + 1:04}-2026-11-第{n}单位.eml" for n in range(4)]
    with Ledger.open_for_reading(workspace.ledger) as ledger:
        assert [path.read_bytes() for path in saved] == [ledger.letters.raw(n) for n in range(1, 5)]


def test_the_name_of_a_unit_makes_no_other_path(workspace: Workspace, tmp_path: Path) -> None:
    with sqlite3.connect(workspace.ledger) as db:
        db.execute("UPDATE letter SET unit_name = '../../望舒区/教育局'")
    db.close()
    run(workspace, "save", "--out", str(tmp_path / "eml"))
    assert len(list((tmp_path / "eml").iterdir())) == 4


def test_before_the_notice_is_signed_no_unit_is_written_to(workspace: Workspace) -> None:
    for month in ("2026-11", "2027-01"):
        result = run(workspace, "queue", "--month", month, *AT)
        assert f"{month} 的通报还没有签发" in str(result.exception)
    assert "待放行 4 封" in run(workspace, "list").output
