"""The sender killed at random moments of sending 100 letters: none missing, none twice, what is unsure is said.

`python -m bench.mail_kill` does it fifty times, each with 100 fresh letters.
"""

import random
from pathlib import Path

from bench.mail_box import MailBox
from bench.mail_kill import LETTERS, finish, kill_after, play_the_clerk, prepare
from ledger.vocabulary.post.outbox import LetterState


def test_kills_at_random_moments_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    chance = random.Random(19)
    path = prepare(tmp_path / "ledger.sqlite")
    interrupted = 0
    with MailBox(tls="tls", gap=lambda: chance.uniform(0, 0.01)) as box:
        ca_file = box.ca_file(tmp_path)
        for _ in range(8):
            stood = kill_after(path, box, ca_file, chance.uniform(0, 0.3))
            interrupted += any(one.state in (LetterState.SENDING, LetterState.HANDED) for one in stood)
            tally = play_the_clerk(path, box)
            wrong = {what: count for what, count in tally.items() if not what.startswith("可能已发")}
            assert wrong == {}
        assert interrupted >= 2, "the kills must fall into the sending"
        assert finish(path, box, ca_file) == []
    assert len(box.stored) == LETTERS
