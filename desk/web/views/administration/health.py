"""`/health`: what `xuncha doctor` says."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.web.here import here


@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """Looks at the network too, so only when asked."""
    from desk.scheduler.doctor import examine  # loads the network's libraries, which no other page needs

    lines = examine(here().workspace, here().clock()) if request.GET.get("look") else None
    return render(request, "desk/health.html", {"lines": lines})
