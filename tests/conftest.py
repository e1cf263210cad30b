"""What a machine may lack (system parts, folders of real pages and of cases): used where it is, said where not.
Which tests keep to one worker, and how long each folder took.
"""

import os
import shutil
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import crawlers

ROOT = Path(__file__).parent.parent
PAGES = Path(os.environ.get("XUNCHA_PAGES") or ROOT / ".." / "shared" / "pages")
CASES = Path(os.environ.get("XUNCHA_CASES") or ROOT / ".." / "shared" / "cases")
LONGEST = ("cases", "story", "states", "clock", "desk")
TOGETHER = ("story", "desk/demo")  # folders whose tests read what was played once
REQUIRED = {part for part in os.environ.get("XUNCHA_REQUIRE", "").replace(",", " ").split() if part}


# how long a test takes is no part of what it says: bench/ measures. What is drawn is the same in each run, so that a
# change is judged by what it changes; --hypothesis-profile=search draws anew, and more
hypothesis.settings.register_profile("any-machine", deadline=None, derandomize=True)
hypothesis.settings.register_profile("search", deadline=None, max_examples=2000)
hypothesis.settings.load_profile("any-machine")
os.environ["XUNCHA_BY"] = "王某"  # who runs the tests is no person of the office
os.environ["XUNCHA_BROWSER"] = "no"  # but for the tests of the browser, nobody waits for one


def _has(part: str) -> bool:
    if part == "pages":
        return (PAGES / "index.tsv").is_file()
    if part == "cases":
        return (CASES / "loopback" / "cases.tsv").is_file()
    if part == "browser":
        from crawler.browser import Visitor

        return bool(Visitor.available())
    programs = {
        "libreoffice": ("soffice", "pdftotext"),
        "dovecot": ("dovecot",),
    }
    if part not in programs:
        raise pytest.UsageError(f"unknown part {part!r}")
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin"])
    return all(shutil.which(program, path=path) for program in programs[part])


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(ROOT / "tests").parts[0]


class _ByPlay(LoadScopeScheduling):
    """A file's tests stay on one worker, those of one play together.

    By the address of each: marks that xdist would group by do not reach it under every pytest, and then what a file
    sets up once is set up on each worker.
    """

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0].removeprefix("tests/")
        return next((folder for folder in TOGETHER if path.startswith(f"{folder}/")), path)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> _ByPlay:
    config.option.loadscopereorder = False  # what takes longest begins first, not what has most tests
    return _ByPlay(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first; what needs a part that is not here is left out."""
    items.sort(key=lambda item: LONGEST.index(_folder(item)) if _folder(item) in LONGEST else len(LONGEST))
    for item in items:
        for marker in item.iter_markers("needs"):
            for part in marker.args:
                if not _has(part) and part not in REQUIRED:
                    item.add_marker(pytest.mark.skip(reason=f"left out: needs {part}"))


def pytest_configure(config: pytest.Config) -> None:
    missing = sorted(part for part in REQUIRED if not _has(part))
    if missing:
        raise pytest.UsageError(f"XUNCHA_REQUIRE names parts that are not here: {', '.join(missing)}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Seconds by folder, slowest first: those of all workers added up; and files that were torn apart after all."""
    took: Counter[str] = Counter()
    workers: defaultdict[str, set[str]] = defaultdict(set)
    for report in chain.from_iterable(terminalreporter.stats.values()):
        if isinstance(report, pytest.TestReport):
            path = report.nodeid.partition("::")[0]
            took[Path(path).parts[1]] += report.duration
            workers[path].add(getattr(report, "worker_id", ""))
    if took:
        terminalreporter.section("seconds by folder")
    for folder, seconds in took.most_common(15):
        terminalreporter.write_line(f"{seconds:8.1f}  {folder}")
    for path in sorted(path for path, ran in workers.items() if len(ran) > 1):
        terminalreporter.write_line(f"on more than one worker: {path}")


@pytest.fixture(scope="session", autouse=True)
def _crawlers() -> Iterator[None]:
    with crawlers.ready():
        yield


@pytest.fixture(scope="session")
def pages_dir() -> Path:
    """The folder of real pages (XUNCHA_PAGES); mark the test ``needs("pages")``."""
    return PAGES.resolve()


@pytest.fixture(scope="session")
def cases_dir() -> Path:
    """The folder of cases (XUNCHA_CASES); mark the test ``needs("cases")``."""
    return CASES.resolve()
