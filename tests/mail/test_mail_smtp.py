"""A real mail server on loopback that refuses, waits and breaks off: each letter ends in the state it deserves."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bench.mail_box import DROP, MailBox, Manner
from bench.mail_kill import NOW, SENDER, draft
from desk.correspondence.sending import Posted, release, send_due
from ledger.correspondence.letters import Letters
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import Letter, LetterEvent, LetterKind, LetterState
from reports.mail.smtp import MailServer, Security

# the server in these tests asks for a login over the TLS that lies beneath it, of which it does not know
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")
U = "u{:03}@wangshu.example".format
RETRY, RETURNED, MAYBE, SENT = LetterState.RETRY, LetterState.RETURNED, LetterState.MAYBE, LetterState.SENT


def server(box: MailBox, folder: Path, **changes: object) -> MailServer:
    plain = MailServer("127.0.0.1", box.port, Security(box.tls or "none"), timeout_seconds=5, answer_seconds=5)
    return replace(plain, ca_file=box.ca_file(folder), **changes)  # type: ignore[arg-type]


def post(ledger: Ledger, where: MailServer, tries: int = 6, at: datetime = NOW) -> Posted:
    return send_due(ledger, where, SENDER, tries, lambda: at)


def states(posted: Posted) -> list[LetterState]:
    return [one.state for one in posted.letters]


@pytest.mark.parametrize("tls", ["tls", "starttls"])
def test_letters_go_over_tls_after_login_as_they_were_written(released: Ledger, tmp_path: Path, tls: str) -> None:
    with MailBox(tls=tls, login=("bgs", "望舒 secret")) as box:
        posted = post(released, server(box, tmp_path, user="bgs", password="望舒 secret"))
    assert posted.trouble == ""
    assert states(posted) == [SENT] * 6
    assert [one.raw for one in box.stored] == [released.letters.raw(n) for n in range(1, 7)]
    assert [one.recipients for one in box.stored] == [(U(n),) for n in range(6)]
    assert set(box.senders) == {SENDER}
    assert box.seen == 1, "one connection for all"
    assert post(released, server(box, tmp_path)).letters == (), "nothing left to send"


def test_nothing_leaves_without_a_release(outbox: Ledger, tmp_path: Path) -> None:
    release(outbox, [outbox.letters.get(2)], "张三", NOW)
    with MailBox() as box:
        assert states(post(outbox, server(box, tmp_path))) == [SENT]
    assert [one.recipients for one in box.stored] == [(U(1),)]
    assert [outbox.letters.get(n).state for n in (1, 3)] == [LetterState.HELD] * 2


@pytest.mark.parametrize(
    ("manner", "state", "stored", "words"),
    [
        (Manner(at_rcpt="450 4.2.0 greylisted"), RETRY, 0, "450 4.2.0 greylisted"),
        (Manner(at_rcpt="550 5.1.1 no such user"), RETURNED, 0, "550 5.1.1 no such user"),
        (Manner(at_rcpt=DROP), RETRY, 0, "连接断开"),
        (Manner(at_data="451 4.3.0 busy"), RETRY, 0, "451 4.3.0 busy"),
        (Manner(at_data="554 5.7.1 not you"), RETURNED, 0, "554 5.7.1 not you"),
        (Manner(at_data=DROP), RETRY, 0, "连接断开"),
        (Manner(at_end="452 4.3.1 disk full", keep=False), RETRY, 0, "452 4.3.1 disk full"),
        (Manner(at_end="421 4.3.2 closing", keep=False), RETRY, 0, "421 4.3.2 closing"),
        (Manner(at_end="552 5.3.4 too big", keep=False), RETURNED, 0, "552 5.3.4 too big"),
        (Manner(at_end=DROP, keep=True), MAYBE, 1, "连接断开，没有收到对方的答复"),
        (Manner(at_end=DROP, keep=False), MAYBE, 0, "连接断开，没有收到对方的答复"),
        (Manner(at_end="hello", keep=True), MAYBE, 1, "看不懂对方的答复"),
        (Manner(at_end="354 go on", keep=True), MAYBE, 1, "看不懂对方的答复"),
        (Manner(at_end="251 2.1.5 will forward"), SENT, 1, "251"),
    ],
)
def test_every_answer_leads_to_its_state_and_the_others_get_theirs(
    released: Ledger, tmp_path: Path, manner: Manner, state: LetterState, stored: int, words: str
) -> None:
    with MailBox({U(2): manner}, tls="tls") as box:
        posted = post(released, server(box, tmp_path))
    assert states(posted) == [SENT, SENT, state, SENT, SENT, SENT]
    assert words in posted.letters[2].answer
    assert box.counts[draft(2).message_id] == stored
    assert len(box.stored) == 5 + stored
    due = released.letters.get(3).due
    assert not due(NOW)
    assert due(NOW + timedelta(minutes=5)) is (state is RETRY)


def test_a_slow_answer_is_waited_for(released: Ledger, tmp_path: Path) -> None:
    with MailBox({U(n): Manner(wait=0.3) for n in (1, 4)}, tls="tls") as box:
        began = time.monotonic()
        assert states(post(released, server(box, tmp_path))) == [SENT] * 6
        assert time.monotonic() - began > 1.1, "RCPT and body of two letters"


def test_an_answer_that_comes_too_late_is_none(released: Ledger, tmp_path: Path) -> None:
    with MailBox({U(0): Manner(wait=0.6), U(3): Manner(at_end="250 ok")}, tls="tls") as box:
        posted = post(released, server(box, tmp_path, answer_seconds=0.3))
    assert states(posted) == [MAYBE, *[SENT] * 5]
    assert "等不到对方的答复" in posted.letters[0].answer
    assert box.counts[draft(0).message_id] == 1
    with MailBox() as other:
        assert post(released, server(other, tmp_path), at=NOW + timedelta(days=99)).letters == ()
    assert other.stored == []


def test_it_is_tried_again_with_growing_gaps_and_then_given_up(released: Ledger, tmp_path: Path) -> None:
    at, gaps = NOW, []
    with MailBox({U(0): Manner(at_rcpt="450 4.2.0 later")}) as box:
        for _ in range(10):
            posted = post(released, server(box, tmp_path), tries=4, at=at)
            if posted.letters[0].state is RETURNED:
                break
            again = posted.letters[0].next_try
            assert again is not None
            assert post(released, server(box, tmp_path), at=again - timedelta(seconds=1)).letters == ()
            gaps.append((again - at).total_seconds() / 60)
            at = again
    assert gaps == [5, 15, 45]
    assert posted.letters[0].answer == f"试了 4 次仍未发出：{U(0)}：450 4.2.0 later"
    release(released, [released.letters.get(1)], "张三", at)
    with MailBox() as box:
        assert states(post(released, server(box, tmp_path), at=at)) == [SENT]
    assert box.counts == {draft(0).message_id: 1}, "the same Message-ID through all tries"


def several(ledger: Ledger) -> Letter:
    """A letter to three addresses of one unit, released."""
    one = replace(draft(50, 200), recipients=(U(50), U(51), U(52)))
    (number,) = ledger.letters.queue(LetterKind.RECTIFY, "2026-12", [one], NOW)
    release(ledger, [ledger.letters.get(number)], "张三", NOW)
    return ledger.letters.get(number)


def test_an_address_refused_for_good_does_not_keep_the_others_from_it(outbox: Ledger, tmp_path: Path) -> None:
    several(outbox)
    with MailBox({U(51): Manner(at_rcpt="550 5.1.1 gone")}) as box:
        (letter,) = post(outbox, server(box, tmp_path)).letters
    assert letter.state is SENT
    assert letter.left_out == (U(51),)
    assert f"{U(51)}：550 5.1.1 gone" in letter.answer
    assert [one.recipients for one in box.stored] == [(U(50), U(52))]


def test_an_address_refused_for_now_holds_the_letter_back_for_all(outbox: Ledger, tmp_path: Path) -> None:
    number = several(outbox).id
    with MailBox({U(52): Manner(at_rcpt="450 4.2.0 later")}) as box:
        assert states(post(outbox, server(box, tmp_path), tries=2)) == [RETRY]
        assert box.stored == [], "or the first two would get it twice"
        (letter,) = post(outbox, server(box, tmp_path), tries=2, at=NOW + timedelta(minutes=5)).letters
    assert letter.state is SENT, "at the last try those that are taken get it"
    assert letter.left_out == (U(52),)
    assert [one.recipients for one in box.stored] == [(U(50), U(51))]
    assert outbox.letters.get(number).attempts == 2


def test_a_server_that_breaks_off_again_and_again_gets_no_more_letters(released: Ledger, tmp_path: Path) -> None:
    with MailBox({U(n): Manner(at_end=DROP) for n in range(6)}) as box:
        posted = post(released, server(box, tmp_path))
    assert states(posted) == [MAYBE] * 3
    assert "接连中断 3 次" in posted.trouble
    assert [released.letters.get(n).state for n in (4, 5, 6)] == [LetterState.READY] * 3


def nobody(box: MailBox, folder: Path) -> MailServer:
    return server(box, folder, port=1)


def wrong_password(box: MailBox, folder: Path) -> MailServer:
    return server(box, folder, user="bgs", password="not the secret")


def untrusted(box: MailBox, folder: Path) -> MailServer:
    return server(MailBox(tls="tls", port=box.port), folder)  # the certificate of another authority


def other_security(box: MailBox, folder: Path) -> MailServer:
    return server(box, folder, security=Security.STARTTLS)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        (nobody, "连不上邮件服务器 127.0.0.1:1"),
        (wrong_password, "不接受用户名或密码（535）"),
        (untrusted, "证书不可信"),
        (other_security, "没有答复；请检查网络和 config/mail.toml 的 host、port、security"),
    ],
)
def test_where_no_letter_can_be_handed_over_all_stay_as_they_are(
    released: Ledger, tmp_path: Path, where: Callable[[MailBox, Path], MailServer], words: str
) -> None:
    with MailBox(tls="tls", login=("bgs", "secret")) as box:
        posted = post(released, replace(where(box, tmp_path), timeout_seconds=1))
    assert words in posted.trouble
    assert "secret" not in posted.trouble
    assert posted.letters == ()
    assert {one.state for one in released.letters.find()} == {LetterState.READY}
    assert {one.attempts for one in released.letters.find()} == {0}
    assert box.stored == []


def test_a_port_that_does_not_speak_tls_is_said(released: Ledger, tmp_path: Path) -> None:
    with MailBox() as box:
        posted = post(released, server(box, tmp_path, security=Security.TLS))
    assert "谈不成加密连接" in posted.trouble


def test_a_login_never_goes_over_a_line_that_was_to_be_encrypted_and_is_not(released: Ledger, tmp_path: Path) -> None:
    """A server without STARTTLS, as an eavesdropper would make it look."""
    with MailBox(login=("bgs", "secret")) as box:
        where = server(box, tmp_path, security=Security.STARTTLS, user="bgs", password="secret")
        posted = post(released, where)
    assert "不支持所要的加密或登录方式" in posted.trouble
    assert box.stored == []


def test_a_refused_sender_is_not_the_letters_fault(released: Ledger, tmp_path: Path) -> None:
    with MailBox(tls="tls", login=("bgs", "secret")) as box:
        posted = post(released, server(box, tmp_path))  # 530 at MAIL: it wants a login
    assert "不接受发信地址：530" in posted.trouble
    assert states(posted) == [RETRY]
    assert {released.letters.get(n).state for n in range(2, 7)} == {LetterState.READY}


def test_where_the_mark_cannot_be_kept_nothing_is_handed_over(
    released: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Letters.step

    def full(self: Letters, number: int, event: LetterEvent, *args: object, **more: object) -> Letter:
        if event is LetterEvent.HAND_OVER:
            raise OSError(28, "disk full")
        return whole(self, number, event, *args, **more)  # type: ignore[arg-type]

    with MailBox(tls="tls") as box:
        with monkeypatch.context() as patched:
            patched.setattr(Letters, "step", full)
            with pytest.raises(OSError, match="disk full"):
                post(released, server(box, tmp_path))
        assert box.stored == []
        assert released.letters.get(1).state is LetterState.SENDING
        posted = post(released, server(box, tmp_path))
    assert [one.id for one in posted.recovered] == [1]
    assert states(posted) == [SENT] * 6
    assert set(box.counts.values()) == {1}


def test_dots_at_the_beginning_of_lines_arrive_as_they_were(outbox: Ledger, tmp_path: Path) -> None:
    raw = b"Message-ID: <dots@wangshu.example>\r\nTo: a@wangshu.example\r\n\r\n.\r\n..two\r\n.one\r\nend\r\n"
    one = replace(draft(60), raw=raw, message_id="<dots@wangshu.example>")
    (number,) = outbox.letters.queue(LetterKind.RECTIFY, "2026-12", [one], NOW)
    release(outbox, [outbox.letters.get(number)], "张三", NOW)
    with MailBox() as box:
        post(outbox, server(box, tmp_path))
    assert box.stored[0].raw == raw


def test_hostile_answers_are_kept_as_one_plain_line(released: Ledger, tmp_path: Path) -> None:
    evil = "550 \x1b[2J\x07 身份证 " + "A" * 400
    with MailBox({U(0): Manner(at_end=evil, keep=False)}) as box:
        answer = post(released, server(box, tmp_path)).letters[0].answer
    assert answer.startswith("550 身份证 AAA")
    assert answer.isprintable()
    assert len(answer) <= 200
