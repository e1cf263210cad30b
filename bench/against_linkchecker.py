"""A whole inspection (crawl, archive, every rule, ledger) beside LinkChecker on the same planted site.

python -m bench.against_linkchecker LINKCHECKER [PAGES] [PAIRS]
python -m bench.against_linkchecker - 20000          ours alone: what is found, and the memory

LINKCHECKER is its program, installed in an environment of its own; its limit of requests a second is lifted by a
configuration and by the header that the site sends. Runs are whole processes, in pairs that take turns.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from bench.planted_site import NEVER_ASKED, truth

LIMITLESS = "[checking]\nmaxrequestspersecond=100000\n"


@contextmanager
def served(pages: int) -> Iterator[int]:
    """The site's port, anew for each run, so that what is counted by visits starts again."""
    command = [sys.executable, "-m", "bench.planted_site", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        yield int(server.stdout.readline())
        server.stdin.close()


def ours(pages: int, folder: Path) -> float:
    out = folder / "found.json"
    with served(pages) as port:
        began = monotonic()
        subprocess.run([sys.executable, "-m", "bench.inspect_site", str(port), str(pages), str(out)], check=True)
        seconds = monotonic() - began
    told = json.loads(out.read_text(encoding="utf-8"))
    wanted = truth(pages, f"http://127.0.0.1:{port}")
    found = {f["place"] for f in told["findings"] if f["criterion"].startswith("link-")}
    decoys = [place for place in found if any(f"/decoy/{kind}" in place for kind in NEVER_ASKED)]
    right = len(found & wanted)
    print(
        f"  xuncha       {seconds:6.1f} s  {pages / seconds:5.0f} pages/s  recall {right / len(wanted):.2f}"
        f"  precision {right / max(1, len(found)):.2f}  ({len(wanted)} dead planted, {len(decoys)} decoys taken)"
        f"  peak {told['rss_crawl']} MiB crawl, {told['rss_judge']} MiB judge, archive {told['archive'] >> 20} MiB"
    )
    return seconds


def theirs(program: str, pages: int, folder: Path) -> float:
    settings = folder / "linkcheckerrc"
    settings.write_text(LIMITLESS, encoding="utf-8")
    folder.chmod(0o755)  # it gives up root
    command = [program, "-f", str(settings), "--check-extern", "--no-status", "-r-1", "-o", "none"]
    with served(pages) as port:
        began = monotonic()
        subprocess.run([*command, f"http://127.0.0.1:{port}/"], stderr=subprocess.DEVNULL, check=False)
        seconds = monotonic() - began
    print(f"  LinkChecker  {seconds:6.1f} s  {pages / seconds:5.0f} pages/s")
    return seconds


def main(program: str, pages: int, pairs: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if program == "-":
            ours(pages, folder)
            return
        ratios = []
        for pair in range(1, pairs + 1):
            print(f"pair {pair}", flush=True)
            mine = ours(pages, folder)
            ratios.append(theirs(program, pages, folder) / mine)
        print(f"{pages} pages: {statistics.median(ratios):.1f} x LinkChecker (median of {pairs} pairs)")


if __name__ == "__main__":
    given = sys.argv[1:] or ["-"]
    main(given[0], int(given[1]) if given[1:] else 2000, int(given[2]) if given[2:] else 3)
