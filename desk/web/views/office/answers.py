"""`/answers`: what came in: mails that wait, appeals, what could not be entered; taken, entered, seen to."""

import re
from datetime import timedelta
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk import failures
from desk.correspondence.answers import fetch, take_file
from desk.correspondence.entering import enter_answer
from desk.mail.server_settings import imap_server, load_mail
from desk.presenters.place_names import unit_name
from desk.web import later
from desk.web.here import here
from desk.web.people.models import Deed
from desk.web.uploads import lay_aside
from desk.web.views.act import Act, Acted, LaterAct
from desk.web.views.findings.problem import look_again, rechecked
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import NoSuchMail, NotWaiting
from ledger.vocabulary import Answer, AnswerKind, AnswerSource
from reports.figures.text import plain

SINCE = timedelta(days=60)  # answers that are listed
BOX = "收件箱"
_KEPT = re.compile(r"[0-9a-f]{64}\.[a-z0-9]{1,8}")


@require_safe
def answers_page(request: HttpRequest) -> HttpResponse:
    desk, now = here().desk(), here().clock()
    everything = bool(request.GET.get("all"))
    with here().reading() as ledger:
        mails = [mail for mail in ledger.inbox.find() if everything or mail.state.waits]
        said = ledger.answers.find(since=now - SINCE)
    day = now.date()
    told = {
        "mails": [(mail, plain(unit_name(desk, mail.unit, day)) if mail.unit else "") for mail in reversed(mails)],
        "answers": [(one, plain(unit_name(desk, one.unit, day))) for one in reversed(said)],
        "kinds": [kind.value for kind in AnswerKind],
        "everything": everything,
        "reading": later.running(BOX),
        "last": Deed.objects.filter(act=Fetch.act).first(),
    }
    return render(request, "desk/answers.html", told)


@require_safe
def kept_file(request: HttpRequest, name: str) -> HttpResponse:
    """What came with an answer, to take away; never shown in the browser."""
    path = here().workspace.answers / name
    if not _KEPT.fullmatch(name) or not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


class Fetch(LaterAct):
    """Reads what is new in the office's box; what is said to be put right is looked at."""

    act = "收邮件"
    begun = "开始收邮件，收完后这一页会显示结果。"

    def target(self, **route: Any) -> str:
        return BOX

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        desk = here().desk()
        server = imap_server(load_mail(desk.workspace), desk.workspace)
        with here().writing() as ledger:
            came = fetch(desk, ledger, server, here().clock())
        looked = [f"问题 {number} {_looked(number)}" for number in came.fixed]
        told = f"新读邮件 {len(came.mails)} 封，记入答复 {len(came.answers)} 条"
        return "", "；".join(filter(None, (told, *looked, came.trouble)))


def _looked(number: int) -> str:
    """The answer is entered whatever becomes of the look."""
    try:
        return rechecked(number)[1]
    except failures.EXPECTED as error:
        return f"没有复查成：{failures.sentence(error)}"


class DoneForm(forms.Form):
    why = forms.CharField(label="怎样处理的", max_length=500)


class MailDone(Act):
    """A person saw to a mail that waited."""

    act = "处理来件"
    form = DoneForm

    def target(self, **route: Any) -> str:
        return f"来件 {route['number']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        number = route["number"]
        try:
            with here().writing() as ledger:
                before = ledger.inbox.get(number).state
                mail = ledger.inbox.settle(number, self.by, said["why"], here().clock())
        except (NoSuchMail, NotWaiting) as error:
            raise ConfigError(ConfigMistake(f"来件 {number}", str(error).rstrip("。"), "请刷新页面")) from error
        return Acted(f"来件 {number} 已处理。", before, mail.state)


class TakeForm(forms.Form):
    file = forms.FileField(label="回执表")
    unit = forms.CharField(label="单位", max_length=200, required=False)


class Take(Act):
    """A receipt (.xlsx) that was handed over, or came in a mail that waits."""

    act = "收下回执"
    form = TakeForm

    def target(self, **route: Any) -> str:
        return "回执"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        home = here()
        units = home.desk().register.units
        unit = next((i for i, u in units.items() if said["unit"] and said["unit"] in (i, u.name)), said["unit"])
        _, file = lay_aside(said["file"])
        with home.writing() as ledger:
            came = take_file(home.desk(), ledger, file, unit, self.by, home.clock())
        look_again(self.actor(), came.fixed)
        notes = "；".join(filter(None, (came.trouble, *(mail.note for mail in came.mails))))
        told = f"记入答复 {len(came.answers)} 条{'，报来已整改的正在复查' if came.fixed else ''}"
        return Acted(f"{told}。{notes}", after="；".join(filter(None, (told, notes))), target=f"回执 {file.name}")


class EnterForm(forms.Form):
    number = forms.IntegerField(label="问题编号", min_value=1, max_value=10**12)
    kind = forms.ChoiceField(label="答复", choices=[(kind.value, kind.value) for kind in AnswerKind])
    cause = forms.CharField(label="原因或申诉理由", max_length=1000, required=False)
    measure = forms.CharField(label="整改措施", max_length=1000, required=False)
    done_on = forms.DateField(label="完成日期", required=False)
    new_address = forms.CharField(label="整改后的地址", max_length=2000, required=False)
    line = forms.BooleanField(label="连同通报里的整条", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("kind") == AnswerKind.APPEAL and not given.get("cause"):
            self.add_error("cause", "申诉要写明理由")
        if given.get("line") and given.get("kind") != AnswerKind.APPEAL:
            self.add_error("line", "只有申诉才能连同整条")
        return given


class Enter(Act):
    """What a unit said by telephone or on paper."""

    act = "录入答复"
    form = EnterForm

    def target(self, **route: Any) -> str:
        return "答复"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        home, number = here(), said["number"]
        answer = Answer(
            number, "", home.clock(), AnswerKind(said["kind"]), AnswerSource.CLERK, self.by, "", said["cause"],
            said["measure"], said["done_on"], said["new_address"],
        )  # fmt: skip
        with home.writing() as ledger:
            before = ledger.findings.get(number).state
            came = enter_answer(home.desk(), ledger, answer, line=said["line"])
            after = ledger.findings.get(number).state
        look_again(self.actor(), came.fixed)
        notes = "；".join(dict.fromkeys(one.note for one in came.answers if one.note))
        told = f"问题 {number} 的答复已记入{f'（{notes}）' if notes else ''}。"
        return Acted(told, before, f"{answer.kind} {after}", target=f"问题 {number}")
