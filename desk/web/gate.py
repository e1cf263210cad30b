"""Before every page: who asks, whether they may, and a calm page where something is in the way."""

import logging
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk import failures
from desk.web.here import here
from desk.web.roles import MAY, NOBODY, Role, may

_LINK = re.compile(r"(/u/)[\w-]{20,}")
Answering = Callable[[HttpRequest], HttpResponse]
CHANGING = frozenset({"password", "logout", "login"})  # what a person may call whose password another has given


class NoLinks(logging.Filter):
    """A unit's link opens its page: it stands in no log."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = _LINK.sub(r"\1…", record.getMessage()), ()
        return True


class Gate:
    """Every route is asked of ``roles``; every failure that is expected is said in a sentence."""

    def __init__(self, get_response: Answering) -> None:
        self._answer = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self._answer(request)
        if request.path.startswith("/static/"):
            return answer
        answer.headers.setdefault("Cache-Control", "no-store")  # nothing of it stays on a shared computer
        return answer

    def process_view(
        self, request: HttpRequest, view: Answering, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        name = request.resolver_match.url_name or ""
        if name in NOBODY:
            return None
        if not request.user.is_authenticated:
            if request.method in ("GET", "HEAD"):
                wanted = request.get_full_path()
                return redirect("/login" if wanted == "/" else f"/login?{urlencode({'next': wanted})}")
            return said(request, "请先登录", "登录已经结束，这一步没有做；请重新登录后再做一次。", 403)
        if request.user.must_change and name not in CHANGING:
            return redirect("password")
        if name == "today" and request.user.role == Role.UNIT:
            return redirect("own")
        if not may(Role(request.user.role), name):
            return said(request, "没有权限", f"“{request.user.role}”不能使用这一页；需要的请找管理员。", 403)
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, failures.EXPECTED):
            return None
        if isinstance(error, failures.ABSENT):
            return said(request, "没有找到", failures.sentence(error), 404)
        status = 400 if failures.wrongly_asked(error) else 503
        return said(request, "现在不能打开", failures.sentence(error), status)


def said(request: HttpRequest, title: str, text: str, status: int) -> HttpResponse:
    """A page that says one thing."""
    return render(request, "desk/said.html", {"title": title, "lines": text.splitlines()}, status=status)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: an old tab, or another site's page."""
    return said(request, "这一步没有做", "表单已经过期，或不是从本系统的页面提交的；请返回刷新后再做一次。", 403)


def surroundings(request: HttpRequest) -> dict[str, object]:
    """What every template may show: the office, what the person may open, the time."""
    user = getattr(request, "user", None)
    role = Role(user.role) if user is not None and user.is_authenticated else None
    open_to = {name.replace("-", "_") for name in MAY if may(role, name)}
    return {"may": open_to, "now": here().clock(), "query": request.GET.urlencode()}
