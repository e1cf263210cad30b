"""A page has a time limit: what reading it costs is bounded, whatever stands in it."""

import signal
import sys
import threading
from collections.abc import Callable
from functools import wraps
from types import FrameType
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
SECONDS = 5.0  # of reckoning: the dearest honest page takes a tenth, and Ctrl-C is obeyed between two pages
AGAIN = 1.0  # seconds later, for a reader that took the first alarm for a crash of its own


class TooLong(ValueError):
    """A page that is not read to its end within the limit."""

    def __init__(self) -> None:
        super().__init__(f"算了 {SECONDS:.0f} 秒还没有读完")


def _rings(_number: int, _frame: FrameType | None) -> None:
    raise TooLong


def timed(reader: Callable[P, T]) -> Callable[P, T]:
    """``reader``, which raises TooLong when its time is up.

    By the process's own alarm, which counts the time that we reckon and not that of a busy machine: no thread could be
    stopped. So only the main thread has the limit, which is where a crawl reads; and Windows, which has no such alarm,
    has none.
    """
    if sys.platform == "win32":
        return reader

    @wraps(reader)
    def run(*args: P.args, **kwargs: P.kwargs) -> T:
        if threading.current_thread() is not threading.main_thread() or signal.getsignal(signal.SIGVTALRM) is _rings:
            return reader(*args, **kwargs)
        before = signal.signal(signal.SIGVTALRM, _rings)
        signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS, AGAIN)
        try:
            return reader(*args, **kwargs)
        finally:
            try:
                signal.setitimer(signal.ITIMER_VIRTUAL, 0)
            finally:
                signal.signal(signal.SIGVTALRM, before if before is not None else signal.SIG_DFL)

    return run
