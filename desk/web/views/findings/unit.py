"""`/u/TOKEN` and `/u`: a unit's own page: what it was told, with evidence; what it answers. A GET never acts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.correspondence.entering import enter_answer
from desk.findings.problem_list import ProblemRow, rows
from desk.presenters.place_names import unit_name
from desk.web import later
from desk.web.here import here
from desk.web.people import links, trail
from desk.web.roles import Role
from desk.web.views.act import Act, Acted, actor_of
from desk.web.views.findings.problem import look_again
from desk.web.views.findings.stored import picture_of, shown_page, shown_picture, stored_of
from ledger.calendar import day_of
from ledger.ledger import Ledger, NoSuchFinding
from ledger.vocabulary import Answer, AnswerKind, AnswerSource, Finding, State

DONE = timedelta(days=60)  # for how long what was put right is still shown
LARGEST = 10_000_000  # bytes of one file
FILES = 5
KINDS = (b"\x89PNG", b"\xff\xd8", b"GIF8", b"%PDF-", b"PK\x03\x04")  # pictures, PDF, .docx and .xlsx


@dataclass(frozen=True)
class Visitor:
    """The unit that is at its page, who acts for it, and where the page stands."""

    unit: str
    actor: trail.Actor
    base: str


def visitor(request: HttpRequest, token: str | None) -> Visitor:
    """By its link, or by the log-in of its contact. 404 where the link is nobody's any more."""
    if token is None:
        return Visitor(request.user.unit, actor_of(request.user), "/u")
    link = links.unit_of(token, here().clock())
    if link is None:
        raise Http404
    return Visitor(link.unit, trail.Actor(f"链接 {link.pk}", "单位（凭链接）", Role.UNIT), f"/u/{token}")


def told_to(ledger: Ledger, unit: str) -> Iterator[Finding]:
    """What that unit was told, and no other: nothing that waits, nothing dismissed, what was put right for a while."""
    now = here().clock()
    for finding in here().stand(ledger).found:
        if finding.unit != unit or finding.dismissed_on(day_of(now)):
            continue
        told = finding.state in (State.NOTIFIED, State.FIXING, State.RECHECK)
        if finding.state is State.CLOSED:
            told = bool(finding.closed_at and now - finding.closed_at <= DONE) and ledger.findings.ever_told(finding.id)
        elif finding.state is State.REOPENED:
            told = finding.confirmed_at is not None and ledger.findings.ever_told(finding.id)
        if told:
            yield finding


def own(ledger: Ledger, unit: str, number: int) -> Finding:
    """One of these; ``NoSuchFinding`` of any other, whether it is there or not."""
    found = next((f for f in told_to(ledger, unit) if f.id == number), None)
    if found is None:
        raise NoSuchFinding(number)
    return ledger.findings.get(number)


@dataclass(frozen=True)
class Told:
    """A problem as its unit sees it."""

    row: ProblemRow
    demand: str
    open: bool
    answers: tuple[Answer, ...]
    page: str
    picture: str
    looking: bool


@require_safe
def unit_page(request: HttpRequest, token: str | None = None) -> HttpResponse:
    """Open ones by their deadline, then what was put right."""
    who, desk, now = visitor(request, token), here().desk(), here().clock()
    with here().reading() as ledger:
        found = sorted(told_to(ledger, who.unit), key=lambda f: (f.state is State.CLOSED, str(f.due or "9999"), f.id))
        said = {f.id: tuple(ledger.answers.find(finding=f.id)) for f in found}
    told = []
    for finding, row in zip(found, rows(desk, found, now), strict=True):
        criterion = desk.criteria.get(finding.criterion)
        told.append(
            Told(
                row,
                criterion.demand if criterion else "",
                finding.state is not State.CLOSED,
                said[finding.id],
                next((one.body for one in stored_of(finding)), ""),
                picture_of(finding),
                later.running(f"问题 {finding.id}"),
            )
        )
    name = unit_name(desk, who.unit, now.date())
    shown = {"unit": name, "told": told, "base": who.base, "looking": any(one.looking for one in told)}
    return render(request, "desk/unit.html", shown)


