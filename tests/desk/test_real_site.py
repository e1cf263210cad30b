"""A whole real site served on loopback: its dead targets as a person counted them, nothing outside called dead."""

import csv
import json
import subprocess
import sys
import tarfile
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
# Dead as well, though the table of references leaves them out: pictures on the editor's own disk (defects.tsv), and
# two folders to which client-side redirect pages send the visitor and which the copy does not hold.
STUB_TARGETS = {"/syqt/yqlj/", "/zwgk/xxgkyjx/yjxsybz/"}


class Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.mark.needs("pages")
def test_the_dead_targets_of_a_real_site(pages_dir: Path, tmp_path: Path) -> None:
    with tarfile.open(pages_dir / "site" / "daozhen.tar.xz") as packed:
        packed.extractall(tmp_path, filter="data")
    with (pages_dir / "site" / "daozhen_links.tsv").open(encoding="utf-8") as table:
        dead = {row["target"] for row in csv.DictReader(table, delimiter="\t") if row["verdict"] == "dead"}
    assert len(dead) == 7
    handler = partial(Quiet, directory=str(tmp_path / "daozhen"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_address[1]}"
        words = ["check", home + "/", "--allow-private", "--pages", "2000", "--json"]
        program = [sys.executable, "-c", "from desk.cli import main; main()", *words]
        done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
        server.shutdown()
    findings = [f for f in json.loads(done.stdout)["findings"] if f["criterion"].startswith("link-")]
    found = {f["place"].removeprefix(home): f for f in findings}
    on_disk = {place for place in found if place.startswith("file:///")}
    assert found.keys() - on_disk - STUB_TARGETS == dead
    assert {found[place]["evidence"]["reason"] for place in on_disk} == {"bad_address"}
    # the six buttons stand on 192 pages each
    buttons = [f["evidence"]["uses"] for place, f in found.items() if place.startswith("/images/1108")]
    assert buttons == [192] * 6
