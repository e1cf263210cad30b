"""Fifty people at the desk while an inspection runs and half a year's problems stand in the ledger.

    python -m bench.desk_people WORKSPACE [--people 50] [--minutes 10] [--quiet]

WORKSPACE is what `python -m bench.half_year --keep WORKSPACE` has made. Each person opens a page, thinks about five
seconds, opens the next one: today, the list with filters and its later pages, a problem, causes, a site, a unit; one
visit in twenty decides something. Beside them a site is crawled by `xuncha check`, and one more day of all sites is
settled into the ledger. Told: seconds by page, p50, p95, what failed. ``--quiet``: without the inspection.
"""

import argparse
import contextlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import httpx

from bench.half_year_world import END
from desk.config.settings import DeskSettings
from desk.web.here import Here
from desk.web.setting_up import set_up
from desk.workspace.workspace import Workspace

PORT, THINK, MOST = 8617, 5.0, 0.4
BASE = f"http://127.0.0.1:{PORT}"
PROGRAM = (sys.executable, "-c", "from desk.start import main; main()")
SETTLE = "from pathlib import Path; from bench.half_year import settling; settling(Path({!r}))"
PAGES = (
    "/", "/problems", "/problems?state=待核实", "/problems?overdue=1&sort=-due", "/problems?words=链接&page={page}",
    "/problems?site=s{site}", "/problems/{number}?state=待核实", "/causes", "/sites/s{site}", "/units/u{unit}",
    "/letters", "/answers", "/audit",
)  # fmt: skip


def sessions(workspace: Workspace, people: int) -> list[str]:
    """So many clerks, signed in."""
    set_up(Here(workspace), DeskSettings())
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from desk.web.people.models import Person

    cookies = []
    for n in range(people):
        person, _ = Person.objects.get_or_create(login=f"bench{n}", defaults={"name": f"试{n}", "role": "经办人"})
        person.must_change = False
        person.set_unusable_password()
        person.save()
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.create()
        cookies.append(session.session_key)
    return cookies


@contextlib.contextmanager
def served(workspace: Workspace) -> Iterator[None]:
    command = [*PROGRAM, "--workspace", str(workspace.root), "desk", "--bind", f"127.0.0.1:{PORT}"]
    server = subprocess.Popen([*command, "--now", END.isoformat()], stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{BASE}/login")
                break
            time.sleep(0.2)
        yield
    finally:
        server.terminate()
        server.wait(30)


@contextlib.contextmanager
def inspecting(workspace: Workspace, wanted: bool) -> Iterator[None]:
    """A crawl that does not end before the people go, and a day of all sites settled meanwhile."""
    if not wanted:
        yield
        return
    with tempfile.TemporaryDirectory() as folder:
        planted = subprocess.Popen(
            [sys.executable, "-m", "bench.planted_site", "200000"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert planted.stdout is not None
        port = planted.stdout.readline().decode().strip()
        check = ["check", f"http://127.0.0.1:{port}/", "--pages", "200000", "--rate", "1000", "--allow-private"]
        crawl = subprocess.Popen(
            [*PROGRAM, *check, "--out", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        settle = subprocess.Popen([sys.executable, "-c", SETTLE.format(str(workspace.root))])
        try:
            yield
        finally:
            print(f"the crawl went on to the end: {crawl.poll() is None}; the day was settled: {settle.poll() == 0}")
            for one in (crawl, settle, planted):
                one.terminate()
                one.wait(60)


class Person(threading.Thread):
    """Opens pages until ``until``; a decision now and then."""

    def __init__(self, n: int, cookie: str, until: float) -> None:
        super().__init__()
        self.until, self.draw = until, random.Random(n)
        self.client = httpx.Client(base_url=BASE, cookies={"xuncha_session": cookie}, timeout=60)
        self.took: dict[str, list[float]] = defaultdict(list)
        self.failed: list[str] = []

    def run(self) -> None:
        time.sleep(self.draw.uniform(0, THINK))
        while time.monotonic() < self.until:
            if self.draw.random() < 0.05:
                self.decide()
            else:
                name = self.draw.choice(PAGES)
                drawn = {"page": self.draw.randint(1, 40), "site": self.draw.randint(0, 299)}
                drawn |= {"number": self.draw.randint(1, 50_000), "unit": self.draw.randint(0, 199)}
                self.open(name, name.format(**drawn))
            time.sleep(self.draw.uniform(THINK / 2, THINK * 1.5))

    def open(self, name: str, address: str) -> str:
        begun = time.perf_counter()
        answer = self.client.get(address)
        self.took[name].append(time.perf_counter() - begun)
        if answer.status_code != 200:
            self.failed.append(f"{answer.status_code} {address}")
        return answer.text

    def decide(self) -> None:
        """A problem of a list is urged, as a clerk enters a telephone call."""
        page = self.open("/problems?state=已核实", f"/problems?state=已核实&page={self.draw.randint(1, 30)}")
        numbers = re.findall(r'name="number" value="(\d+)"', page)
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
        seen = re.search(r'name="seen" value="(\d+)"', page)
        if not numbers or token is None or seen is None:
            self.failed.append("nothing to decide")
            return
        form = {"decision": "urge", "why": "电话", "seen": seen[1], "csrfmiddlewaretoken": token[1]}
        begun = time.perf_counter()
        answer = self.client.post(f"/problems/{self.draw.choice(numbers)}/decide", data=form)
        self.took["POST /problems/{number}/decide"].append(time.perf_counter() - begun)
        if answer.status_code != 302:
            self.failed.append(f"{answer.status_code} POST decide")


def told(people: list[Person]) -> bool:
    took: dict[str, list[float]] = defaultdict(list)
    for one in people:
        for name, seconds in one.took.items():
            took[name] += seconds
    for name, seconds in sorted(took.items()):
        print(f"{name:40} {len(seconds):5}  p50 {_share(seconds, 0.5):6.3f}  p95 {_share(seconds, 0.95):6.3f} s")
    every = [second for seconds in took.values() for second in seconds]
    failed = [what for one in people for what in one.failed]
    p95 = _share(every, 0.95)
    print(f"{'all':40} {len(every):5}  p50 {_share(every, 0.5):6.3f}  p95 {p95:6.3f} s  (wanted {MOST})")
    print(f"failed: {len(failed)} {failed[:5]}")
    return p95 < MOST and not failed


def _share(seconds: list[float], share: float) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * share))]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--quiet", action="store_true")
    given = parser.parse_args()
    workspace = Workspace.find(given.workspace)
    cookies = sessions(workspace, given.people)
    with served(workspace), inspecting(workspace, not given.quiet):
        until = time.monotonic() + given.minutes * 60
        people = [Person(n, cookie, until) for n, cookie in enumerate(cookies)]
        for one in people:
            one.start()
        for one in people:
            one.join()
    sys.exit(not told(people))


if __name__ == "__main__":
    main()
