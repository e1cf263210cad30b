"""What every POST is: one use case, one row of the trail, and back to where the person was."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views import View

from desk import failures
from desk.web import later
from desk.web.here import here
from desk.web.people import trail


@dataclass(frozen=True)
class Acted:
    """What an act did: ``said`` to the person, ``before`` and ``after`` for the trail. ``target``: what it was done to,
    where that is known only now; ``goes_to``: the page that follows, where it is another than the one before."""

    said: str
    before: str = ""
    after: str = ""
    target: str = ""
    goes_to: str = ""


class Ticked(forms.TypedMultipleChoiceField):
    """Numbers that were ticked, whichever a page had; whether there are such, the use case says."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, coerce=int, error_messages={"required": f"没有勾选{label}"})

    def valid_value(self, value: str) -> bool:
        return value.isascii() and value.isdigit() and len(value) < 13


def actor_of(person: Any) -> trail.Actor:
    return trail.Actor(person.login, person.name, person.role)


class Act(View):
    """A POST. ``act`` is its name in the trail; ``form`` what it is given; ``do`` calls the use case."""

    http_method_names = ("post",)
    act = ""
    form: type[forms.Form] = forms.Form

    def target(self, **route: Any) -> str:
        """What it is done to, in words."""
        return "、".join(str(value) for value in route.values())

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        """The use case. Raises one of ``failures.EXPECTED`` where it refuses."""
        raise NotImplementedError

    def actor(self, **route: Any) -> trail.Actor:
        """Who acts; its name stands beside the decision."""
        return actor_of(self.request.user)

    @property
    def by(self) -> str:
        return self.actor(**self.kwargs).name

    def post(self, request: HttpRequest, **route: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            messages.error(request, "没有做：" + "；".join(mistakes(form)))
            return back(request)
        clock = here().clock
        said = {name: _named(value) for name, value in form.cleaned_data.items()}
        address = request.META.get("REMOTE_ADDR", "")
        deed = trail.begin(self.actor(**route), self.act, self.target(**route), said, at=clock(), address=address)
        try:
            acted = self.do(form.cleaned_data, **route)
        except failures.EXPECTED as error:
            why = _by_label(failures.sentence(error), form)
            trail.refused(deed, why, at=clock())
            messages.error(request, why)
            return back(request)
        trail.done(deed, acted.before, acted.after, at=clock(), target=acted.target)
        messages.success(request, acted.said)
        return back(request, acted.goes_to)


def _by_label(text: str, form: forms.Form) -> str:
    """A sentence that names an option of the command, with the name that stands beside the form's field."""
    for name, field in form.fields.items():
        text = text.replace(f"--{name}：", f"{field.label}：").replace(f"--{name} ", f"“{field.label}”")
    return text


def _named(value: Any) -> Any:
    """As the trail keeps it: of a file its name."""
    if isinstance(value, tuple):
        return "、".join(name for name, _ in value)
    return value.name if hasattr(value, "read") else value


class LaterAct(Act):
    """An act that takes longer than a page may: ``work`` is done beside the pages, which say when it has ended."""

    begun = "已经开始，做完后这一页会显示结果。"

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        """The use case, in a thread of its own: what stood before, and what came out."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **route: Any) -> HttpResponse:
        form, target, by = self.form(request.POST, request.FILES), self.target(**route), self.by
        if not form.is_valid():
            messages.error(request, "没有做：" + "；".join(mistakes(form)))
            return back(request)
        if later.running(target):
            messages.info(request, "正在做，请稍候。")
            return back(request)
        said, address = form.cleaned_data, request.META.get("REMOTE_ADDR", "")
        deed = trail.begin(self.actor(**route), self.act, target, said, at=here().clock(), address=address)
        later.start(deed, target, lambda: self.work(said, by, **route))
        messages.success(request, self.begun)
        return back(request)


def mistakes(form: forms.Form) -> Iterable[str]:
    """What is wrong with a form, a sentence each, by the names that stand beside its fields."""
    for name, wrong in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        yield from (f"{label}{'：' if label else ''}{str(one).rstrip('。')}" for one in wrong)


def back(request: HttpRequest, goes_to: str = "") -> HttpResponse:
    """To the page that the form names in ``next``, with its filter; never to another host."""
    wanted = goes_to or request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return redirect(wanted if own else "/")
