"""`/causes`: what waits for a person, by cause; one cause with its drawn members; the decision on all of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.context import Desk
from desk.findings.causes import Cause, causes
from desk.findings.choosing import Asked, choose, narrowed
from desk.findings.deciding import as_shown, decide_chosen, expiry, taken_back
from desk.findings.problem_list import ProblemRow, rows
from desk.findings.site_decisions import decide as decide_site
from desk.presenters.place_names import site_name, unit_name
from desk.web.here import here
from desk.web.views.act import Act, Acted
from ledger.findings.site_decisions import SiteCondition
from ledger.findings.states import WORDS
from ledger.vocabulary import Decision, DismissalKind, Event
from reports.figures.text import plain

PAGE = 50  # members of a cause shown at once
KINDS = [(kind.value, kind.chinese) for kind in DismissalKind]
UNWRITTEN = "（没有写理由）"


@dataclass(frozen=True)
class CauseRow:
    """A cause in words."""

    id: str
    site: str
    unit: str
    title: str
    where: str
    count: int
    days: int
    held: bool
    grave: bool
    message: str


def cause_row(desk: Desk, cause: Cause, now: datetime) -> CauseRow:
    """How a cause stands in a list."""
    criteria = [desk.criteria.get(f.criterion) for f in cause.members]
    titles = dict.fromkeys(c.title if c else f.criterion for c, f in zip(criteria, cause.members, strict=True))
    subjects = {f.subject for f in cause.members}
    first = cause.shown[0]
    return CauseRow(
        id=cause.id,
        site=plain(site_name(desk, cause.subject)) if cause.subject else f"{len(subjects)}个网站或账号",
        unit=plain(unit_name(desk, first.unit, now.date())) if cause.subject else "",
        title="、".join(titles),
        where="" if cause.where == "*" else cause.where,
        count=len(cause.members),
        days=(now.date() - cause.since.date()).days,
        held=cause.held,
        grave=any(c is not None and c.veto for c in criteria),
        message=plain(first.message),
    )


class DecideForm(forms.Form):
    """属实 or 误报, and why. Where no reason is written, the record says that."""

    decision = forms.ChoiceField(label="决定", choices=[("confirm", "核实"), ("dismiss", "误报")])
    kind = forms.ChoiceField(label="误报的种类", choices=[("", ""), *KINDS], required=False)
    why = forms.CharField(label="理由", max_length=500, required=False)
    until = forms.DateField(label="误报有效期至", required=False)
    seen = forms.IntegerField(label="页面", min_value=0, max_value=10**15)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("decision") == "dismiss" and not given.get("kind"):
            self.add_error("kind", "判为误报要选种类")
        if given.get("until") and given["until"] <= here().clock().date():
            self.add_error("until", "要晚于今天")
        return given


def decision_of(said: dict[str, Any], by: str, now: datetime) -> Decision:
    """What the form says, as the ledger keeps it."""
    if said["decision"] == "confirm":
        return Decision(Event.CONFIRM, now, by, said["why"] or UNWRITTEN)
    until: date | None = said["until"]
    kind = DismissalKind(said["kind"])
    return Decision(Event.DISMISS, now, by, said["why"] or UNWRITTEN, expiry(until, now), kind)


def asked_of(request: HttpRequest) -> Asked:
    """The filter in the address."""
    given = request.GET
    return Asked((), given.get("site", ""), given.get("unit", ""), given.get("criterion", ""))


def _waiting(request: HttpRequest) -> tuple[Desk, datetime, int, tuple[Cause, ...]]:
    """``int``: the row that the journal had come to."""
    desk, now = here().desk(), here().clock()
    with here().reading() as ledger:
        stand = here().stand(ledger)
    return desk, now, stand.row, causes(desk, narrowed(desk, stand.found, asked_of(request)), now)


@require_safe
def causes_page(request: HttpRequest) -> HttpResponse:
    desk, now, _, found = _waiting(request)
    told = [cause_row(desk, one, now) for one in found]
    return render(request, "desk/causes.html", {"causes": told, "members": sum(row.count for row in told)})


@require_safe
def cause_page(request: HttpRequest, cause: str) -> HttpResponse:
    """One cause: its drawn members first, each with its stored page; what comes next in the same filter."""
    desk, now, row, found = _waiting(request)
    names = [one.id for one in found]
    if cause not in names:
        if found:
            raise Http404
        return render(request, "desk/causes.html", {"causes": [], "members": 0})
    at = names.index(cause)
    one = found[at]
    shown: list[ProblemRow] = rows(desk, one.shown, now)
    drawn = {f.id for f in one.shown}
    others = rows(desk, [f for f in one.members if f.id not in drawn][:PAGE], now)
    told = {
        "cause": cause_row(desk, one, now),
        "shown": shown,
        "others": others,
        "left": len(one.members) - len(shown) - len(others),
        "kinds": KINDS,
        "seen": row,
        "before": names[at - 1] if at else "",
        "after": names[at + 1] if at + 1 < len(names) else "",
        "place": at + 1,
        "of": len(names),
    }
    return render(request, "desk/cause.html", told)


class DecideCause(Act):
    """All members of a cause, as they were when it was shown."""

    act = "按成因决定"
    form = DecideForm

    def target(self, **route: Any) -> str:
        return f"成因 {route['cause']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, now = here().desk(), here().clock()
        cause, decision = route["cause"], decision_of(said, self.by, now)
        with here().reading() as ledger:
            chosen = as_shown(ledger, choose(desk, ledger, Asked((cause,)), now), said["seen"])
        done = decide_chosen(desk, chosen, decision)
        numbers = "、".join(str(n) for n in chosen.numbers[:PAGE])
        return Acted(
            said=f"已{WORDS[decision.event]} {len(done.findings)} 个问题" + told_back(done.back),
            before="、".join(dict.fromkeys(f.state for f in chosen.findings)),
            after="、".join(dict.fromkeys(f.state for f in done.findings)),
            target=f"成因 {cause}（问题 {numbers}）",
            goes_to=self.request.POST.get("after", "") or "/causes",
        )


def told_back(count: int) -> str:
    """What a misreading did to others, on a page."""
    return f"；{taken_back(count)}。" if count else "。"


class SiteForm(forms.Form):
    word = forms.ChoiceField(label="情况", choices=[(one.value, one.chinese) for one in SiteCondition])
    why = forms.CharField(label="理由", max_length=500)


class DecideSite(Act):
    """What a person says of a site that does not show its own pages."""

    act = "决定网站情况"
    form = SiteForm

    def target(self, **route: Any) -> str:
        return f"网站 {route['site']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        word = SiteCondition(said["word"])
        told = decide_site(here().desk(), route["site"], word, said["why"], self.by, here().clock())
        return Acted(told, after=f"{word.chinese}：{told}")
