"""Who comes in, how, and who is kept out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk.web.here import Here
from desk.web.roles import Role
from desk.workspace.config_mistakes import ConfigError
from tests.program import started

GOOD = "xiangyang-lu-88"


def _client() -> Any:
    from django.test import Client

    return Client(SERVER_NAME="127.0.0.1")


def _in(client: Any, login: str, password: str, address: str = "10.0.0.1") -> Any:
    return client.post("/login", {"login": login, "password": password}, REMOTE_ADDR=address)


def test_the_first_start_makes_one_administrator_whose_password_serves_once(home: Here) -> None:
    from desk.web.people import accounts

    password = accounts.first_administrator()
    assert password is not None
    assert accounts.first_administrator() is None
    client = _client()
    assert _in(client, "admin", password).status_code == 302
    assert client.get("/problems")["Location"] == "/password"
    good = {"old": password, "new_password": GOOD, "again_password": GOOD, "name": "王某"}
    for wrong, field in (
        ({"old": "x"}, "old"),
        ({"new_password": "12345678901", "again_password": "12345678901"}, "new_password"),
        ({"new_password": password, "again_password": password}, "new_password"),
        ({"again_password": GOOD + "x"}, "again_password"),
        ({"name": ""}, "name"),
        ({"name": "admin"}, "name"),  # who decides is a person
    ):
        assert f'id="wrong-{field}"' in client.post("/password", {**good, **wrong}).content.decode(), wrong
    assert client.post("/password", good)["Location"] == "/"
    assert "王某" in client.get("/problems").content.decode()
    assert "您的姓名" not in client.get("/password").content.decode()
    assert _in(_client(), "admin", password).status_code == 200  # the first one serves no more
    assert _in(_client(), "ADMIN ", GOOD).status_code == 302


def test_passwords_are_kept_by_argon2id_and_nowhere_in_the_trail(home: Here) -> None:
    from desk.web.people import accounts
    from desk.web.people.models import Deed, Person

    person, password = accounts.add(home.desk(), "wang", "王某", Role.CLERK)
    assert Person.objects.get().password.startswith("argon2$argon2id$")
    client = _client()
    _in(client, "wang", password)
    client.post("/password", {"old": password, "new_password": GOOD, "again_password": GOOD})
    told = str(list(Deed.objects.values()))
    assert "更改口令" in told
    assert password not in told
    assert GOOD not in told
    assert person.login in told


def test_wrong_passwords_lock_one_name_at_one_address(home: Here) -> None:
    from desk.web.people import accounts

    _, wang = accounts.add(home.desk(), "wang", "王某", Role.CLERK)
    _, li = accounts.add(home.desk(), "li", "李某", Role.CLERK)
    for _ in range(5):
        last = _in(_client(), "wang", "wrong")
    assert last.status_code == 429
    assert _in(_client(), "wang", wang).status_code == 429  # even by the right one
    assert _in(_client(), "li", li).status_code == 302  # a colleague behind the same router
    assert _in(_client(), "wang", wang, "10.0.0.2").status_code == 302  # the same name elsewhere
    accounts.reset("wang")
    assert _in(_client(), "wang", "wrong").status_code == 200


def test_a_name_that_is_not_there_is_told_as_a_wrong_password(home: Here) -> None:
    from desk.web.people import accounts

    accounts.add(home.desk(), "wang", "王某", Role.CLERK)
    told = [_in(_client(), login, "wrong").content.decode() for login in ("wang", "nobody")]
    assert all("登录名或口令不对" in one for one in told)


def test_a_reset_and_an_end_of_use_end_what_is_open(home: Here) -> None:
    from desk.web.people import accounts

    _, password = accounts.add(home.desk(), "wang", "王某", Role.CLERK)
    client = _client()
    _in(client, "wang", password)
    client.post("/password", {"old": password, "new_password": GOOD, "again_password": GOOD})
    assert client.get("/").status_code == 200
    accounts.reset("wang")
    assert client.get("/")["Location"] == "/login"
    password = accounts.reset("wang")
    _in(client, "wang", password)
    accounts.add(home.desk(), "li", "李某", Role.ADMIN)
    accounts.change(home.desk(), "wang", Role.CLERK, "", active=False)
    assert client.get("/")["Location"] == "/login"
    assert _in(_client(), "wang", password).status_code == 200


def test_people_are_named_and_one_administrator_stays(home: Here) -> None:
    from desk.web.people import accounts

    accounts.add(home.desk(), "a.b", "王某", Role.ADMIN)
    for login, name, role, unit in (
        ("a.b", "李某", Role.CLERK, ""),
        ("x", "李某", Role.CLERK, ""),
        ("a b", "李某", Role.CLERK, ""),
        ("li", "root", Role.CLERK, ""),
        ("li", "", Role.CLERK, ""),
        ("li", "李某", Role.UNIT, ""),
        ("li", "李某", Role.UNIT, "没有的局"),
    ):
        with pytest.raises(ConfigError):
            accounts.add(home.desk(), login, name, role, unit)
    for role, active in ((Role.CLERK, True), (Role.ADMIN, False)):
        with pytest.raises(ConfigError, match="最后一个管理员"):
            accounts.change(home.desk(), "a.b", role, "", active=active)
    person, _ = accounts.add(home.desk(), "li", "李某", Role.UNIT, "甲区教育局")
    assert person.unit == "u2"


def test_people_by_page(home: Here, signed_in: Callable[..., Any]) -> None:
    from desk.web.people.models import Person

    client = signed_in(Role.ADMIN)
    form = {"login": "li", "name": "李某", "role": "只读", "next": "/people"}
    told = client.post("/people/add", form, follow=True).content.decode()
    password = told.split("一次性口令：")[1].split()[0]
    assert _in(_client(), "li", password).status_code == 302
    number = Person.objects.get(login="li").pk
    client.post(f"/people/{number}", {"what": "change", "role": "经办人", "active": "1"})
    assert Person.objects.get(login="li").role == Role.CLERK
    told = client.post(f"/people/{number}", {"what": "reset", "next": "/people"}, follow=True).content.decode()
    assert _in(_client(), "li", password).status_code == 200
    assert password not in told


def test_people_by_command(tmp_path: Path) -> None:
    """In a process of its own: the program sets Django up once for one workspace."""
    assert started(tmp_path, "init", "office").returncode == 0
    at = tmp_path / "office"
    added = started(at, "people", "add", "wang", "--name", "王某", "--role", "经办人")
    assert added.stdout.startswith("已新增 王某（wang），一次性口令：")
    kept = [at / "data" / name for name in ("desk.key", "desk.sqlite")]
    assert [oct(path.stat().st_mode & 0o777) for path in kept] == ["0o600", "0o600"]  # the office's only
    assert started(at, "people", "reset", "wang").stdout.startswith("wang 的一次性口令：")
    assert started(at, "people", "list").stdout == "wang  王某  经办人\n"
    wrong = started(at, "people", "reset", "li")
    assert (wrong.returncode, "没有“li”这个人" in wrong.stderr) == (2, True)


def test_without_https_passwords_cross_no_network(tmp_path: Path) -> None:
    assert started(tmp_path, "init", "office").returncode == 0
    done = started(tmp_path / "office", "desk", "--bind", "0.0.0.0:8600", "--no-clock")
    assert done.returncode == 2
    assert "口令会不加密地经过网络" in done.stderr
