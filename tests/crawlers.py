"""The processes that crawl: each a fresh one, but forked from one that has loaded Scrapy already.

A start of Python that loads it takes over a second, and the tests crawl some hundred times. Those that start the whole
program as a process start its crawlers as the program does.
"""

import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from unittest.mock import patch

START_METHOD = multiprocessing.get_context


def context() -> BaseContext:
    """For processes that begin with ``crawler.spiders.shard`` loaded and nothing done; Windows has them not."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return START_METHOD("spawn")
    made = START_METHOD("forkserver")
    made.set_forkserver_preload(["crawler.spiders.shard"])
    return made


@contextmanager
def ready() -> Iterator[None]:
    """Whoever asks for processes that are spawned gets these."""
    here = context()
    with patch.object(
        multiprocessing, "get_context", lambda method=None: here if method == "spawn" else START_METHOD(method)
    ):
        yield
