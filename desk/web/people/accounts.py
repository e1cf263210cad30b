"""Who may come in (人员): made, changed, given a new password. A password that another gave is used once."""

import re
import secrets
from typing import Any

from django.db import IntegrityError, transaction

from desk.config.people import named
from desk.context import Desk
from desk.web.people.models import Person
from desk.web.roles import Role
from desk.workspace.config_mistakes import ConfigError, ConfigMistake

FIRST = "admin"
NOBODY_YET = "管理员（首次启动）"  # until the person behind it has said its name
_LOGIN = re.compile(r"[\w.-]{2,40}")
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another


def one_time() -> str:
    """A password to be told once: 80 bits."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(16))
    return "-".join(drawn[at : at + 4] for at in range(0, 16, 4))


def first_administrator() -> str | None:
    """The one-time password of the administrator that the first start makes; None where there are people."""
    if Person.objects.exists():
        return None
    password = one_time()
    _make(FIRST, NOBODY_YET, Role.ADMIN, "", password)
    return password


def add(desk: Desk, login: str, name: str, role: Role, unit: str = "") -> tuple[Person, str]:
    """A new person and the password to be told. ConfigError on what cannot be."""
    login = login.strip().lower()
    if not _LOGIN.fullmatch(login):
        raise _wrong("登录名", f"“{login}”不能用", "请用 2 到 40 个字母、数字、汉字、点、减号")
    try:
        name = named(name)
    except ValueError as wanted:
        raise _wrong("姓名", str(wanted), "请写真实姓名，决定记在它名下") from None
    unit = _unit(desk, role, unit)
    password = one_time()
    try:
        with transaction.atomic():
            return _make(login, name, role, unit, password), password
    except IntegrityError:
        raise _wrong("登录名", f"“{login}”已经有了", "请换一个，或给他重设口令") from None


def _make(login: str, name: str, role: Role, unit: str, password: str) -> Person:
    person = Person(login=login, name=name, role=role, unit=unit)
    person.set_password(password)
    person.save()
    return person


def _unit(desk: Desk, role: Role, unit: str) -> str:
    if role is not Role.UNIT:
        return ""
    known = next((i for i, u in desk.register.units.items() if unit in (i, u.name)), None)
    if known is None:
        raise _wrong("单位", f"登记册里没有单位“{unit}”", "单位联系人要写明是哪个单位，按 units.csv 的编号或名称")
    return known


def reset(login: str) -> str:
    """A new one-time password; whoever is signed in by the old one is out."""
    person = person_of(login)
    password = one_time()
    person.set_password(password)
    person.must_change = True
    person.save()
    from axes.utils import reset as forget

    forget(username=person.login)
    return password


def change(desk: Desk, login: str, role: Role, unit: str, *, active: bool) -> Person:
    """Another role or unit, or out of use; there is always an administrator left."""
    person = person_of(login)
    others = Person.objects.filter(role=Role.ADMIN, is_active=True).exclude(pk=person.pk)
    if (role is not Role.ADMIN or not active) and not others.exists():
        raise _wrong("角色", "这是最后一个管理员", "请先给另一个人管理员的角色")
    person.role, person.unit, person.is_active = role, _unit(desk, role, unit), active
    person.save()
    return person


def everybody() -> list[Person]:
    return list(Person.objects.all())


def person_of(login: str) -> Person:
    """By the name that is typed at the log-in; ConfigError where there is none."""
    found: Any = Person.objects.filter(login=login.strip().lower()).first()
    if not isinstance(found, Person):
        raise _wrong("登录名", f"没有“{login}”这个人", "请用 xuncha people list 查看")
    return found


def _wrong(what: str, text: str, advice: str) -> ConfigError:
    return ConfigError(ConfigMistake(what, text, advice))
