"""`/runs`: what was looked at and why something stopped; `/timetable`: what comes, and what is run now."""

import subprocess
from collections import Counter
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from desk.config.schedule import load_schedule
from desk.findings.unsettled import unsettled
from desk.scheduler.timetable import notes, slots
from desk.web import later
from desk.web.here import here
from desk.web.people.models import Deed
from desk.web.program import PROGRAM
from desk.web.views.act import LaterAct
from desk.workspace.clock import SHANGHAI
from desk.workspace.config_mistakes import CannotLook
from reports.figures.text import plain

SINCE = timedelta(days=14)
AHEAD = 14  # days of the timetable
LONGEST = 6 * 3600  # seconds that what was started here may take
KINDS = {  # of runs; each is started by the command of its name
    "inspect": "巡查网站",
    "accounts": "巡查账号",
    "recheck": "复查",
    "probe": "探测首页",
}
PROBLEMS, COULD_NOT = 1, 3  # exit codes that are results


@require_safe
def runs_page(request: HttpRequest) -> HttpResponse:
    """The last two weeks, newest first; what goes on now is read anew every few seconds."""
    desk, now = here().desk(), here().clock()
    with here().reading() as ledger:
        found = ledger.runs.find(now - SINCE, now + timedelta(seconds=1))
        told = []
        for run in reversed([one for one in found if one.kind in KINDS]):
            covered = ledger.runs.coverages(run.run)
            skipped = Counter[str]()
            for one in covered:
                for left in one.skipped:
                    skipped[desk.words[left.reason].label] += left.count
            pages, looked = sum(c.pages for c in covered), sum(c.fine + c.bad for c in covered)
            told.append((run, KINDS[run.kind], len(covered), pages, looked, skipped.most_common(4)))
        going = unsettled(desk, ledger)
    shown = {
        "runs": told,
        "going": going,
        "here": later.running("立即运行"),
        "last": Deed.objects.filter(act=RunNow.act).first(),
        "kinds": KINDS.items(),
    }
    return render(request, "desk/runs.html", shown)


@require_safe
def timetable_page(request: HttpRequest) -> HttpResponse:
    """Two weeks ahead, with holidays and make-up days."""
    desk, now = here().desk(), here().clock()
    schedule = load_schedule(here().workspace.config / "schedule.toml", desk.settings)
    end = datetime.combine(now.date() + timedelta(days=AHEAD), time.min, SHANGHAI)
    found = slots(schedule, desk.register, desk.calendar.working_day, now, end)
    days = []
    for day, of_day in groupby(found, key=lambda slot: slot.due_at.date()):
        worked, known = desk.calendar.working_day(day)
        jobs: dict[str, list[datetime]] = {}
        for slot in of_day:
            jobs.setdefault(slot.job.word, []).append(slot.due_at)
        lines = sorted((times[0], word, len(times), times[-1]) for word, times in jobs.items())
        days.append((day, worked, known, lines))
    return render(request, "desk/timetable.html", {"days": days, "notes": list(notes(schedule, desk.register))})


class RunForm(forms.Form):
    what = forms.ChoiceField(label="做什么", choices=list(KINDS.items()))


class RunNow(LaterAct):
    """A run in a process of its own, as the clock would start it."""

    act = "立即运行"
    form = RunForm
    begun = "已经开始，看完后这一页会显示结果。"

    def target(self, **route: Any) -> str:
        return "立即运行"

    def work(self, said: dict[str, Any], by: str, **route: Any) -> tuple[str, str]:
        home = here()
        more = ["--allow-private"] if home.allow_private else []
        command = [*PROGRAM, "--workspace", str(home.workspace.root), said["what"], *more]
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
        last = plain((done.stdout.strip() or done.stderr.strip()).rpartition("\n")[2])
        if done.returncode not in (0, PROBLEMS, COULD_NOT):
            raise CannotLook(f"{KINDS[said['what']]}没有做成：{last}")
        return "", f"{KINDS[said['what']]}：{last}"
