"""Every route and every role: who may open what, and that no form works without its token."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from desk.web.roles import Role

A, C, U, R = Role.ADMIN, Role.CLERK, Role.UNIT, Role.READER
BODY = "0" * 64
# method, address, who may: written from what each page shows and does, not from the program's table
TABLE: tuple[tuple[str, str, set[Role]], ...] = (
    ("GET", "/", {A, C, R}),
    ("GET", "/problems", {A, C, R}),
    ("GET", "/problems.xlsx", {A, C, R}),
    ("POST", "/problems/decide", {A, C}),
    ("GET", "/problems/1", {A, C, R}),
    ("POST", "/problems/1/decide", {A, C}),
    ("POST", "/problems/1/passed", {A, C}),
    ("POST", "/problems/1/rule", {A, C}),
    ("POST", "/problems/1/recheck", {A, C}),
    ("POST", "/problems/1/look", {A, C}),
    ("GET", "/problems/1/trail.docx", {A, C, R}),
    ("GET", "/causes", {A, C, R}),
    ("GET", "/causes/Cabcdef", {A, C, R}),
    ("POST", "/causes/Cabcdef/decide", {A, C}),
    ("POST", "/sites/jia/decide", {A, C}),
    ("GET", "/sites/jia", {A, C, R}),
    ("GET", "/units/u1", {A, C, R}),
    ("GET", "/accounts", {A, C, R}),
    ("GET", "/expiring", {A, C, R}),
    ("GET", f"/pages/1/{BODY}", {A, C, R}),
    ("GET", f"/pictures/{BODY}.png", {A, C, R}),
    ("GET", "/notices", {A, C, R}),
    ("GET", "/notices/2026-11", {A, C, R}),
    ("GET", "/notices/2026-11/files/a.docx", {A, C, R}),
    ("POST", "/notices/2026-11/draft", {A, C}),
    ("POST", "/notices/2026-11/signed", {A, C}),
    ("POST", "/notices/2026-11/issue", {A, C}),
    ("POST", "/notices/2026-11/withdraw", {A, C}),
    ("GET", "/letters", {A, C, R}),
    ("GET", "/letters/1", {A, C, R}),
    ("GET", "/letters/1/parts/0", {A, C, R}),
    ("POST", "/letters/release", {A, C}),
    ("POST", "/letters/send", {A, C}),
    ("POST", "/letters/1/settle", {A, C}),
    ("GET", "/answers", {A, C, R}),
    ("POST", "/answers/fetch", {A, C}),
    ("POST", "/answers/take", {A, C}),
    ("POST", "/answers/enter", {A, C}),
    ("POST", "/answers/mails/1", {A, C}),
    ("GET", f"/answers/files/{BODY}.png", {A, C, R}),
    ("GET", "/runs", {A, C, R}),
    ("POST", "/runs/now", {A, C}),
    ("GET", "/timetable", {A, C, R}),
    ("GET", "/register", {A, C, R}),
    ("GET", "/register.xlsx", {A, C, R}),
    ("POST", "/register/preview", {A, C}),
    ("POST", "/register/import", {A, C}),
    ("POST", "/register/undo", {A, C}),
    ("GET", "/manual", {A, C}),
    ("POST", "/manual/column", {A, C}),
    ("POST", "/manual/accounts", {A, C}),
    ("POST", "/manual/problem", {A, C}),
    ("GET", "/u", {U}),
    ("POST", "/u/problems/1/answer", {U}),
    ("GET", f"/u/pages/1/{BODY}", {U}),
    ("GET", "/u/pictures/1", {U}),
    ("GET", "/links", {A, C}),
    ("POST", "/links/add", {A, C}),
    ("POST", "/links/1/revoke", {A, C}),
    ("GET", "/scores", {A, C, R}),
    ("GET", "/audit/trail.docx", {A, C, R}),
    ("GET", "/audit", {A, C, R}),
    ("GET", "/people", {A}),
    ("POST", "/people/add", {A}),
    ("POST", "/people/1", {A}),
    ("GET", "/health", {A, C, R}),
    ("GET", "/password", {A, C, U, R}),
    ("POST", "/logout", {A, C, U, R}),
)
FORBIDDEN = 403


def _asked(client: Any, method: str, address: str) -> Any:
    return client.post(address, {}) if method == "POST" else client.get(address)


def test_the_table_names_every_route(home: object) -> None:
    from desk.web.urls import urlpatterns

    matched = {one.name for _, address, _ in TABLE for one in urlpatterns if one.resolve(address[1:])}
    assert {one.name for one in urlpatterns} - matched == {"login", "link", "link-answer", "link-page", "link-picture"}


@pytest.mark.parametrize("role", Role)
def test_who_may(signed_in: Callable[..., Any], role: Role) -> None:
    for method, address, who in TABLE:
        client = signed_in(role)
        answer = _asked(client, method, address)
        if (role, address) == (U, "/"):
            assert answer["Location"] == "/u"  # its own page is its first
        elif role in who:
            assert answer.status_code in (200, 302, 404), (method, address)
        else:
            assert answer.status_code == FORBIDDEN, (method, address)
            assert "没有权限" in answer.content.decode()


def test_nobody_is_sent_to_the_log_in(signed_in: Callable[..., Any]) -> None:
    for method, address, _ in TABLE:
        answer = _asked(signed_in(None), method, address)
        if method == "POST":
            assert answer.status_code == FORBIDDEN, address
        else:
            assert answer.status_code == 302, address
            assert answer["Location"].startswith("/login")


def test_no_form_works_without_its_token(signed_in: Callable[..., Any]) -> None:
    for method, address, _ in TABLE:
        if method == "POST":
            answer = signed_in(A, strict=True).post(address, {})
            assert answer.status_code == FORBIDDEN, address
            assert "这一步没有做" in answer.content.decode(), address
    assert signed_in(None, strict=True).post("/login", {"login": "a", "password": "b"}).status_code == FORBIDDEN


def test_a_get_changes_nothing_where_a_post_acts(signed_in: Callable[..., Any]) -> None:
    for method, address, who in TABLE:
        if method == "POST":
            assert signed_in(min(who)).get(address).status_code == 405, address


def test_whose_password_another_has_given_can_only_change_it(signed_in: Callable[..., Any]) -> None:
    from desk.web.people.models import Person

    client = signed_in(A)
    Person.objects.update(must_change=True)
    for method, address, _ in TABLE:
        if address in ("/password", "/logout"):
            continue
        answer = _asked(client, method, address)
        assert (answer.status_code, answer["Location"]) == (302, "/password"), address


def test_every_page_says_what_may_be_loaded_and_is_kept_nowhere(signed_in: Callable[..., Any]) -> None:
    client = signed_in(A)
    for method, address, _ in TABLE:
        if method == "GET":
            answer = client.get(address)
            policy = answer["Content-Security-Policy"]
            assert "default-src 'none'" in policy, address
            assert "unsafe" not in policy, address
            assert answer["Cache-Control"] == "no-store", address
            assert answer["X-Frame-Options"] == "DENY", address
            text = answer.content.decode("utf-8", "replace") if "html" in answer["Content-Type"] else ""
            assert not re.search(r"<script>|style=|\son\w+=", text), address
