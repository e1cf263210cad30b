"""Who may open which page and do what: the one place that says it."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    ADMIN = "管理员"
    CLERK = "经办人"
    UNIT = "单位联系人"
    READER = "只读"


# open to who has not signed in; a unit's link is asked of ``people.links`` at every call
NOBODY = frozenset({"login", "link", "link-answer", "link-page", "link-picture"})
EVERYBODY = frozenset(Role)
_OFFICE = frozenset({Role.ADMIN, Role.CLERK, Role.READER})
_DECIDE = frozenset({Role.ADMIN, Role.CLERK})
_ADMIN = frozenset({Role.ADMIN})
_UNIT = frozenset({Role.UNIT})

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
    "problem-look": _DECIDE,
    "problem-trail": _OFFICE,
    "causes": _OFFICE,
    "cause": _OFFICE,
    "cause-decide": _DECIDE,
    "stored-page": _OFFICE,
    "picture": _OFFICE,
    "site-decide": _DECIDE,
    "site": _OFFICE,
    "unit": _OFFICE,
    "accounts": _OFFICE,
    "expiring": _OFFICE,
    "notices": _OFFICE,
    "notice": _OFFICE,
    "notice-file": _OFFICE,
    "notice-draft": _DECIDE,
    "notice-signed": _DECIDE,
    "notice-issue": _DECIDE,
    "notice-withdraw": _DECIDE,
    "letters": _OFFICE,
    "letters-release": _DECIDE,
    "letters-send": _DECIDE,
    "letter": _OFFICE,
    "letter-part": _OFFICE,
    "letter-settle": _DECIDE,
    "answers": _OFFICE,
    "answers-fetch": _DECIDE,
    "answers-take": _DECIDE,
    "answers-enter": _DECIDE,
    "answers-done": _DECIDE,
    "answers-file": _OFFICE,
    "runs": _OFFICE,
    "runs-now": _DECIDE,
    "timetable": _OFFICE,
    "register": _OFFICE,
    "register-sheet": _OFFICE,
    "register-preview": _DECIDE,
    "register-import": _DECIDE,
    "register-undo": _DECIDE,
    "manual": _DECIDE,
    "manual-column": _DECIDE,
    "manual-accounts": _DECIDE,
    "manual-problem": _DECIDE,
    "own": _UNIT,
    "own-answer": _UNIT,
    "own-page": _UNIT,
    "own-picture": _UNIT,
    "links": _DECIDE,
    "links-add": _DECIDE,
    "links-revoke": _DECIDE,
    "scores": _OFFICE,
    "audit-trail": _OFFICE,
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
