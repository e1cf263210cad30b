"""Blocking calls beside the loop, in threads nobody waits for at the end: a stop must not hang on a silent host."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")
Tell = Callable[[], object]
_Calls = SimpleQueue[Callable[[], Tell]]
_idle: list[_Calls] = []  # of the threads that have come back: to start one costs more than a short look does


async def in_thread(call: Callable[[], T]) -> T:
    """``asyncio.to_thread``, but that a call which was given up keeps neither the loop nor the process alive."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(value: T | None, error: BaseException | None) -> None:
        if done.done():
            return
        if error is None:
            done.set_result(value)  # type: ignore[arg-type]
        else:
            done.set_exception(error)

    def work() -> Tell:
        value: T | None = None
        failed: BaseException | None = None
        try:
            value = call()
        except BaseException as error:  # noqa: BLE001  # handed on to who waits
            failed = error
        return partial(loop.call_soon_threadsafe, tell, value, failed)

    _thread().put(work)
    return await done


def _thread() -> _Calls:
    """The way into a thread that waits for work."""
    with suppress(IndexError):
        return _idle.pop()
    calls: _Calls = SimpleQueue()
    threading.Thread(target=_serve, args=(calls,), daemon=True).start()
    return calls


def _serve(calls: _Calls) -> None:
    while True:
        tell = calls.get()()
        _idle.append(calls)  # first, so that who is told finds it
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            tell()
        del tell  # the answer is not kept while waiting
