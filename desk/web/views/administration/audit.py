"""`/audit`: every act at the desk; the decision trail of a problem as a .docx."""

import tempfile
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.findings.finding_history import story
from desk.findings.problem_list import rows
from desk.web.here import here
from desk.web.people.models import Deed
from reports.letters.trail import TrailFigures, write_trail

PAGE = 50
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def audit_page(request: HttpRequest) -> HttpResponse:
    """By day, person and act, newest first."""
    day, who, act = (request.GET.get(name, "").strip() for name in ("day", "who", "act"))
    deeds = Deed.objects.all()
    if day:
        deeds = deeds.filter(at__date=day) if _is_day(day) else deeds.none()
    if who:
        deeds = deeds.filter(name=who)
    if act:
        deeds = deeds.filter(act=act)
    page = Paginator(deeds, PAGE).get_page(request.GET.get("page"))
    acts = Deed.objects.order_by("act").values_list("act", flat=True).distinct()
    names = Deed.objects.order_by("name").values_list("name", flat=True).distinct()
    told = {"page": page, "acts": acts, "names": names, "day": day, "who": who, "act": act}
    return render(request, "desk/audit.html", told)


def _is_day(text: str) -> bool:
    from django.utils.dateparse import parse_date

    try:
        return parse_date(text) is not None
    except ValueError:
        return False


@require_safe
def problem_trail(request: HttpRequest, number: int) -> HttpResponse:
    """Who decided what of one problem, when and why, to be put into the files."""
    desk, now = here().desk(), here().clock()
    with here().reading() as ledger:
        finding = ledger.findings.get(number)
        told = story(desk, ledger, finding, now)
    row = rows(desk, [finding], now)[0]
    deeds = Deed.objects.filter(target__startswith=f"问题 {number}").order_by("id")
    acts = tuple(
        (d.at, d.name, d.act, f"{d.before}→{d.after}" if not d.refused else f"没有做：{d.refused}") for d in deeds
    )
    figures = TrailFigures(
        title=f"问题{number}的处理经过",
        office=desk.settings.office.name,
        made=now,
        subject=f"{row.site}：{row.message}",
        parts=tuple((part.title or "问题", part.pairs, part.lines) for part in told),
        acts=acts,
    )
    with tempfile.TemporaryDirectory() as folder:
        data = write_trail(figures, Path(folder) / "trail.docx").read_bytes()
    answer = HttpResponse(data, content_type=DOCUMENT)
    answer["Content-Disposition"] = f'attachment; filename="problem-{number}.docx"'
    return answer
