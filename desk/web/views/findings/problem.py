"""`/problems/N`: one problem with all that is known of it, beside the stored page; each decision on it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.context import Desk
from desk.findings.appeals import cover
from desk.findings.choosing import Asked, Chosen
from desk.findings.deciding import as_shown, decide_chosen, decide_one, expiry, rule_on
from desk.findings.finding_history import story
from desk.findings.manual_closure import pass_seen
from desk.findings.problem_list import listed, rows
from desk.web import later
from desk.web.here import here
from desk.web.people import trail
from desk.web.people.models import Deed
from desk.web.views.act import Act, Acted, LaterAct
from desk.web.views.findings.causes import KINDS, DecideForm, decision_of, told_back
from desk.web.views.findings.problems import filter_of
from desk.web.views.findings.stored import picture_of, stored_of
from ledger.findings.states import TABLE, WORDS
from ledger.vocabulary import Decision, DismissalKind, Event, Finding, Outcome, PlaceKind, State
from reports.figures.text import is_web

RECHECKED, LOOKED = "立即复查", "浏览器查看"
PICTURE = re.compile(r"[0-9a-f]{64}\.png")
PAGES = 2  # stored pages that are shown
OUTCOMES = {
    Outcome.PASS: "通过",
    Outcome.FAIL: "仍存在",
    Outcome.UNKNOWN: "未能核查",
    Outcome.NOT_APPLICABLE: "不适用",
}
EVENTS = [("urge", "登记已催办"), ("fixed", "登记单位报来已整改"), ("restore", "撤销误报")]
_OF = {"urge": Event.URGE, "fixed": Event.REPORT_FIXED, "restore": Event.RESTORE}


@dataclass(frozen=True)
class Beside:
    """The problem before and after this one in the same filter, and where it stands among them."""

    before: int | None
    after: int | None
    place: int
    of: int


@require_safe
def problem_page(request: HttpRequest, number: int) -> HttpResponse:
    desk, now = here().desk(), here().clock()
    with here().reading() as ledger:
        finding = ledger.findings.get(number)
        told = story(desk, ledger, finding, now)
        found, row = here().stand(ledger).found, ledger.findings.newest_row()
    looks = Deed.objects.filter(act__in=(RECHECKED, LOOKED), target=f"问题 {number}")[:3]
    address = finding.where.address or finding.evidence.address
    shown = {
        "row": rows(desk, [finding], now)[0],
        "story": told,
        "finding": finding,
        "can": _possible(finding, now.date()),
        "pages": list(stored_of(finding))[:PAGES],
        "marked": bool(finding.evidence.quote or finding.where.kind is PlaceKind.LINK),
        "picture": picture_of(finding),
        "live": address if is_web(address) else "",
        "taken_now": taken_now(number),
        "kinds": KINDS,
        "seen": row,
        "beside": _beside(desk, found, request, number, now),
        "looks": looks,
        "looking": later.running(f"问题 {number}"),
    }
    return render(request, "desk/problem.html", shown)


def _possible(finding: Finding, day: date) -> set[str]:
    """What can be done with it as it stands."""
    gone = finding.dismissed_on(day)
    can = {event.value for state, event in TABLE if state is finding.state}
    decide = {"decide"} if finding.waits and not gone else set()
    dismiss = {"dismiss"} if not gone and finding.state is not State.CLOSED else set()
    rule = {"rule"} if finding.appeal else set()
    acts = {name for name, event in _OF.items() if event.value in can and not gone and name != "restore"}
    open_now = {"recheck", "passed"} if finding.state is not State.CLOSED and not gone else set()
    return decide | dismiss | rule | acts | open_now | ({"restore"} if gone else set())


def _beside(desk: Desk, found: Sequence[Finding], request: HttpRequest, number: int, now: datetime) -> Beside:
    wanted = listed(desk, found, filter_of(request.GET), now, request.GET.get("sort", "number"))
    numbers = [f.id for f in wanted]
    if number not in numbers:
        return Beside(None, numbers[0] if numbers else None, 0, len(numbers))
    at = numbers.index(number)
    after = numbers[at + 1] if at + 1 < len(numbers) else None
    return Beside(numbers[at - 1] if at else None, after, at + 1, len(numbers))


class _OnOne(Act):
    def target(self, **route: Any) -> str:
        return f"问题 {route['number']}"


class OneForm(DecideForm):
    decision = forms.ChoiceField(label="决定", choices=[("confirm", "核实"), ("dismiss", "误报"), *EVENTS])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("decision") in _OF and not given.get("why"):
            self.add_error("why", "请写理由")
        return given


class DecideOne(_OnOne):
    """核实, 误报, 催办, 已整改, 撤销误报: of one problem, as it was when it was shown."""

    act = "决定问题"
    form = OneForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, now, number = here().desk(), here().clock(), route["number"]
        event = _OF.get(said["decision"])
        decision = Decision(event, now, self.by, said["why"], said["until"]) if event else None
        decision = decision or decision_of(said, self.by, now)
        with here().reading() as ledger:
            finding = ledger.findings.get(number)
            chosen = Chosen((finding,), (finding,), Asked((str(number),)))
            saw = as_shown(ledger, chosen, said["seen"])
        done = decide_chosen(desk, saw, decision)
        after = done.findings[0]
        goes_to = self.request.POST.get("after", "") if decision.event in (Event.CONFIRM, Event.DISMISS) else ""
        return Acted(
            f"问题 {number} 已{WORDS[decision.event]}" + told_back(done.back), finding.state, after.state,
            goes_to=goes_to,
        )  # fmt: skip


class PassedForm(forms.Form):
    seen = forms.CharField(label="看的是哪个网址", max_length=2000)
    why = forms.CharField(label="看到了什么", max_length=500)


class PassOne(_OnOne):
    """人工查看已改好: for what the machine cannot look at."""

    act = "人工查看销号"
    form = PassedForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, now, number = here().desk(), here().clock(), route["number"]
        done = decide_one(
            desk, now, lambda ledger: pass_seen(desk, ledger, number, now, self.by, said["why"], said["seen"])
        )
        return Acted(f"问题 {number} 已销号。", after=done.findings[0].state)


class RuleForm(forms.Form):
    accept = forms.TypedChoiceField(
        label="裁定", choices=[("yes", "成立"), ("no", "不成立")], coerce=lambda word: word == "yes"
    )
    kind = forms.ChoiceField(label="种类", choices=[("", "不计入读法的对错"), *KINDS], required=False)
    why = forms.CharField(label="理由", max_length=500)
    until = forms.DateField(label="有效期至", required=False)
    line = forms.BooleanField(label="连同通报里的整条", required=False)
    seen = forms.IntegerField(label="页面", min_value=0, max_value=10**15)


class RuleOne(_OnOne):
    """The ruling on an appeal, with all that says the same fact."""

    act = "申诉裁定"
    form = RuleForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, now, number = here().desk(), here().clock(), route["number"]
        kind = DismissalKind(said["kind"]) if said["kind"] else None
        ruling = Decision(Event.RULE_ON_APPEAL, now, self.by, said["why"], expiry(said["until"], now), kind)
        with here().reading() as ledger:
            covered = cover(desk, ledger, Asked((str(number),)), now, line=said["line"])
            as_shown(ledger, Chosen(covered.ruled, covered.ruled, covered.asked), said["seen"])
        done = rule_on(desk, covered, ruling, accept=said["accept"])
        word = "成立" if said["accept"] else "不成立"
        numbers = "、".join(str(f.id) for f in covered.ruled)
        return Acted(
            f"申诉{word}，已裁定问题 {numbers}" + told_back(done.back),
            before="、".join(dict.fromkeys(f.state for f in covered.ruled)),
            after=f"申诉{word}",
            target=f"问题 {numbers}",
        )


class RecheckOne(LaterAct):
    """Looks at the place again."""

    act = RECHECKED
    begun = "开始复查，看完后这一页会显示结果。"

    def target(self, **route: Any) -> str:
        return f"问题 {route['number']}"

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        return rechecked(route["number"])


class LookOne(LaterAct):
    """The browser opens the place once, now: what it shows, and its picture."""

    act = LOOKED
    begun = "浏览器正在打开，看完后这一页会显示截图。"

    def target(self, **route: Any) -> str:
        return f"问题 {route['number']}"

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        from desk.inspections.last_word import looked_at  # starts a browser, which no other page needs

        home = here()
        with home.reading() as ledger:
            finding = ledger.findings.get(route["number"])
        return "", "；".join(looked_at(home.desk(), finding, home.clock(), allow_private=home.allow_private))


def taken_now(number: int) -> str:
    """The name of the last picture that was taken on demand, or ""."""
    deed = Deed.objects.filter(act=LOOKED, target=f"问题 {number}", refused="").exclude(ended=None).first()
    found = PICTURE.search(deed.after) if deed else None
    return found[0] if found else ""


def look_again(actor: trail.Actor, numbers: Iterable[int]) -> None:
    """Each of what is said to be put right, beside the pages; what is being looked at already is left."""
    for number in numbers:
        target = f"问题 {number}"
        if not later.running(target):
            deed = trail.begin(actor, RECHECKED, target, {}, at=here().clock())
            later.start(deed, target, partial(rechecked, number))


def rechecked(number: int) -> tuple[str, str]:
    """Looks at one problem's place now: its state before, and what came out."""
    from desk.inspections.recheck import recheck  # loads the network's libraries, which no page needs

    home = here()
    line = recheck(home.desk(), [number], home.clock(), allow_private=home.allow_private).lines[0]
    beside = f"；{line.beside}" if line.beside else ""
    return line.before, f"{line.after}（{OUTCOMES[line.outcome]}：{line.said}{beside}）"
