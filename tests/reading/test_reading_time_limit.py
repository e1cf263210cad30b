"""A page that would keep a reader busy for ever costs a bounded time; the next one is read as ever."""

import contextlib
import signal
import threading
import time
from collections.abc import Callable

import pytest

from crawler.reading import read_column, read_fast, read_home, time_limit
from crawler.reading.time_limit import TooLong, timed

URL = "http://www.wangshu.gov.cn/xwzx/"
ROWS = "".join(f'<li><a href="/xwzx/{n}.html">关于第{n}号事项的通知</a><span>2026-01-02</span></li>' for n in range(9))


def busy() -> int:
    count = 0
    while True:
        count += 1


def test_a_reader_without_an_end_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "SECONDS", 0.2)
    start = time.thread_time()
    with pytest.raises(TooLong, match="还没有读完"):
        timed(busy)()
    assert time.thread_time() - start < 2
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGVTALRM) is signal.SIG_DFL


def test_what_ends_in_time_gives_its_answer_and_leaves_no_alarm() -> None:
    assert timed(timed(len))("望舒区") == 3
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_thread_reads_without_an_alarm() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(timed(len)("望舒")))
    thread.start()
    thread.join()
    assert found == [2]


@pytest.mark.parametrize("read", [read_fast, read_column, read_home])
@pytest.mark.parametrize(
    "page",
    [
        "<ul><li><a href=x>" * 3_000,
        "<table><tr><td>" * 3_000 + "2026-01-02",
        "<style>a{background:url(" + " " * 200_000,
        "<title>" + "-" * 200_000,
        "<img srcset='" + " " * 200_000 + "'>",
        "<meta http-equiv=refresh content='" + " " * 200_000 + "'>",
        "<script>" + "document.write('<meta " * 20_000 + "</script>",
    ],
)
# the alarm may ring within a callback of another library first, where it is only warned of; it rings again
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_hostile_pages_cost_a_bounded_time(
    read: Callable[[str, str], object], page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limit, "SECONDS", 0.5)
    start = time.thread_time()
    with contextlib.suppress(TooLong, ValueError, RecursionError):
        read(page, URL)
    assert time.thread_time() - start < 2.5
    assert len(read_column(f"<title>通知</title><h1>通知</h1><ul>{ROWS}</ul>", URL).items) == 9
