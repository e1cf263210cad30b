"""What may happen to a letter, against a table that a person wrote; and what must never happen, in any order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.mail_kill import NOW
from ledger.correspondence.letter_states import TABLE, ForbiddenStep, after, next_try
from ledger.vocabulary.post.outbox import LetterEvent, LetterState

# state: event → state. What is not written here is forbidden.
WRITTEN = """
-            写好 → 待放行, 写好（无地址） → 无地址
已作废       写好 → 待放行, 写好（无地址） → 无地址
无地址       写好（无地址） → 无地址, 作废 → 已作废
待放行       写好 → 待放行, 放行 → 待发, 作废 → 已作废
待发         开始发送 → 发送中, 情况有变，没有发出 → 待放行, 作废 → 已作废
待重试       开始发送 → 发送中, 情况有变，没有发出 → 待放行, 作废 → 已作废
发送中       交出正文 → 正文已交出, 对方要求稍后再发 → 待重试, 对方拒收 → 退信, 中断 → 待重试
正文已交出   对方收下 → 已发, 对方要求稍后再发 → 待重试, 对方拒收 → 退信, 中断 → 可能已发
已发         收到退信 → 退信, 收到部分收件人的退信 → 已发
可能已发     人工认定已发 → 已发, 人工认定未发 → 待发, 收到退信 → 退信, 收到部分收件人的退信 → 可能已发
退信         放行 → 待发
"""


def written() -> dict[tuple[LetterState | None, LetterEvent], LetterState]:
    table = {}
    for row in WRITTEN.strip().splitlines():
        state, steps = row.split(maxsplit=1)
        for step in steps.split(","):
            event, _, target = step.strip().partition(" → ")
            table[None if state == "-" else LetterState(state), LetterEvent(event)] = LetterState(target)
    return table


def test_the_table_is_the_written_one() -> None:
    assert dict(TABLE) == written()


@given(st.lists(st.sampled_from(LetterEvent), max_size=40))
def test_what_may_have_been_sent_goes_again_only_by_a_persons_word(events: list[LetterEvent]) -> None:
    state: LetterState | None = None
    perhaps_there = False  # the body was handed over, and neither a refusal nor a person took that back
    for event in events:
        try:
            state = after(state, event)
        except ForbiddenStep:
            continue
        if event is LetterEvent.HAND_OVER:
            assert not perhaps_there
            perhaps_there = True
        elif event in (
            *(LetterEvent.DEFER, LetterEvent.REFUSE),
            *(LetterEvent.BOUNCE, LetterEvent.SETTLE_NOT_SENT),
        ):
            perhaps_there = False


def test_a_forbidden_step_says_so_in_words() -> None:
    with pytest.raises(ForbiddenStep, match="信件 7 处于“待放行”状态，不能做“开始发送”。"):
        after(LetterState.HELD, LetterEvent.START, 7)


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 5), (2, 15), (3, 45), (4, 120), (5, 360), (6, 360), (40, 360)])
def test_the_gaps_grow(attempts: int, minutes: int) -> None:
    assert next_try(NOW, attempts) - NOW == timedelta(minutes=minutes)