@require_safe
def unit_stored(request: HttpRequest, number: int, body: str, token: str | None = None) -> HttpResponse:
    """The stored page of one of its own problems, inert."""
    who = visitor(request, token)
    with here().reading() as ledger:
        finding = own(ledger, who.unit, number)
    return shown_page(finding, body)


@require_safe
def unit_picture(request: HttpRequest, number: int, token: str | None = None) -> HttpResponse:
    """The browser's picture of one of its own problems."""
    who = visitor(request, token)
    with here().reading() as ledger:
        finding = own(ledger, who.unit, number)
    return shown_picture(picture_of(finding))


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(label="答复", choices=[(kind.value, kind.value) for kind in AnswerKind])
    cause = forms.CharField(label="原因或申诉理由", max_length=1000, required=False)
    measure = forms.CharField(label="整改措施", max_length=1000, required=False)
    done_on = forms.DateField(label="完成（预计完成）日期", required=False)
    new_address = forms.URLField(label="整改后的地址", max_length=2000, required=False, assume_scheme="http")
    by = forms.CharField(label="填报人", max_length=40)
    reviewer = forms.CharField(label="审核人", max_length=40, required=False)
    line = forms.BooleanField(label="对通报里同一条全部申诉", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        kind = given.get("kind")
        if kind == AnswerKind.APPEAL and not given.get("cause"):
            self.add_error("cause", "申诉要写明理由")
        if kind == AnswerKind.WORKING and not (given.get("cause") and given.get("done_on")):
            self.add_error("done_on", "还没有改好的，要写明原因和预计完成的日期")
        if kind == AnswerKind.WORKING and given.get("done_on") and given["done_on"] < here().clock().date():
            self.add_error("done_on", "预计完成的日期已经过了")
        given["files"] = tuple(self._files())
        return given

    def _files(self) -> Iterator[tuple[str, bytes]]:
        files = self.files.getlist("files") if self.files else []
        if len(files) > FILES:
            raise forms.ValidationError(f"佐证一次最多 {FILES} 个文件")
        for file in files:
            if file.size > LARGEST:
                raise forms.ValidationError(f"{file.name} 超过 {LARGEST // 1_000_000} MB")
            data = file.read()
            if not data.startswith(KINDS):
                raise forms.ValidationError(f"{file.name} 不是图片、PDF、.docx 或 .xlsx")
            yield file.name, data


class UnitAnswer(Act):
    """What the unit says of one of its problems; what is said to be put right is looked at again at once."""

    act = "单位答复"
    form = AnswerForm

    def actor(self, **route: Any) -> trail.Actor:
        return visitor(self.request, route.get("token")).actor

    def target(self, **route: Any) -> str:
        return f"问题 {route['number']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        who, number, home = visitor(self.request, route.get("token")), route["number"], here()
        answer = Answer(
            number, "", home.clock(), AnswerKind(said["kind"]), AnswerSource.PAGE, said["by"], said["reviewer"],
            said["cause"], said["measure"], said["done_on"], said["new_address"],
        )  # fmt: skip
        with home.writing() as ledger:
            before = own(ledger, who.unit, number).state
            came = enter_answer(home.desk(), ledger, answer, said["files"], line=said["line"])
            after = ledger.findings.get(number).state
        notes = "；".join(dict.fromkeys(one.note for one in came.answers if one.note))
        if came.fixed:
            look_again(who.actor, came.fixed)
        more = f"（{notes}）" if notes else ""
        told = "已收到，正在复查" if came.fixed else "已收到"
        return Acted(f"问题 {number} 的答复{told}{more}。", before, f"{answer.kind} {after}{more}", goes_to=who.base)
