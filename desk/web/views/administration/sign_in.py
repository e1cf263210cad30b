"""Coming in and going out, and a password of one's own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, password_validation, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View
from django.views.decorators.http import require_http_methods

from desk.config.people import named
from desk.web.gate import said
from desk.web.here import here
from desk.web.people import trail
from desk.web.people.accounts import NOBODY_YET
from desk.web.views.act import actor_of, back


class LoginForm(forms.Form):
    login = forms.CharField(label="登录名", max_length=40)
    password = forms.CharField(label="口令", max_length=200, widget=forms.PasswordInput, strip=False)


class PasswordForm(forms.Form):
    """The old one and, twice, the new one."""

    old = forms.CharField(label="现在的口令", max_length=200, widget=forms.PasswordInput, strip=False)
    new_password = forms.CharField(label="新口令", max_length=200, widget=forms.PasswordInput, strip=False)
    again_password = forms.CharField(label="再写一遍", max_length=200, widget=forms.PasswordInput, strip=False)

    def __init__(self, person: Any, *given: Any) -> None:
        super().__init__(*given)
        self._person = person
        if person.name == NOBODY_YET:  # who decides is a person
            self.fields["name"] = forms.CharField(label="您的姓名", max_length=40)

    def clean_name(self) -> str:
        try:
            return named(self.cleaned_data["name"])
        except ValueError as wanted:
            raise forms.ValidationError(str(wanted)) from None

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        if not self._person.check_password(old):
            raise forms.ValidationError("不对")
        return old

    def clean_new_password(self) -> str:
        new = str(self.cleaned_data["new_password"])
        password_validation.validate_password(new, self._person)
        if self._person.check_password(new):
            raise forms.ValidationError("要与现在的不同")
        return new

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if given.get("new_password") and given.get("again_password") != given["new_password"]:
            self.add_error("again_password", "两遍写的不一样")
        return given


@require_http_methods(["GET", "POST"])
def login_page(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("today")
    form = LoginForm(request.POST or None)
    wrong = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        person = authenticate(request, login=given["login"].strip().lower(), password=given["password"])
        if person is not None:
            login(request, person)
            _noted(request, "登录")
            return back(request)
        wrong = "登录名或口令不对"
    return render(request, "desk/login.html", {"form": form, "wrong": wrong, "next": request.GET.get("next", "")})


def locked_out(request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
    """After too many wrong passwords of one name from one address."""
    return said(
        request, "暂时不能登录", "这个登录名从这台电脑输错口令太多次，请过 15 分钟再试，或请管理员重设口令。", 429
    )


class Logout(View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        _noted(request, "退出")
        logout(request)
        return redirect("login")


@require_http_methods(["GET", "POST"])
def password_page(request: HttpRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = request.user
        person.set_password(form.cleaned_data["new_password"])
        person.must_change = False
        person.name = form.cleaned_data.get("name", person.name)
        person.save()
        update_session_auth_hash(request, person)
        _noted(request, "更改口令")
        messages.success(request, "口令已经更改。")
        return redirect("today")
    return render(request, "desk/password.html", {"form": form, "first": request.user.must_change})


def _noted(request: HttpRequest, what: str) -> None:
    clock = here().clock
    deed = trail.begin(
        actor_of(request.user), what, request.user.login, {}, at=clock(), address=request.META.get("REMOTE_ADDR", "")
    )
    trail.done(deed, "", "", at=clock())
