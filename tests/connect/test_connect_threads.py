"""Blocking calls beside the loop."""

import asyncio
import threading

import pytest

from crawler.connect.threads import in_thread


def _fails() -> None:
    raise OSError("refused")


def test_one_call_after_another_takes_the_thread_that_came_back() -> None:
    async def three() -> set[int]:
        return {await in_thread(threading.get_ident) for _ in range(3)}

    assert threading.get_ident() not in asyncio.run(three())
    before = threading.active_count()
    asyncio.run(three())
    assert threading.active_count() == before


def test_calls_at_once_have_each_a_thread() -> None:
    met = threading.Barrier(3, timeout=30)  # nobody passes it before all three stand there

    async def at_once() -> list[int]:
        return list(await asyncio.gather(*(in_thread(met.wait) for _ in range(3))))

    assert sorted(asyncio.run(at_once())) == [0, 1, 2]


def test_a_call_that_fails_leaves_its_thread_for_the_next() -> None:
    async def both() -> int:
        with pytest.raises(OSError, match="refused"):
            await in_thread(_fails)
        return await in_thread(lambda: 7)

    assert asyncio.run(both()) == 7


def test_a_call_that_was_given_up_holds_up_no_other() -> None:
    goes_on = threading.Event()

    async def given_up() -> str:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(in_thread(goes_on.wait), 0.05)
        return await in_thread(lambda: "answered")

    try:
        assert asyncio.run(given_up()) == "answered"
    finally:
        goes_on.set()
