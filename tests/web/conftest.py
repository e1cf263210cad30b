"""The pages over a small office, and people of each role at them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

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


SignedIn = Callable[..., "object"]


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
