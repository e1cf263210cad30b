"""`/scores`: the units' points of a year, and what each lost them for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.correspondence.annual import FIRST_YEAR, year_figures
from desk.web.here import here


@require_safe
def scores_page(request: HttpRequest) -> HttpResponse:
    """By points; of what stands now. The letters that tell it are written by `xuncha letters score`."""
    now = here().clock()
    said = request.GET.get("year", "")
    year = int(said) if said.isascii() and said.isdigit() and FIRST_YEAR <= int(said[:4]) <= now.year else now.year
    with here().reading() as ledger:
        scored, unowned = year_figures(here().desk(), ledger, year, now)
    units = sorted(scored.items(), key=lambda one: (one[1].points, one[1].unit))
    told = {"year": year, "years": range(now.year, FIRST_YEAR - 1, -1), "units": units, "unowned": unowned}
    return render(request, "desk/scores.html", told)
