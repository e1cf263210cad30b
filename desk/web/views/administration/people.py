"""`/people`: who may come in, in which role; a one-time password is shown once."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.web.here import here
from desk.web.people import accounts, links
from desk.web.people.models import Person
from desk.web.roles import Role
from desk.web.views.act import Act, Acted
from desk.workspace.config_mistakes import ConfigError, ConfigMistake

ROLES = [(role.value, role.value) for role in Role]


@require_safe
def people_page(request: HttpRequest) -> HttpResponse:
    units = {i: u.name for i, u in here().desk().register.units.items()}
    told = [(person, units.get(person.unit, person.unit)) for person in accounts.everybody()]
    return render(request, "desk/people.html", {"people": told, "roles": ROLES, "units": units.values()})


class PersonForm(forms.Form):
    login = forms.CharField(label="登录名", max_length=40)
    name = forms.CharField(label="姓名", max_length=40)
    role = forms.ChoiceField(label="角色", choices=ROLES)
    unit = forms.CharField(label="单位", max_length=200, required=False)


class AddPerson(Act):
    act = "新增人员"
    form = PersonForm

    def target(self, **route: Any) -> str:
        return "人员"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        person, password = accounts.add(here().desk(), said["login"], said["name"], Role(said["role"]), said["unit"])
        once = "只显示这一次，请当面告知，首次登录要更改"
        told = f"已新增 {person.name}（{person.login}）。一次性口令：{password} ，{once}。"
        return Acted(told, after=f"{person.role} {person.unit}".strip(), target=f"人员 {person.login}")


class ChangeForm(forms.Form):
    what = forms.ChoiceField(label="操作", choices=[("reset", "重设口令"), ("change", "更改")])
    role = forms.ChoiceField(label="角色", choices=ROLES, required=False)
    unit = forms.CharField(label="单位", max_length=200, required=False)
    active = forms.BooleanField(label="在用", required=False)


class ChangePerson(Act):
    act = "更改人员"
    form = ChangeForm

    def target(self, **route: Any) -> str:
        return f"人员 {route['number']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        person = Person.objects.filter(pk=route["number"]).first()
        if person is None:
            raise ConfigError(ConfigMistake("人员", "没有这个人", "请刷新页面"))
        before, target = _words(person), f"人员 {person.login}"
        if said["what"] == "reset":
            password = accounts.reset(person.login)
            told = f"{person.name} 的一次性口令：{password} ，只显示这一次，登录后要更改；原来的登录已经结束。"
            return Acted(told, before, "重设口令", target)
        role = Role(said["role"]) if said["role"] else Role(person.role)
        changed = accounts.change(here().desk(), person.login, role, said["unit"], active=said["active"])
        return Acted(f"已更改 {changed.name}。", before, _words(changed), target)


@require_safe
def links_page(request: HttpRequest) -> HttpResponse:
    """The units' links: whose, until when."""
    units = {i: u.name for i, u in here().desk().register.units.items()}
    told = [(link, units.get(link.unit, link.unit)) for link in links.every()]
    return render(request, "desk/links.html", {"links": told, "units": units.values(), "longest": links.LONGEST})


class LinkForm(forms.Form):
    unit = forms.CharField(label="单位", max_length=200)
    days = forms.IntegerField(label="有效天数", min_value=1, max_value=links.LONGEST)


class AddLink(Act):
    """The address is told once: who has it answers for the unit."""

    act = "新增单位链接"
    form = LinkForm

    def target(self, **route: Any) -> str:
        return "单位链接"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        register = here().desk().register
        unit = next((u for i, u in register.units.items() if said["unit"] in (i, u.name)), None)
        if unit is None:
            raise ConfigError(ConfigMistake("单位", f"登记册里没有“{said['unit']}”", "请核对 units.csv 的编号或名称"))
        link, token = links.make(unit.id, said["days"], self.by, here().clock())
        address = self.request.build_absolute_uri(f"/u/{token}")
        told = f"{unit.name} 的链接：{address} 只显示这一次，请只发给该单位的联系人；{link.expires:%Y-%m-%d} 到期。"
        return Acted(told, after=f"到 {link.expires:%Y-%m-%d}", target=f"单位链接 {link.pk} {unit.name}")


class RevokeLink(Act):
    act = "收回单位链接"

    def target(self, **route: Any) -> str:
        return f"单位链接 {route['number']}"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        link = links.revoke(route["number"], here().clock())
        return Acted("已收回，这个链接不能再用。", before=f"到 {link.expires:%Y-%m-%d}", after="已收回")


def _words(person: Person) -> str:
    return " ".join(filter(None, (person.role, person.unit, "" if person.is_active else "停用")))
