"""The pages that stand where there is none."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from desk.web.gate import said


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return said(request, "没有这一页", "地址不对，或它已经不在了。", 404)


def broken(request: HttpRequest) -> HttpResponse:
    """A mistake of ours: what it was stands in the log of the program, never on the page. Rests on nothing that may
    have been it."""
    lines = ["没有做完的不会记入台账；请稍后再试，仍不行的请管理员查看运行记录。"]
    return HttpResponse(render_to_string("desk/said.html", {"title": "出错了", "lines": lines}), status=500)
