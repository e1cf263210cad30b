"""One browser for all tests of a file: sites on loopback, and the visitor that opens them."""

from collections.abc import Iterator
from typing import Any

import pytest

from crawler.browser import Opening, Visit, Visitor
from tests.browser.loopback import HOSTS, Loop, Sites, serving, visitor


class Browser:
    """The visitor, for tests that wait."""

    def __init__(self, loop: Loop, visitor: Visitor, sites: Sites) -> None:
        self._loop, self.visitor, self.sites = loop, visitor, sites

    def visit(self, path: str, **wanted: Any) -> Visit:
        url = path if "://" in path else f"http://site.example{path}"
        return self._loop.run(self.visitor.visit(url, **wanted))

    def opening(self, path: str) -> tuple[Opening, Visit]:
        return self._loop.run(self.visitor.opening(f"http://site.example{path}"))

    def run(self, work: Any) -> Any:
        return self._loop.run(work)


@pytest.fixture(scope="module")
def loop() -> Iterator[Loop]:
    with Loop() as running:
        yield running


@pytest.fixture(scope="module")
def sites(loop: Loop) -> Iterator[Sites]:
    with serving(loop, Sites()) as running:
        yield running


@pytest.fixture(scope="module")
def browser(loop: Loop, sites: Sites) -> Iterator[Browser]:
    made = visitor(sites, *HOSTS, blocked=frozenset({"counter.example"}))
    loop.run(made.__aenter__())
    yield Browser(loop, made, sites)
    loop.run(made.__aexit__())
