"""`/sites/S`, `/units/U`, `/accounts`: how one site, one unit, all accounts stand."""

from datetime import timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from desk.findings.problem_list import rows
from desk.overview.site import site_overview
from desk.overview.unit import unit_overview
from desk.presenters.account_results import census
from desk.presenters.place_names import place_name, site_name
from desk.statistics.expiry_forecast import RunningOut, running_out
from desk.web import pictures
from desk.web.here import here
from ledger.findings.site_decisions import SiteCondition

SOON = timedelta(days=10)
CONDITIONS = [(word.value, word.chinese) for word in SiteCondition]


@require_safe
def site_page(request: HttpRequest, site: str) -> HttpResponse:
    desk, now = here().desk(), here().clock()
    known = desk.register.sites.get(site)
    if known is None:
        raise Http404
    with here().reading() as ledger:
        told = site_overview(desk, ledger, known, now)
    skipped = [(desk.words[one.reason].label, one.count) for one in told.looked.skipped] if told.looked else []
    shown = {
        "site": told,
        "rows": rows(desk, told.problems, now),
        "skipped": skipped,
        "conditions": CONDITIONS,
        # ours, every word in them escaped
        "month": mark_safe(pictures.month(told.visits)),
        "clocks": mark_safe(pictures.clocks(told.clocks)),
    }
    return render(request, "desk/site.html", shown)


@require_safe
def unit_page(request: HttpRequest, unit: str) -> HttpResponse:
    desk, now = here().desk(), here().clock()
    if unit not in desk.register.units:
        raise Http404
    with here().reading() as ledger:
        told = unit_overview(desk, ledger, unit, now)
    return render(request, "desk/one_unit.html", {"unit": told, "rows": rows(desk, told.problems, now)})


@require_safe
def accounts_page(request: HttpRequest) -> HttpResponse:
    """The census: every account, what is proposed for it and why."""
    with here().reading() as ledger:
        lines = census(here().desk(), ledger, here().clock())
    return render(request, "desk/accounts.html", {"lines": lines})


@require_safe
def expiring_page(request: HttpRequest) -> HttpResponse:
    """Columns, home pages and accounts that would cross their line within ten days; asks every archive, so apart."""
    desk, now = here().desk(), here().clock()
    with here().reading() as ledger:
        told = list(running_out(desk, ledger, now, now.date() + SOON))
    ending = sorted((one for one in told if isinstance(one, RunningOut)), key=lambda one: (one.last, one.subject))
    lines = [
        (site_name(desk, one.subject), place_name(desk, one.subject, one.column, one.place), one.newest, one.last,
         (one.last - now.date()).days)
        for one in ending
    ]  # fmt: skip
    return render(request, "desk/expiring.html", {"lines": lines, "unread": len(told) - len(ending)})
