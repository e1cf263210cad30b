"""Every form and address with odd values: a sentence comes back, never a broken page."""

import io
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from desk.web.here import Here
from desk.web.roles import Role
from tests.program import ENVIRONMENT, started

ODD = ("", " ", "0", "-1", "999999999999999999999", "' OR 1=1 --", "<script>alert(1)</script>", "\x00", "王" * 5000)
ODD_MORE = (
    "../../etc/passwd",
    "%00",
    "🀄",
    "2026-13-45",
    "9999-12-31",
    "0001-01-01",
    "NaN",
    "\ud800",
    "C1a2b3c",
    "1-5",
)
BROKEN = 500
PAGES = ("/", "/problems", "/problems/1", "/problems/8", "/causes", "/audit", "/people", "/links", "/notices")
PAGES += (
    "/sites/jia",
    "/units/u1",
    "/accounts",
    "/notices/2026-11",
    "/letters",
    "/answers",
    "/register",
    "/manual",
    "/runs",
    "/timetable",
    "/password",
)


def _pages(client: Any) -> Iterator[tuple[str, html.HtmlElement]]:
    for address in PAGES:
        yield address, html.document_fromstring(client.get(address).content)
    first = html.document_fromstring(client.get("/causes").content).xpath('string(//a[@class="row"]/@href)')
    yield first, html.document_fromstring(client.get(first).content)


def _forms(client: Any) -> Iterator[tuple[str, str, dict[str, str]]]:
    for address, page in _pages(client):
        for form in page.forms:
            fields = {
                one.name: one.value or "" for one in form.inputs if one.name and isinstance(one.value, str | None)
            }
            action = form.get("action") or address
            if action not in ("/logout", "/password", "/runs/now", "/answers/fetch"):
                yield action, (form.get("method") or "get").lower(), fields


def test_every_form_with_odd_values(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    client.raise_request_exception = False
    tried = 0
    for action, method, fields in list(_forms(client)):
        for name in fields:
            for value in (*ODD, *ODD_MORE):
                given = {**fields, name: value.encode("utf-8", "replace").decode()}
                answer = client.post(action, given) if method == "post" else client.get(action, given)
                assert answer.status_code < BROKEN, (action, name, value)
                tried += 1
    assert tried > 500


@pytest.mark.parametrize("value", ["0", "999999999999999999999", "-1", "a", "%00", "..", "1%2F..", "🀄", "C%27"])
def test_every_address_with_odd_values(home: Here, signed_in: Callable[..., Any], value: str) -> None:
    client = signed_in(Role.ADMIN)
    client.raise_request_exception = False
    for address in (
        f"/problems/{value}",
        f"/problems/{value}/trail.docx",
        f"/causes/{value}",
        f"/sites/{value}",
        f"/units/{value}",
        f"/pages/1/{value}",
        f"/pages/{value}/{'0' * 64}",
        f"/pictures/{value}",
        f"/problems?page={value}",
        f"/problems?sort={value}",
        f"/problems?state={value}",
        f"/problems.xlsx?words={value}",
        f"/audit?page={value}",
        f"/audit?day={value}",
        f"/audit/trail.docx?day={value}",
        f"/scores?year={value}",
        f"/login?next={value}",
    ):
        assert client.get(address).status_code < BROKEN, address


def test_crawled_words_are_words(home: Here, signed_in: Callable[..., Any]) -> None:
    """What a site says of itself stands on a page as text."""
    client = signed_in(Role.CLERK)
    sites = home.workspace.register / "sites.csv"
    sites.write_text(sites.read_text("utf-8").replace("甲区网", "<b>甲</b>区&amp;网"), encoding="utf-8")
    for address in ("/problems", "/causes", "/problems/1"):
        told = client.get(address).content.decode()
        assert "&lt;b&gt;甲&lt;/b&gt;区&amp;amp;网" in told, address
        assert "<b>甲" not in told, address


def test_an_office_without_a_ledger_is_told_what_to_do(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    for path in home.workspace.data.glob("ledger.sqlite*"):
        path.unlink()
    assert "xuncha inspect" in client.get("/").content.decode()
    for address in ("/problems", "/causes", "/problems/1"):
        assert client.get(address).status_code == 503, address


def test_a_damaged_ledger_is_a_sentence(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    home.workspace.ledger.write_bytes(b"no ledger at all" * 4096)
    for address in ("/", "/problems", "/problems/1"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert "备份恢复" in answer.content.decode()


def test_a_mistake_of_ours_shows_nothing_of_the_inside(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    client.raise_request_exception = False
    home.clock = lambda: 1 / 0  # type: ignore[assignment, return-value]
    answer = client.get("/problems")
    assert answer.status_code == BROKEN
    assert not re.search(r"Traceback|ZeroDivision|SECRET", answer.content.decode())


def test_a_units_link_stands_in_no_log(home: Here, signed_in: Callable[..., Any]) -> None:
    from desk.web.people import links

    (handler,) = logging.getLogger("django").handlers
    written = io.StringIO()
    was = handler.setStream(written)  # type: ignore[attr-defined]

    client = signed_in(None)
    client.raise_request_exception = False
    _, token = links.make("u1", 30, "王某", home.clock())
    home.stand = lambda ledger: 1 / 0  # type: ignore[method-assign, assignment, return-value]
    assert client.get(f"/u/{token}").status_code == BROKEN
    handler.setStream(was)  # type: ignore[attr-defined]
    told = written.getvalue()
    assert "Internal Server Error: /u/…" in told
    assert token not in told


CHECK = """
from pathlib import Path
from desk.config.settings import DeskSettings
from desk.web.here import Here
from desk.web.setting_up import set_up
from desk.workspace.workspace import Workspace
set_up(Here(Workspace(Path("office").resolve())), DeskSettings(names=("a.gov.cn",), tls=True))
from django.core.management import call_command
call_command("check", "--deploy", "--fail-level", "DEBUG")
call_command("makemigrations", "--check", "--dry-run", "people")
"""


def test_set_up_for_an_office_behind_https_nothing_is_left_to_advise(tmp_path: Path) -> None:
    """In a process of its own: this one is set up for an office without."""
    assert started(tmp_path, "init", "office").returncode == 0
    done = subprocess.run(
        [sys.executable, "-c", CHECK], cwd=tmp_path, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
    assert "No changes" in done.stdout
