"""`/letters`: the outbox: as printed, released, sent, and what became of each."""

import email
from email.policy import SMTP
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.correspondence.letters import standing
from desk.correspondence.sending import release, send_due, settle
from desk.mail.server_settings import load_mail, mail_server
from desk.web import later
from desk.web.here import here
from desk.web.people.models import Deed
from desk.web.views.act import Act, Acted, LaterAct, Ticked
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.correspondence.letter_states import TABLE
from ledger.ledger import ForbiddenStep
from ledger.vocabulary.post.outbox import LetterEvent, LetterState
from reports.figures.text import plain

PAGE = 50
SENDING = "发件箱"


@require_safe
def letters_page(request: HttpRequest) -> HttpResponse:
    """By month and state, those that wait first."""
    month, state = request.GET.get("month", ""), request.GET.get("state", "")
    with here().reading() as ledger:
        found = standing(ledger, month or None)
    counts = {one.value: sum(letter.state is one for letter in found) for one in LetterState}
    shown = [letter for letter in found if not state or letter.state == state]
    order = list(LetterState)
    shown.sort(key=lambda letter: (letter.state is not LetterState.HELD, order.index(letter.state), -letter.id))
    told = {
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "counts": {name: count for name, count in counts.items() if count},
        "state": state,
        "sending": later.running(SENDING),
        "last": Deed.objects.filter(act=Send.act).first(),
    }
    return render(request, "desk/letters.html", told)


@require_safe
def letter_page(request: HttpRequest, number: int) -> HttpResponse:
    """One letter: to whom, what it says, what is enclosed, what became of it."""
    with here().reading() as ledger:
        letter, raw = ledger.letters.get(number), ledger.letters.raw(number)
        history = ledger.letters.history(number)
    message = email.message_from_bytes(raw, policy=SMTP)
    body = message.get_body(("plain",))
    told = {
        "letter": letter,
        "heads": [(n, plain(str(v))) for n, v in message.items() if n in ("From", "To", "Cc", "Subject", "Reply-To")],
        "text": body.get_content() if body else "",
        "parts": [(n, part.get_filename() or "", len(part.get_content()) // 1024 + 1) for n, part in _parts(message)],
        "history": history,
        "can": {event.name for state, event in TABLE if state is letter.state},
    }
    return render(request, "desk/letter.html", told)


def _parts(message: Any) -> list[tuple[int, Any]]:
    return list(enumerate(message.iter_attachments()))


@require_safe
def letter_part(request: HttpRequest, number: int, part: int) -> HttpResponse:
    """What is enclosed, to take away."""
    with here().reading() as ledger:
        message = email.message_from_bytes(ledger.letters.raw(number), policy=SMTP)
    found = dict(_parts(message)).get(part)
    if found is None:
        raise Http404
    data = found.get_content()
    answer = HttpResponse(
        data if isinstance(data, bytes) else str(data).encode(), content_type="application/octet-stream"
    )
    answer["Content-Disposition"] = f"attachment; filename=enclosure-{number}-{part}{_ending(found.get_filename())}"
    return answer


def _ending(name: str | None) -> str:
    ending = (name or "").rpartition(".")[2]
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= 5 else ""


class ReleaseForm(forms.Form):
    number = Ticked("信件")


class Release(Act):
    """A person's word that these may leave: each that may, and why the others may not."""

    act = "放行信件"
    form = ReleaseForm

    def target(self, **route: Any) -> str:
        return "信件"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        numbers = list(dict.fromkeys(said["number"]))
        with here().writing() as ledger:
            chosen = [ledger.letters.get(number) for number in numbers]
            if wrong := [one for one in chosen if (one.state, LetterEvent.RELEASE) not in TABLE]:
                raise ConfigError(
                    *(ConfigMistake(f"信件 {one.id}", f"是“{one.state}”，不能放行", "请去掉它") for one in wrong)
                )
            refused = release(ledger, chosen, self.by, here().clock(), here().desk())
        done = len(chosen) - len(refused)
        told = f"已放行 {done} 封。" + "".join(refused)
        names = "、".join(map(str, numbers))
        return Acted(told, before="待放行", after=told, target=f"信件 {names}")


class Send(LaterAct):
    """What is released and due leaves now."""

    act = "发送信件"
    begun = "开始发送，发完后这一页会显示结果。"

    def target(self, **route: Any) -> str:
        return SENDING

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        desk = here().desk()
        mail = load_mail(desk.workspace)
        sender, server = mail.sender_address(desk).addr_spec, mail_server(mail, desk.workspace)
        with here().writing() as ledger:
            posted = send_due(ledger, server, sender, mail.tries, here().clock)
        states = [one.state for one in posted.letters]
        told = "，".join(f"{state} {states.count(state)} 封" for state in LetterState if state in states)
        return "", f"{told or '没有要发的'}{f'；{posted.trouble}' if posted.trouble else ''}"


class SettleForm(forms.Form):
    sent = forms.TypedChoiceField(
        label="认定", choices=[("yes", "收到了"), ("no", "没有收到")], coerce=lambda word: word == "yes"
    )
    why = forms.CharField(label="怎样核实的", max_length=500)


class Settle(Act):
    """A person's word on a letter that may have been sent."""

    act = "认定信件"
    form = SettleForm

    def target(self, **route: Any) -> str:
        return f"信件 {route['number']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        try:
            with here().writing() as ledger:
                letter = settle(
                    ledger, route["number"], sent=said["sent"], by=self.by, why=said["why"], now=here().clock()
                )
        except ForbiddenStep as error:
            what = f"是“{error.before}”，不能认定"
            raise ConfigError(ConfigMistake(f"信件 {route['number']}", what, "只有“可能已发”的才要认定")) from error
        return Acted(f"信件 {letter.id} 已认定：{letter.state}。", before=LetterState.MAYBE, after=letter.state)
