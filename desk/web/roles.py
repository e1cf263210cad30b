"""Who may open which page and do what: the one place that says it."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    ADMIN = "管理员"
    CLERK = "经办人"
    UNIT = "单位联系人"
    READER = "只读"


NOBODY = frozenset({"login"})  # open to who has not signed in
EVERYBODY = frozenset(Role)
_OFFICE = frozenset({Role.ADMIN, Role.CLERK, Role.READER})
_DECIDE = frozenset({Role.ADMIN, Role.CLERK})
_ADMIN = frozenset({Role.ADMIN})

# by the name of a route (urls.py); a route that is not here is nobody's
MAY: Mapping[str, frozenset[Role]] = {
    "logout": EVERYBODY,
    "password": EVERYBODY,
    "today": _OFFICE,
    "problems": _OFFICE,
    "problems-sheet": _OFFICE,
    "problems-decide": _DECIDE,
    "problem": _OFFICE,
    "problem-decide": _DECIDE,
    "problem-passed": _DECIDE,
    "problem-rule": _DECIDE,
    "problem-recheck": _DECIDE,
    "problem-trail": _OFFICE,
    "causes": _OFFICE,
    "cause": _OFFICE,
    "cause-decide": _DECIDE,
    "stored-page": _OFFICE,
    "picture": _OFFICE,
    "site-decide": _DECIDE,
    "audit": _OFFICE,
    "people": _ADMIN,
    "people-add": _ADMIN,
    "people-change": _ADMIN,
    "health": _OFFICE,
}


def may(role: Role | None, route: str) -> bool:
    """Whether who has that role (None: has not signed in) may call the route."""
    if route in NOBODY:
        return True
    return role is not None and role in MAY.get(route, frozenset())
