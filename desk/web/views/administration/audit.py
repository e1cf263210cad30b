"""`/audit`: every act at the desk; the decision trail of a problem as a .docx."""

import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.findings.finding_history import story
from desk.findings.problem_list import rows
from desk.web.here import here
from desk.web.people.models import Deed
from desk.workspace.clock import SHANGHAI
from ledger.findings.states import WORDS
from reports.figures.text import stamp
from reports.letters.trail import TrailFigures, write_trail

Parts = tuple[tuple[str, Sequence[tuple[str, str]], Sequence[str]], ...]
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
    try:
        return bool(date.fromisoformat(text)) and len(text) == len("2026-11-30")
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
    deeds = Deed.objects.filter(target__regex=rf"问题 (.*、)?{number}([^0-9]|$)").order_by("id")
    parts = tuple((part.title or "问题", part.pairs, part.lines) for part in told)
    return _document(f"问题{number}的处理经过", f"{row.site}：{row.message}", parts, deeds, f"problem-{number}")


@require_safe
def day_trail(request: HttpRequest) -> HttpResponse:
    """What was done at the desk on one day (today unless the address says another), and what it did to problems."""
    said = request.GET.get("day", "")
    day = date.fromisoformat(said) if _is_day(said) else here().clock().date()
    begins = datetime.combine(day, time.min, SHANGHAI)
    with here().reading() as ledger:
        events = [e for e in ledger.findings.events(begins, begins + timedelta(days=1)) if e.by]
    lines = tuple(f"{stamp(e.at)}  问题 {e.finding}  {WORDS[e.event]}  {e.by}  {e.why}" for e in events)
    deeds = Deed.objects.filter(at__gte=begins, at__lt=begins + timedelta(days=1)).order_by("id")
    told = f"当日由人作出的决定 {len(lines)} 项，工作台上的操作 {deeds.count()} 项。"
    return _document(f"{day:%Y年%m月%d日}操作记录", told, (("决定", (), lines),), deeds, f"day-{day}")


def _became(deed: Deed) -> str:
    return f"没有做：{deed.refused}" if deed.refused else f"{deed.target} {deed.before}→{deed.after}"


def _document(title: str, subject: str, parts: Parts, deeds: Iterable[Deed], name: str) -> HttpResponse:
    acts = tuple(
        (d.at, d.name, d.act, f"没有做：{d.refused}" if d.refused else f"{d.target} {d.before}→{d.after}")
        for d in deeds
    )
    office, now = here().desk().settings.office.name, here().clock()
    figures = TrailFigures(title, office, now, subject, parts, acts)
    with tempfile.TemporaryDirectory() as folder:
        data = write_trail(figures, Path(folder) / "trail.docx").read_bytes()
    answer = HttpResponse(data, content_type=DOCUMENT)
    answer["Content-Disposition"] = f'attachment; filename="{name}.docx"'
    return answer
