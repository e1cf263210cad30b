"""Who decides and signs: a person, by the name given or as the settings know the login; never the machine."""

import getpass
import os
from collections.abc import Mapping

LONGEST = 40  # signs of a name
_ACCOUNTS = """root toor admin administrator system localsystem localservice networkservice defaultaccount guest user
daemon nobody bin sys service www www-data ubuntu debian centos xuncha 管理员 系统"""  # of machines and services
_NOBODY = frozenset(_ACCOUNTS.split())
_ADVICE = f"要写人的姓名，一行文字，不超过 {LONGEST} 个字"


def nobody(login: str) -> bool:
    """Whether that is an account of the machine or of a service: anybody may stand behind it."""
    return login.strip().casefold().replace(" ", "") in _NOBODY or login.strip().endswith("$")


def named(text: object) -> str:
    """A person's name as it is kept. ValueError, with what to do, on what is none."""
    name = text.strip() if isinstance(text, str) else ""
    if not 0 < len(name) <= LONGEST or not name.isprintable():
        raise ValueError(_ADVICE)
    if nobody(name):
        raise ValueError(f"“{name}”是公用的登录名，不是哪一个人，{_ADVICE}")
    return name


def people(value: object) -> Mapping[str, str]:
    """The table ``[people]``: names by login, in small letters. ValueError on what is no person's."""
    known = value if isinstance(value, dict) else {"": ""}
    if "" in known:
        raise ValueError('要写成单独一行 [people]，下面一人一行，如 "wang" = "王某"')
    if shared := next(filter(nobody, known), None):
        raise ValueError(f"“{shared}”是公用的登录名，不是哪一个人，请删去这一行")
    return {login.strip().casefold(): named(name) for login, name in known.items()}


def login() -> str:
    """The name by which whoever types came in, through sudo too; "" where the system knows none."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such account; Windows without a name in its environment
        return ""


def person(known: Mapping[str, str], name: str) -> str | None:
    """Who came in by the login ``name``, if ``known`` (``[people]``) says it."""
    return known.get(name.casefold())
