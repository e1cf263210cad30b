"""The pages over a small office, and people of each role at them."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from desk.web.here import Here
from desk.web.roles import Role
from tests.pages_set_up import furnished, pages_root
from tests.web.world import NOW, furnish


@dataclass
class Clock:
    """Stands still until a test moves it."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def goes(self, **passed: float) -> None:
        self.at += timedelta(**passed)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pages_root()
    return furnish(tmp_path_factory.mktemp("furnished"))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(template: Path, clock: Clock) -> Iterator[Here]:
    from django.db import connections

    from desk.web import later

    yield furnished(template, clock)
    later.wait()
    connections.close_all()


class Box:
    """A mail server that takes every mail."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: object, session: object, envelope: Any) -> str:
        self.taken.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture
def box() -> Iterator[Box]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        taken = Box(free.getsockname()[1])
    controller = Controller(taken, hostname="127.0.0.1", port=taken.port)
    controller.start()
    yield taken
    controller.stop()


def mailing(home: Here, port: int) -> None:
    """The units have addresses, and the office a server to send by."""
    units = home.workspace.register / "units.csv"
    units.write_text("编号,名称,邮箱\nu1,甲区办公室,u1@jia.example\nu2,甲区教育局,u2@jia.example\n", encoding="utf-8")
    path = home.workspace.config / "mail.toml"
    text = path.read_text("utf-8")
    changes = {"host": '"127.0.0.1"', "port": str(port), "security": '"none"', "sender": '"jia@jia.example"'}
    for name, value in changes.items():
        text, found = re.subn(rf"(?m)^{name} = \S+", f"{name} = {value}", text)
        assert found == 1
    path.write_text(text, encoding="utf-8")


@pytest.fixture
def signed_in(home: Here) -> Callable[..., object]:
    """Somebody of that role at the pages; ``None``: nobody. ``strict``: forms need their token."""
    from django.test import Client

    from desk.web.people.models import Person

    def come(role: Role | None, unit: str = "", *, strict: bool = False) -> Client:
        client = Client(enforce_csrf_checks=strict, SERVER_NAME="127.0.0.1")
        if role is not None:
            login = f"p{Person.objects.count()}"
            person = Person(login=login, name=f"{role.value}某", role=role, unit=unit, must_change=False)
            person.set_unusable_password()
            person.save()
            client.force_login(person, "django.contrib.auth.backends.ModelBackend")
        return client

    return come
