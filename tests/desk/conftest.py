"""An office's workspace with one small loopback site, and the real program run in it."""

import re
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from demo.sample.experience import give_experience
from ledger.calendar import SHANGHAI
from ledger.ledger import Ledger
from ledger.vocabulary import Decision, Event, State
from tests.program import Done, started, typed
from tests.served import Answer, html, serving

NOW = "2026-11-23T08:30"
CODE = "9900010001"
_TAGS = "".join(
    f'<meta name="{name}" content="{content}">'
    for name, content in (("SiteName", "甲区"), ("SiteDomain", "www.jia.gov.cn"), ("SiteIDCode", CODE))
)
_TEXT = "<p>" + "正文写得足够长，不会被当作空页。" * 30 + "</p>"


@dataclass
class SmallSite:
    """Pages by path. ``silent`` paths are taken and never answered; ``asked`` is called with each path first."""

    pages: dict[str, str]
    silent: set[str] = field(default_factory=set)
    asked: Callable[[str], None] = lambda path: None
    port: int = 0


def _page(title: str, body: str) -> str:
    return f'<html><head><meta charset="utf-8"><title>{title}</title>{_TAGS}</head><body>{body}{_TEXT}</body></html>'


@contextmanager
def _serving() -> Iterator[SmallSite]:
    links = "".join(f'<a href="/p{n}.html">第{n}页</a>' for n in range(20))
    served = SmallSite({"/": _page("甲区", links), **{f"/p{n}.html": _page(f"第{n}页", "") for n in range(20)}})
    gone = threading.Event()

    def answer(asked: BaseHTTPRequestHandler) -> Answer | None:
        served.asked(asked.path)
        if asked.path in served.silent:
            gone.wait(20)
            return None
        body = served.pages.get(asked.path, "")
        return html(body, 200 if body else 404)

    with serving(answer) as served.port:
        yield served
        gone.set()


@dataclass(frozen=True)
class Office:
    """A workspace and the program in it."""

    root: Path

    @property
    def config(self) -> Path:
        return self.root / "config"

    @property
    def ledger(self) -> Path:
        return self.root / "data" / "ledger.sqlite"

    def run(self, *words: str, before: Sequence[str] = ()) -> Done:
        """One command; ``before`` is a program that starts it, then as a process."""
        return started(self.root, *words, before=before) if before else typed(self.root, *words)

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.config / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def register(self, port: int, *, controls: str | None = None) -> None:
        """One unit and its one site, reached at ``port``; the site itself is the control host unless told."""
        head = "编号,名称,首页地址,主办单位,网站标识码,每秒页数,robots,指定连接\n"
        row = f"jia,甲区网,http://www.jia.gov.cn/,u1,{CODE},50,已授权,127.0.0.1:{port}\n"
        (self.config / "register" / "units.csv").write_text("编号,名称\nu1,甲区办公室\n", encoding="utf-8")
        (self.config / "register" / "sites.csv").write_text(head + row, encoding="utf-8")
        settings = (self.config / "xuncha.toml").read_text(encoding="utf-8")
        settings = re.sub("(?m)^controls = .*$", f'controls = ["{controls or f"127.0.0.1:{port}"}"]', settings)
        settings = settings.replace('name = "" ', 'name = "甲区办公室" ')
        (self.config / "xuncha.toml").write_text(settings, encoding="utf-8")
        self.edit("criteria/national-2019.toml", 'looks = ["10m", "6h"]', 'looks = ["0s"]')

    def confirm_all(self) -> None:
        """The clerk's part: a mark that the foot lacks waits for a person."""
        at = datetime(2026, 11, 23, 8, 45, tzinfo=SHANGHAI)
        with Ledger.open_for_writing(self.ledger) as ledger:
            for finding in ledger.findings.find(states=[State.SUSPECTED]):
                ledger.decisions.decide(finding.id, Decision(Event.CONFIRM, at, "张", "打开核对属实"))

    def inspect(self, *words: str, before: Sequence[str] = ()) -> Done:
        return self.run("inspect", "--allow-private", "--now", NOW, *words, before=before)


@pytest.fixture
def site() -> Iterator[SmallSite]:
    with _serving() as served:
        yield served


@pytest.fixture(scope="session")
def _new_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("new")
    done = started(home, "init", "office")
    assert done.returncode == 0, done.stderr
    give_experience(home / "office" / "config")
    return home / "office"


@pytest.fixture
def office(_new_office: Path, tmp_path: Path) -> Office:
    """A new workspace."""
    return Office(shutil.copytree(_new_office, tmp_path / "office"))


@pytest.fixture(scope="module")
def _inspected_office(_new_office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = Office(shutil.copytree(_new_office, tmp_path_factory.mktemp("inspected") / "office"))
    with _serving() as served:
        made.register(served.port)
        assert made.inspect().returncode == 1
        made.confirm_all()
        yield made.root


@pytest.fixture
def inspected(_inspected_office: Path, tmp_path: Path) -> Office:
    """A workspace with the findings of one run; its site still stands."""
    return Office(shutil.copytree(_inspected_office, tmp_path / "inspected"))


@pytest.fixture
def told() -> Callable[[Done], list[str]]:
    """The lines on stderr: each is a Chinese sentence that says what to do, with no English in it but names.

    The plain lines of progress, which stand there as well, are left out.
    """

    def lines(done: Done) -> list[str]:
        said = [line for line in done.stderr.strip().splitlines() if not line.endswith("页/秒")]
        assert said
        for line in said:
            assert re.search("(请|改|检查|写|再|补|删|应|办法)", line), line
            assert not re.search(r"\b[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", line), line
            assert not re.search(r"[A-Z][a-z]+Error|Errno|Usage|Invalid", line), line
        return said

    return lines
