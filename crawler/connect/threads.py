"""Blocking calls beside the loop, in threads nobody waits for at the end: a stop must not hang on a silent host."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


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

    def work() -> None:
        value: T | None = None
        failed: BaseException | None = None
        try:
            value = call()
        except BaseException as error:  # noqa: BLE001  # handed on to who waits
            failed = error
        with suppress(RuntimeError):  # the loop is closed: nobody waits any more
            loop.call_soon_threadsafe(tell, value, failed)

    threading.Thread(target=work, daemon=True).start()
    return await done
