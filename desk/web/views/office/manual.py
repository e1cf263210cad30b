"""`/manual`: what a person saw of a column, or of accounts, or found by itself: a form, with its picture."""

import re
import tempfile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.imports.entry import ManualReport, enter
from desk.inspections.account_records import take_record
from desk.inspections.column_records import ColumnLook, record_look
from desk.presenters.place_names import site_name
from desk.web.here import here
from desk.web.uploads import lay_aside
from desk.web.views.act import Act, Acted
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.vocabulary import Outcome

SAID = {Outcome.PASS: "正常", Outcome.FAIL: "问题", Outcome.UNKNOWN: "未能核查"}
MOST, LARGEST = 500, 200_000_000  # files in a zip, bytes unpacked
_SAFE = re.compile(r"[^/\\\x00-\x1f:]{1,100}")


@require_safe
def manual_page(request: HttpRequest) -> HttpResponse:
    register = here().desk().register
    criteria = here().desk().criteria
    told = {
        "columns": [(c.id, f"{register.sites[c.site].name} {c.name}") for c in register.columns.values()],
        "subjects": [(one, site_name(here().desk(), one)) for one in (*register.sites, *register.accounts)],
        "criteria": sorted((c.title, code) for code, c in criteria.items() if c.enabled),
        "today": here().clock().date(),
    }
    return render(request, "desk/manual.html", told)


class ColumnForm(forms.Form):
    column = forms.CharField(label="栏目", max_length=200)
    newest = forms.DateField(label="最近一条信息的发布日期", required=False)
    blank = forms.BooleanField(label="栏目里没有任何信息", required=False)
    title = forms.CharField(label="最近一条信息的标题", max_length=300, required=False)
    url = forms.CharField(label="最近一条信息的网址", max_length=2000, required=False)
    why = forms.CharField(label="看到了什么", max_length=500)
    picture = forms.FileField(label="截图", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean()
        if bool(given.get("blank")) == bool(given.get("newest")):
            self.add_error("newest", "写日期，或勾选“没有任何信息”，二者取一")
        return given


class SawColumn(Act):
    """The newest day that a person read in a column, or that it is blank."""

    act = "人工核看栏目"
    form = ColumnForm

    def target(self, **route: Any) -> str:
        return "栏目"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        picture = lay_aside(said["picture"])[1] if said["picture"] else None
        look = ColumnLook(said["column"], said["newest"], said["title"], said["url"], picture, self.by, said["why"])
        verdicts = record_look(here().desk(), look, here().clock())
        told = "；".join(f"{SAID[v.outcome]} {v.message}" for v in verdicts if v.outcome in SAID)
        return Acted(f"已记入。{told}", after=told, target=f"栏目 {said['column']}")


class AccountsForm(forms.Form):
    file = forms.FileField(label="查看记录和截图（.zip）")


class SawAccounts(Act):
    """A record of accounts with its pictures, in one .zip."""

    act = "人工查看账号"
    form = AccountsForm

    def target(self, **route: Any) -> str:
        return "账号"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        _, packed = lay_aside(said["file"])
        with tempfile.TemporaryDirectory() as folder:
            record = _unpacked(packed, Path(folder))
            result = take_record(here().desk(), record, here().clock())
        strange = f"；没有登记、没有记入的：{'、'.join(result.strangers)}" if result.strangers else ""
        return Acted(f"已记入 {result.rows} 行{strange}。", after=f"{result.rows} 行{strange}")


def _unpacked(packed: Path, folder: Path) -> Path:
    """Its files laid flat in ``folder``; the one table among them."""
    try:
        with ZipFile(packed) as archive:
            files = [one for one in archive.infolist() if not one.is_dir()]
            if len(files) > MOST or sum(one.file_size for one in files) > LARGEST:
                raise ConfigError(ConfigMistake(packed.name, "太大", f"一次最多 {MOST} 个文件、200 MB"))
            for one in files:
                name = one.filename.replace("\\", "/").rpartition("/")[2]
                if _SAFE.fullmatch(name) and not name.startswith("."):
                    (folder / name).write_bytes(archive.read(one)[:LARGEST])
    except (BadZipFile, RuntimeError, NotImplementedError) as error:
        raise ConfigError(ConfigMistake(packed.name, "打不开", "请重新压缩成 .zip")) from error
    tables = [path for path in folder.iterdir() if path.suffix.lower() in (".csv", ".xlsx")]
    if len(tables) != 1:
        raise ConfigError(
            ConfigMistake(packed.name, f"里面有 {len(tables)} 个表格", "要有一个查看记录（.csv 或 .xlsx）")
        )
    return tables[0]


class FoundForm(forms.Form):
    criterion = forms.CharField(label="指标", max_length=100)
    subject = forms.CharField(label="网站或账号", max_length=200)
    address = forms.CharField(label="网址", max_length=2000, required=False)
    quote = forms.CharField(label="页面原文", max_length=500, required=False)
    column = forms.CharField(label="栏目编号", max_length=200, required=False)
    place = forms.CharField(label="位置", max_length=300, required=False)
    why = forms.CharField(label="看到了什么", max_length=500)
    picture = forms.FileField(label="截图", required=False)


class Found(Act):
    """A problem that a person saw: confirmed by being entered."""

    act = "人工录入问题"
    form = FoundForm

    def target(self, **route: Any) -> str:
        return "问题"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        picture = lay_aside(said["picture"])[1] if said["picture"] else None
        words = {name: said[name] for name in ("criterion", "subject", "address", "quote", "why", "place", "column")}
        report = ManualReport(**words, by=self.by, file=picture)
        finding = enter(here().desk(), report, here().clock())
        return Acted(
            f"已录入并核实，问题 {finding.id}：{finding.message}", after=finding.state, target=f"问题 {finding.id}",
            goes_to=f"/problems/{finding.id}",
        )  # fmt: skip
