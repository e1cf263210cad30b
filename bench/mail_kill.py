"""Kills the sender with SIGKILL at random moments of sending 100 letters, and counts what became of each.

    python -m bench.mail_kill [KILLS]

Each round: 100 released letters in a fresh ledger, a mail server over TLS with a store, a sender in a process of its
own. It is killed at a random moment; what stands in the ledger is held against what stands in the server's store. Then
a person's part is played for every 可能已发 (by looking into the store), the sender runs to its end, and each letter
must stand in the store once.
"""

import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from email.headerregistry import Address
from pathlib import Path
from zoneinfo import ZoneInfo

from bench.mail_box import MailBox
from desk.correspondence.sending import release, send_due, settle
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import Draft, Letter, LetterKind, LetterState
from reports.mail.message import Envelope, message
from reports.mail.smtp import MailServer, Security

NOW = datetime(2026, 11, 30, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
SENDER = "wangzhan@wangshu.example"
LETTERS = 100
ROOT = Path(__file__).parent.parent


def draft(number: int, size: int = 20_000) -> Draft:
    unit, message_id = f"u{number:03}", f"<rectify.2026-11.u{number:03}.{number:016x}@wangshu.example>"
    to = Address(f"第{number}单位", addr_spec=f"{unit}@wangshu.example")
    envelope = Envelope(Address("办公室", addr_spec=SENDER), (to,), f"新增 {number} 项", message_id, NOW)
    raw = message(envelope, f".第{number}单位\n" + "问题。\n" * (size // 14), "<p>问题</p>", ())
    recipients = (to.addr_spec,)
    return Draft(LetterKind.RECTIFY, unit, to.display_name, "2026-11", unit, message_id, recipients, "新增", raw)


def prepare(path: Path, letters: int = LETTERS) -> Path:
    """A ledger with that many letters, all of them released."""
    with Ledger.open_for_writing(path) as ledger:
        ledger.letters.queue(LetterKind.RECTIFY, "2026-11", [draft(n) for n in range(letters)], NOW)
        release(ledger, ledger.letters.find(), "测试", NOW)
    return path


def start(path: Path, port: int, ca_file: Path) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-m", "bench.mail_kill", "send", str(path), str(port), ca_file], cwd=ROOT)


def send(path: Path, port: int, ca_file: Path) -> None:
    """What the process does that is killed."""
    server = MailServer("127.0.0.1", port, Security.TLS, ca_file=ca_file)
    with Ledger.open_for_writing(path) as ledger:
        send_due(ledger, server, SENDER, 1000, lambda: datetime.now(NOW.tzinfo))


def kill_after(path: Path, box: MailBox, ca_file: Path, seconds: float) -> list[Letter]:
    """Start a sender, kill it after ``seconds`` of its being connected, and say how the letters stood right then."""
    seen = box.seen
    sender = start(path, box.port, ca_file)
    wait_for(lambda: box.seen > seen or sender.poll() is not None)
    time.sleep(seconds)
    sender.kill()
    sender.wait()
    wait_for(lambda: not box.sessions)  # what the server has got it has stored by now
    with Ledger.open_for_reading(path) as ledger:
        return ledger.letters.find()


def wait_for(done: Callable[[], bool], most: float = 20.0) -> None:
    end = time.monotonic() + most
    while not done():
        if time.monotonic() > end:
            raise TimeoutError("the mail server did not come to rest")
        time.sleep(0.002)


def faults(ledger: Ledger, box: MailBox) -> list[str]:
    """What must never be, between two sendings: told as sent and not there, there and to be sent again, there twice."""
    found = [f"twice: {one}" for one, count in box.counts.items() if count > 1]
    for letter in ledger.letters.find():
        there = letter.message_id in box.counts
        if letter.state is LetterState.SENT and not there:
            found.append(f"missing: {letter.message_id}")
        elif letter.state in (LetterState.READY, LetterState.RETRY) and there:
            found.append(f"would go again: {letter.message_id}")
        elif letter.state not in (LetterState.SENT, LetterState.READY, LetterState.RETRY, LetterState.MAYBE):
            found.append(f"{letter.state}: {letter.message_id}")
    return found


def play_the_clerk(path: Path, box: MailBox) -> Counter[str]:
    """Set right what the killed process left, and settle every 可能已发 by looking into the store."""
    tally: Counter[str] = Counter()
    with Ledger.open_for_writing(path) as ledger:
        ledger.letters.recover(NOW)
        for fault in faults(ledger, box):
            tally[fault.partition(":")[0]] += 1
        for letter in ledger.letters.find(states=(LetterState.MAYBE,)):
            there = letter.message_id in box.counts
            tally["可能已发，对方已有" if there else "可能已发，对方没有"] += 1
            settle(ledger, letter.id, sent=there, by="测试", why="查看收件箱", now=NOW)
    return tally


def finish(path: Path, box: MailBox, ca_file: Path) -> list[str]:
    """Send the rest without a kill; what is wrong in the end."""
    if start(path, box.port, ca_file).wait(120):
        return ["the sender failed"]
    with Ledger.open_for_reading(path) as ledger:
        letters = ledger.letters.find()
        wrong = faults(ledger, box)
    unsent = [f"{one.state}: {one.message_id}" for one in letters if one.state is not LetterState.SENT]
    absent = [one.message_id for one in letters if box.counts[one.message_id] != 1]
    return [*wrong, *unsent, *(f"not once: {one}" for one in absent)]


def bench(kills: int, seed: int = 20261130) -> int:
    chance = random.Random(seed)
    tally: Counter[str] = Counter()
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ready = prepare(folder / "ready.sqlite")
        with MailBox(tls="tls", gap=lambda: chance.uniform(0, 0.01)) as box:
            ca_file = box.ca_file(folder)
            whole = _whole_run(ready, folder, box, ca_file)
            print(f"{LETTERS} letters undisturbed: {whole:.1f} s")
            for turn in range(kills):
                box.stored.clear()
                path = Path(shutil.copy(ready, folder / f"{turn}.sqlite"))
                stood = kill_after(path, box, ca_file, chance.uniform(0, whole))
                tally.update(f"at the kill: {state}" for state in {one.state for one in stood})
                tally["letters in the store at the kills"] += len(box.stored)
                tally.update(play_the_clerk(path, box))
                tally.update(fault.partition(":")[0] for fault in finish(path, box, ca_file))
    print(f"{kills} kills in {time.monotonic() - began:.0f} s")
    for what, count in sorted(tally.items()):
        print(f"  {what}: {count}")
    wrong = sum(count for what, count in tally.items() if not what.startswith(("at the kill", "letters", "可能已发")))
    print(f"missing, twice or wrong: {wrong}")
    return 1 if wrong else 0


def _whole_run(ready: Path, folder: Path, box: MailBox, ca_file: Path) -> float:
    path = Path(shutil.copy(ready, folder / "whole.sqlite"))
    seen = box.seen
    sender = start(path, box.port, ca_file)
    wait_for(lambda: box.seen > seen)
    began = time.monotonic()
    sender.wait(int(timedelta(minutes=2).total_seconds()))
    return time.monotonic() - began


if __name__ == "__main__":
    if sys.argv[1:2] == ["send"]:
        send(Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
    else:
        sys.exit(bench(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
