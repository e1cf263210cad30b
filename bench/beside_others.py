"""A whole inspection (crawl, archive, every rule, ledger) beside other link checkers on the same planted site.

python -m bench.beside_others PAGES ROUNDS NAME[=PROGRAM] …
python -m bench.beside_others 3000 3 xuncha bare linkchecker=…/linkchecker linkinator=…/linkinator

Tools take turns, each round all of them; a run is a whole process with all that it starts, the site's server is not
counted. LinkChecker's limit of requests a second is lifted by a configuration and by the header that the site sends.
"""

import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import NamedTuple
from urllib.parse import unquote

from bench.planted_site import truth

LIMITLESS = "[checking]\nmaxrequestspersecond=100000\n[output]\nlog=csv\n"
Found = set[str] | None


class Run(NamedTuple):
    """CPU ms a page, wall seconds, peak MiB of one process, and of the dead targets those found and those invented."""

    cpu: float
    seconds: float
    rss: int
    recall: float | None
    precision: float | None


@contextmanager
def served(pages: int) -> Iterator[int]:
    """The site's port, anew for each run, so that what is counted by visits starts again."""
    command = [sys.executable, "-m", "bench.planted_site", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield int(server.stdout.readline())
        server.stdin.close()


def xuncha(_program: str, port: int, pages: int, folder: Path) -> tuple[list[str], Callable[[], Found]]:
    out = folder / "found.json"

    def found() -> Found:
        told = json.loads(out.read_text(encoding="utf-8"))
        return {f["place"] for f in told["findings"] if f["criterion"].startswith("link-")}

    return [sys.executable, "-m", "bench.inspect_site", str(port), str(pages), str(out)], found


def bare(_program: str, port: int, _pages: int, _folder: Path) -> tuple[list[str], Callable[[], Found]]:
    return [sys.executable, "-m", "bench.bare_spider", str(port)], lambda: None


def linkchecker(program: str, port: int, _pages: int, folder: Path) -> tuple[list[str], Callable[[], Found]]:
    settings, out = folder / "linkcheckerrc", folder / "out"
    settings.write_text(LIMITLESS, encoding="utf-8")
    folder.chmod(0o755)  # it gives up root

    def found() -> Found:
        lines = (line for line in out.read_text(encoding="utf-8", errors="replace").splitlines() if line[:1] != "#")
        return {row["url"] for row in csv.DictReader(lines, delimiter=";") if row.get("valid") == "False"}

    checks = ["--check-extern", "--no-status", "-r-1", "-o", "csv"]
    return [program, "-f", str(settings), *checks, f"http://127.0.0.1:{port}/"], found


def linkinator(program: str, port: int, _pages: int, folder: Path) -> tuple[list[str], Callable[[], Found]]:
    def found() -> Found:
        told = (folder / "out").read_text(encoding="utf-8", errors="replace")
        links = json.loads(told[told.index("{") :])["links"]
        return {link["url"] for link in links if link["state"] == "BROKEN"}

    return [program, f"http://127.0.0.1:{port}/", "--recurse", "--check-css", "--format", "json"], found


TOOLS = {"xuncha": xuncha, "bare": bare, "linkchecker": linkchecker, "linkinator": linkinator}


def run(name: str, program: str, pages: int, folder: Path) -> Run:
    with served(pages) as port:
        command, found_of = TOOLS[name](program, port, pages, folder)
        began = monotonic()
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            # the browser, which has the last word where there is one, is not measured here: the others have none
            child = subprocess.Popen(command, stdout=out, stderr=err, env={**os.environ, "XUNCHA_BROWSER": "no"})
            _, _, used = os.wait4(child.pid, 0)
        seconds = monotonic() - began
    found = _plain(found_of())
    wanted = _plain(truth(pages, f"http://127.0.0.1:{port}")) or set()
    cpu = (used.ru_utime + used.ru_stime) / pages * 1000
    if found is None:
        return Run(cpu, seconds, used.ru_maxrss >> 10, None, None)
    right = len(found & wanted)
    return Run(cpu, seconds, used.ru_maxrss >> 10, right / len(wanted), right / max(1, len(found)))


def _plain(places: Found) -> Found:
    """As all of them write an address; without those that answer 5xx: ours tells these on the third day, others at
    once, and neither is wrong."""
    if places is None:
        return None
    return {unquote(place) for place in places if "/dead/500-" not in place and "/dead/502-" not in place}


def _shown(share: float | None) -> str:
    return "   –" if share is None else f"{share:.2f}"


def main(pages: int, rounds: int, tools: dict[str, str]) -> None:
    runs: dict[str, list[Run]] = {name: [] for name in tools}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(1, rounds + 1):
            for name, program in tools.items():
                one = run(name, program, pages, Path(folder))
                runs[name].append(one)
                told = f"{one.cpu:6.2f} ms a page  {one.seconds:6.1f} s  {one.rss:4} MiB"
                print(f"{number}  {name:12} {told}  {_shown(one.recall)} / {_shown(one.precision)}", flush=True)
    for name, made in runs.items():
        cpu = [one.cpu for one in made]
        print(f"{name:12} {min(cpu):.2f} – {statistics.median(cpu):.2f} – {max(cpu):.2f} ms a page")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), dict(tool.partition("=")[::2] for tool in sys.argv[3:]))
