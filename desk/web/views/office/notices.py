"""`/notices`: the month's notice, from its draft to the signed file and the letters that carry it."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from desk import failures
from desk.context import Desk
from desk.correspondence.letters import queue_month
from desk.findings.backlog import backlog
from desk.mail.server_settings import MailSettings, load_mail
from desk.notices.drafts import summary, write_draft
from desk.notices.issuing import Issuing, enter, prepared
from desk.notices.withdrawing import withdraw
from desk.web import later
from desk.web.here import here
from desk.web.people.models import Deed
from desk.web.uploads import laid_aside, lay_aside
from desk.web.views.act import Act, Acted, LaterAct
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.ledger import Ledger
from ledger.vocabulary import UNDECIDED

MONTHS = 12  # that are listed
_MONTH = re.compile(r"20[0-9]{2}-(?:0[1-9]|1[0-2])")


def folder_of(month: str) -> Path:
    """Where what was written for that month lies."""
    return here().workspace.out / "通报" / month


def months(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """This month and those before it, each with how far its notice is."""
    day = here().clock().date()
    for back in range(MONTHS):
        year, month = divmod(day.year * 12 + day.month - 1 - back, 12)
        name = f"{year}-{month + 1:02}"
        issued = ledger.notices.issued(name)
        draft = ledger.notices.draft(name)
        yield name, f"已签发 {issued.number}" if issued else "送签稿已写" if draft else ""


@require_safe
def notices_page(request: HttpRequest) -> HttpResponse:
    if wanted := request.GET.get("month", ""):
        return redirect("notice", month=wanted) if _MONTH.fullmatch(wanted) else redirect("notices")
    with here().reading() as ledger:
        told = list(months(ledger))
    return render(request, "desk/notices.html", {"months": told})


@require_safe
def notice_page(request: HttpRequest, month: str) -> HttpResponse:
    """The draft as it will print, who waits, the difference to a signed file that was handed in."""
    _known(month)
    desk, now, given = here().desk(), here().clock(), request.GET
    with here().reading() as ledger:
        issued = ledger.notices.issued(month)
        draft = ledger.notices.draft(month, issued.draft if issued else None)
        waits = ledger.findings.find(states=UNDECIDED, pages=False)
        unlooked = len(summary(ledger, month).unknown) if draft else 0
        made = _asked(ledger, month, given, str(request.user.name)) if given.get("signed") and not issued else None
    folder = folder_of(month)
    told = {
        "month": month,
        "draft": draft,
        "lines": [line.split("\t") for line in draft.lines] if draft else [],
        "issued": issued,
        "notes": list(backlog(desk, waits, now, unlooked).sentences()),
        "files": sorted(path.name for path in folder.iterdir()) if folder.is_dir() else [],
        "made": made,
        "shown": shown_of(made) if made else "",
        "given": given,
        "today": now.date(),
        "writing": later.running(f"通报 {month}"),
        "last": Deed.objects.filter(act=WriteDraft.act, target=f"通报 {month}").first(),
    }
    return render(request, "desk/notice.html", told)


def _known(month: str) -> None:
    if not _MONTH.fullmatch(month):
        raise Http404


def _asked(ledger: Ledger, month: str, given: Any, by: str) -> Issuing:
    """What entering the file that was handed in would do."""
    number, why, now = given.get("number", ""), given.get("why", ""), here().clock()
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        raise ConfigError(ConfigMistake("成文日期", "不是日期", "请重新核对签发文件")) from None
    return prepared(here().desk(), ledger, month, number, day, laid_aside(given["signed"]), by, now, why)


def shown_of(made: Issuing) -> str:
    """What a person is shown before it is entered, as a mark: entered is only that."""
    shown = (made.notice.told, made.withheld, made.cut, made.notes, made.units, made.comparison)
    return hashlib.sha256(repr(shown).encode()).hexdigest()


@require_safe
def notice_file(request: HttpRequest, month: str, name: str) -> HttpResponse:
    """What was written for the month, to take away."""
    _known(month)
    folder = folder_of(month)
    path = next((one for one in folder.iterdir() if one.name == name), None) if folder.is_dir() else None
    if path is None:
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


class DraftForm(forms.Form):
    day = forms.DateField(label="成文日期", required=False)


class _OfMonth(Act):
    def target(self, **route: Any) -> str:
        return f"通报 {route['month']}"


class WriteDraft(LaterAct):
    """The draft with its sheets and workbook; of a signed month, what was signed."""

    act = "写送签稿"
    form = DraftForm
    begun = "开始写，写好后这一页会显示。"

    def target(self, **route: Any) -> str:
        return f"通报 {route['month']}"

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        month = route["month"]
        with here().writing() as ledger:
            files = write_draft(here().desk(), ledger, month, folder_of(month), here().clock(), said["day"])
        return "", f"写好 {len(files)} 个文件"


class SignedForm(forms.Form):
    number = forms.CharField(label="文号", max_length=40)
    day = forms.DateField(label="成文日期")
    file = forms.FileField(label="签发文件")
    why = forms.CharField(label="还有单项否决等人核实时为什么先签发", max_length=500, required=False)


class HandIn(_OfMonth):
    """The signed file is laid aside and compared; nothing is entered yet."""

    act = "核对签发文件"
    form = SignedForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        sha, signed = lay_aside(said["file"])
        query = QueryDict(mutable=True)
        query.update({"signed": sha, "number": said["number"], "day": said["day"].isoformat(), "why": said["why"]})
        with here().reading() as ledger:
            _asked(ledger, route["month"], query, self.by)
        return Acted(
            "请核对下面的内容，再登记签发。", after=f"{signed.name} {sha[:12]}",
            goes_to=f"/notices/{route['month']}?{query.urlencode()}#issue",
        )  # fmt: skip


class IssueForm(forms.Form):
    number = forms.CharField(label="文号", max_length=40)
    day = forms.DateField(label="成文日期")
    signed = forms.RegexField("[0-9a-f]{64}", label="签发文件")
    why = forms.CharField(label="理由", max_length=500, required=False)
    shown = forms.RegexField("[0-9a-f]{64}", label="核对的内容")


class Issue(_OfMonth):
    """The signed file is the month's notice from now on; a letter to each unit is written, to wait for its release."""

    act = "登记签发"
    form = IssueForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, month, signed = here().desk(), route["month"], laid_aside(said["signed"])
        mail = load_mail(desk.workspace)
        with here().writing() as ledger:
            with ledger.transaction():
                now = here().clock()
                made = prepared(desk, ledger, month, said["number"], said["day"], signed, self.by, now, said["why"])
                if shown_of(made) != said["shown"]:
                    raise ConfigError(ConfigMistake("没有登记", "核对以后台账有了变化", "请重新核对签发文件"))
                enter(ledger, made)
            more = self._letters(desk, ledger, month, mail)
        told = f"已登记签发 {said['number']}：{len(made.matters)} 个问题记为已通报；{more}。"
        return Acted(told, after=told, goes_to=f"/notices/{month}")

    def _letters(self, desk: Desk, ledger: Ledger, month: str, mail: MailSettings) -> str:
        """The notice is entered whatever becomes of the letters."""
        again = f"改好后运行 xuncha letters queue --month {month}"
        if not mail.sender:
            return f"没有填写发信地址，信件还没有写；{again}"
        try:
            queued = queue_month(desk, ledger, month, here().clock(), mail)
        except failures.EXPECTED as error:
            return f"信件没有写成：{failures.sentence(error).rstrip('。')}；{again}"
        return f"给各单位的信 {len(queued)} 封已写好，等待放行"


class WithdrawForm(forms.Form):
    why = forms.CharField(label="登记错在哪里", max_length=500)


class Withdraw(_OfMonth):
    act = "撤回签发"
    form = WithdrawForm

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        with here().writing() as ledger:
            was = withdraw(ledger, route["month"], here().clock(), self.by, said["why"])
        return Acted("已撤回；改正后请重新登记。", before=f"{was.number}，{len(was.told)} 个问题", after="已撤回")
