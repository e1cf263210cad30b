"""`/problems`: the list, its filter in the address; what is ticked is decided at once, and the filter stays."""

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.findings.choosing import Asked, choose
from desk.findings.deciding import as_shown, decide_chosen
from desk.findings.problem_list import SORTS, ProblemFilter, listed, rows
from desk.presenters.place_names import problem_lines, site_name
from desk.web.here import here
from desk.web.views.act import Act, Acted, Ticked
from desk.web.views.findings.causes import KINDS, DecideForm, decision_of, told_back
from ledger.findings.states import WORDS
from ledger.vocabulary import Finding, State
from reports.sheets.workbook import problem_sheet, write_sheets

PAGE = 50  # rows of a page
MOST = 20_000  # rows of a sheet
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADS = (
    ("number", "编号"),
    ("state", "状态"),
    ("unit", "单位"),
    ("site", "网站或账号"),
    ("criterion", "指标"),
    ("since", "发现"),
    ("due", "期限"),
)


def filter_of(given: Mapping[str, Any]) -> ProblemFilter:
    """What the address asks for; a word that nobody knows asks for nothing."""
    known = {state.value for state in State}
    states = given.getlist("state") if hasattr(given, "getlist") else ()
    return ProblemFilter(
        states=tuple(State(one) for one in states if one in known),
        unit=given.get("unit", "").strip(),
        site=given.get("site", "").strip(),
        criterion=given.get("criterion", ""),
        overdue=bool(given.get("overdue")),
        appealed=bool(given.get("appealed")),
        dismissed=bool(given.get("dismissed")),
        words=given.get("words", ""),
    )


def found_by(request: HttpRequest) -> tuple[list[Finding], int]:
    """All that the address asks for, in its order; and the row that the journal had come to."""
    with here().reading() as ledger:
        stand = here().stand(ledger)
    wanted = listed(
        here().desk(), stand.found, filter_of(request.GET), here().clock(), request.GET.get("sort", "number")
    )
    return wanted, stand.row


@require_safe
def problems_page(request: HttpRequest) -> HttpResponse:
    desk, (found, row) = here().desk(), found_by(request)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    sort = request.GET.get("sort", "number")
    register = desk.register
    told = {
        "page": page,
        "rows": rows(desk, page.object_list, here().clock()),
        "filter": filter_of(request.GET),
        "states": list(State),
        "criteria": sorted((c.title, code) for code, c in desk.criteria.items() if c.enabled),
        "units": [unit.name for unit in register.units.values()],
        "subjects": [site_name(desk, one) for one in (*register.sites, *register.accounts)],
        "kinds": KINDS,
        "seen": row,
        "heads": [(name, word, f"-{name}" if sort == name and name in SORTS else name) for name, word in HEADS],
        "sort": sort,
    }
    return render(request, "desk/problems.html", told)


@require_safe
def problems_sheet(request: HttpRequest) -> HttpResponse:
    """What is shown, all pages of it, as a table to take away."""
    desk, now = here().desk(), here().clock()
    numbers = [f.id for f in found_by(request)[0][:MOST]]
    with here().reading() as ledger, tempfile.TemporaryDirectory() as folder:
        found = ledger.findings.find(numbers=numbers)
        sheet = problem_sheet("问题", problem_lines(desk, ledger, found, now))
        data = write_sheets([sheet], Path(folder) / "list.xlsx").read_bytes()
    answer = HttpResponse(data, content_type=SHEET)
    answer["Content-Disposition"] = f'attachment; filename="problems-{now:%Y%m%d-%H%M}.xlsx"'
    return answer


class ManyForm(DecideForm):
    number = Ticked("问题")


class DecideMany(Act):
    """The same of all that is ticked, or of none of it."""

    act = "批量决定"
    form = ManyForm

    def target(self, **route: Any) -> str:
        return "勾选的问题"

    def do(self, said: dict[str, Any], **route: Any) -> Acted:
        desk, now = here().desk(), here().clock()
        decision = decision_of(said, self.by, now)
        numbers = tuple(str(number) for number in said["number"])
        with here().reading() as ledger:
            chosen = as_shown(ledger, choose(desk, ledger, Asked(numbers), now), said["seen"])
        done = decide_chosen(desk, chosen, decision)
        return Acted(
            said=f"已{WORDS[decision.event]} {len(done.findings)} 个问题" + told_back(done.back),
            before="、".join(dict.fromkeys(f.state for f in chosen.findings)),
            after="、".join(dict.fromkeys(f.state for f in done.findings)),
            target=f"问题 {'、'.join(numbers)}",
        )
