"""`/register`: what is registered and who answers for it since when; taken away, brought in with a preview, undone."""

import tempfile
from pathlib import Path
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.presenters.place_names import site_name, unit_name
from desk.register.workbook import export_workbook
from desk.register_import.preview import counted, preview, question
from desk.register_import.take import Import
from desk.register_import.take import undo as undo_import
from desk.web.here import here
from desk.web.uploads import laid_aside, lay_aside
from desk.web.views.act import Act, Acted
from desk.web.views.findings.problems import SHEET
from ledger.vocabulary import Duty, Register


@require_safe
def register_page(request: HttpRequest) -> HttpResponse:
    """The counts, who answers; of a table that was handed in, what bringing it in would do."""
    desk, day, given = here().desk(), here().clock().date(), request.GET
    register = desk.register
    plan = lines = doubts = None
    held = _duties(register)
    if given.get("file"):
        remove = bool(given.get("remove"))
        plan = Import.open(here().workspace, laid_aside(given["file"])).plan({})
        lines = list(preview(plan, remove=remove))
        doubts = ["\n".join(question(doubt, n, len(plan.doubts))) for n, doubt in enumerate(plan.doubts, 1)]
    told = {
        "counts": counted(register),
        "duties": [
            (unit_name(desk, d.unit, day), i, site_name(desk, i), i in register.sites, what, d.since, d.until)
            for what, i, d in held
        ],
        "lines": lines,
        "doubts": doubts,
        "given": given,
    }  # fmt: skip
    return render(request, "desk/register.html", told)


def _duties(register: Register) -> list[tuple[str, str, Duty]]:
    """Who answers, and answered, for what: a site's sponsor, and whoever has a duty of a column or an account."""
    found = [("网站", site.id, Duty(site.sponsor)) for site in register.sites.values()]
    for column in register.columns.values():
        found += [(f"栏目“{column.name}”", column.site, duty) for duty in column.duties]
    for account in register.accounts.values():
        duties = account.duties or (Duty(account.unit),)
        found += [(account.platform, account.id, duty) for duty in duties]
    return found


@require_safe
def register_sheet(request: HttpRequest) -> HttpResponse:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.xlsx"
        export_workbook(here().workspace.register, path)
        answer = HttpResponse(path.read_bytes(), content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="register-{here().clock():%Y%m%d}.xlsx"'
    return answer


class FileForm(forms.Form):
    file = forms.FileField(label="表格")
    remove = forms.BooleanField(label="登记册里有、表里没有的删去", required=False)


class Preview(Act):
    """The table is laid aside and read; nothing is brought in yet."""

    act = "登记册预览"
    form = FileForm

    def target(self, **route: Any) -> str:
        return "登记册"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        sha, path = lay_aside(said["file"])
        plan = Import.open(here().workspace, path).plan({})
        goes_to = f"/register?file={sha}{'&remove=1' if said['remove'] else ''}#preview"
        told = f"{path.name}：存疑 {len(plan.doubts)} 处" if plan.doubts else path.name
        return Acted("下面是导入后会怎样，还没有导入。", after=told, goes_to=goes_to)


class TakeForm(forms.Form):
    file = forms.RegexField("[0-9a-f]{64}", label="表格")
    remove = forms.BooleanField(label="删去", required=False)


class Bring(Act):
    """What the preview shows is done; what is doubtful is left out."""

    act = "导入登记册"
    form = TakeForm

    def target(self, **route: Any) -> str:
        return "登记册"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        home = here()
        before = counted(home.desk().register)
        imported = Import.open(home.workspace, laid_aside(said["file"]))
        plan = imported.plan({})
        done = imported.apply(plan, home.clock(), remove=said["remove"])
        left = f"；{len(plan.doubts)} 处存疑没有导入" if plan.doubts else ""
        told = f"已导入：{counted(done.register)}{left}" if done.kept else f"没有要改的{left}"
        return Acted(f"{told}。", before, told, goes_to="/register")


class Undo(Act):
    """Back to before the last import."""

    act = "撤销导入"

    def target(self, **route: Any) -> str:
        return "登记册"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        home = here()
        before = counted(home.desk().register)
        undo_import(home.workspace, anyway=lambda folder: False)
        after = counted(home.desk().register)
        return Acted("登记册已恢复到导入以前。", before, after)
