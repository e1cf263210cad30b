"""What takes longer than a page may: done beside the pages, one at a time; its row of the trail ends when it does."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from django.db import connection

from desk import failures
from desk.web.here import here
from desk.web.people import trail
from desk.web.people.models import Deed

_pool = ThreadPoolExecutor(1, thread_name_prefix="later")
_running: dict[int, str] = {}
_lock = threading.Lock()


def start(deed: Deed, about: str, work: Callable[[], tuple[str, str]]) -> None:
    """Begin, or queue, what ``deed`` says. ``work`` returns what stood before and after; ``about`` names it."""
    with _lock:
        _running[deed.pk] = about
    _pool.submit(_run, deed, work)


def running(about: str) -> bool:
    """Whether something about that is going on, or waits for its turn."""
    with _lock:
        return about in _running.values()


def wait() -> None:
    """Until all that was begun so far has ended."""
    _pool.submit(lambda: None).result()


def _run(deed: Deed, work: Callable[[], tuple[str, str]]) -> None:
    try:
        before, after = work()
        trail.done(deed, before, after, at=_now())
    except failures.EXPECTED as error:
        trail.refused(deed, failures.sentence(error), at=_now())
    except BaseException:
        trail.refused(deed, "程序出了错，请管理员查看运行记录", at=_now())
        raise
    finally:
        with _lock:
            del _running[deed.pk]
        connection.close()


def _now() -> datetime:
    return here().clock()
