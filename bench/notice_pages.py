"""How long a month's papers are: five sites of 1,200 pages are inspected, decided on and told; LibreOffice prints each
paper, its pages are counted, and its figures again from what was planted and from the ledger's tables.

    python -m bench.notice_pages [--pages 1200] [--every 60] [--keep FOLDER]

``--keep`` leaves the papers and their PDF there. Exit code 1 where a paper is too long or a figure another.
"""

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import pairwise
from math import ceil
from pathlib import Path

import docx

import ledger.vocabulary as v
from bench import planted_site
from demo.sample.files import png
from desk.config.settings import NoticeSettings, OfficeSettings
from desk.context import Desk, open_desk
from desk.inspections.account_inspection import inspect_accounts
from desk.inspections.account_records import take_record
from desk.inspections.inspection import RunPlan, inspect_desk
from desk.notices.daily_record import write_day
from desk.notices.drafts import write_draft
from desk.notices.issuing import issue
from desk.workspace.clock import SHANGHAI
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger

SITES, SILENT = 5, 3
LOOKED = datetime.combine(planted_site.NEWEST, time(9), SHANGHAI)
FEW, MANY, DAILY, ROWS = (10, 1200, 3), 2000, 6, 12  # of so many problems so many signs and pages; of more; …


def desk_in(folder: Path, ports: Sequence[int], limit: int) -> Desk:
    desk = open_desk(Workspace.init(folder).root)
    units = {f"u{n}": v.Unit(f"u{n}", f"望舒区第{n}工作局") for n, _ in enumerate(ports)}
    sites, columns, robots = {}, {}, v.RobotsPolicy.AUTHORISED
    for n, port in enumerate(ports):
        s, home, code = f"s{n}", f"http://127.0.0.1:{port}/", planted_site.CODE
        sites[s] = v.Site(s, f"第{n}工作网", home, f"u{n}", site_code=code, rate=1e6, robots=robots)
        for k in range(1, planted_site.COLUMNS + 1):
            columns[f"{s}-{k}"] = v.Column(f"{s}-{k}", s, f"栏目{k}", f"{home}p/{k}.html", v.ColumnKind.NEWS)
    accounts = {f"a{n}": v.Account(f"a{n}", "u0", "抖音", f"第{n}号发布") for n in range(SILENT)}
    office = OfficeSettings("望舒区人民政府办公室", "各街道办事处，区政府各部门", "网站管理岗", "020-00000001")
    limits = replace(desk.settings.crawl, pages=limit + 10_000, depth=10**6)
    settings = replace(desk.settings, office=office, crawl=limits, controls=(f"127.0.0.1:{ports[0]}",))
    settings = replace(settings, notice=NoticeSettings(older_annex=True))
    return replace(desk, register=v.Register(units, sites, columns, accounts), settings=settings).at_once()


def inspected(desk: Desk, folder: Path, truth: set[tuple[str, str]]) -> None:
    inspect_desk(desk, RunPlan("bench", LOOKED, tuple(desk.register.sites), allow_private=True))
    (folder / "屏.png").write_bytes(png("#336699", 1080, 2400))
    rows = [f"a{n},抖音,2026-08-02,某甲,{LOOKED:%Y-%m-%d %H:%M},屏.png" for n in range(SILENT)]
    (folder / "查看.csv").write_text("\n".join(["账号,平台,最近一次发布日期,查看人,查看时间,截图", *rows]), "utf-8")
    take_record(desk, folder / "查看.csv", LOOKED)
    inspect_accounts(desk, LOOKED)
    with Ledger.open_for_writing(desk.workspace.ledger) as book:
        for f in book.findings.find(
            states=[v.State.SUSPECTED]
        ):  # the clerk confirms what was planted, and what is no link
            event, kind = v.Event.CONFIRM, None
            if "://" in f.place and (f.subject, f.place) not in truth:
                event, kind = v.Event.DISMISS, v.DismissalKind.MISREAD
            book.decisions.decide(f.id, v.Decision(event, LOOKED, "某甲", "看过", kind=kind))


def written(desk: Desk, out: Path) -> None:
    """The day's record, November's notice, which is signed, and December's, which has all of it as older problems."""
    november, december = (datetime(2026, month, 28, 16, tzinfo=SHANGHAI) for month in (11, 12))
    with Ledger.open_for_writing(desk.workspace.ledger) as book:
        write_day(desk, book, LOOKED.date(), out, LOOKED + timedelta(hours=8))
        draft, *_ = write_draft(desk, book, "2026-11", out, november)
        issue(desk, book, "2026-11", "〔2026〕11号", november.date(), draft, "某甲", november)
        write_draft(desk, book, "2026-12", out, december)


def printed(out: Path) -> dict[str, list[str]]:
    """The text of each page of each paper."""
    papers = sorted(out.glob("*.docx"))
    command = ["soffice", f"-env:UserInstallation=file://{out.resolve()}/.office", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", out, *papers], check=True, capture_output=True, timeout=900)
    texts = {p.stem: subprocess.check_output(["pdftotext", "-layout", p.with_suffix(".pdf"), "-"]) for p in papers}
    return {name: text.decode().split("\f")[:-1] for name, text in texts.items()}


def faults(out: Path, name: str, pages: Sequence[str]) -> Iterator[str]:
    """What is too long. An annex begins on a page whose first line says so; its table is the document's next one."""
    document = docx.Document(str(out / f"{name}.docx"))
    starts = [n for n, page in enumerate(pages) if re.match(r"\s*附件 ?[0-9]?\s*\n", page)]
    body, words = (starts or [len(pages)])[0], "".join(p.text for p in document.paragraphs)
    told = len(words.partition("附件：")[0][words.find("根据") :])
    print(f"{name}: {len(pages)} pages, body {body} pages, {told} characters")
    if name.startswith("巡查日志") and len(pages) > DAILY:
        yield f"{name}: {len(pages)} pages"
    if not name.startswith("通报"):
        return
    problems = int((re.findall(r"本期核实问题(\d+)个", words) or ["0"])[0])
    if told > (FEW[1] if problems <= FEW[0] else MANY) or (problems <= FEW[0] and body > FEW[2]):
        yield f"{name}: {problems} problems on {body} pages in {told} characters"
    if len(re.findall("[\u4e00-\u9fff]", pages[body - 1])) < 60:
        yield f"{name}: the signature stands alone"
    for table, (start, end) in zip(document.tables, pairwise([*starts, len(pages)]), strict=True):
        rows = len(table.rows) - 1
        print(f"    annex {pages[start].split()[1]}: {rows} rows on {end - start} pages")
        if end - start > ceil(rows / ROWS):
            yield f"{name}: {rows} rows on {end - start} pages"


def recounted(desk: Desk, out: Path, truth: set[tuple[str, str]]) -> Iterator[str]:
    """November's figures beside the ledger's tables and what was planted."""
    text = "".join(p.text for p in docx.Document(str(out / "通报-2026-11.docx")).paragraphs)
    with sqlite3.connect(desk.workspace.ledger) as file:
        told = "FROM finding WHERE json_extract(doc, '$.confirmed_at') IS NOT NULL AND criterion <> 'account-dormant'"
        dead = set(file.execute(f"SELECT subject, place {told} AND place LIKE '%://%'"))
        others = f"SELECT count(DISTINCT criterion || subject) {told} AND place NOT LIKE '%://%'"  # once a site
        problems = len(dead) + file.execute(others).fetchone()[0]
        sums = (f"sum(json_extract(doc, '$.{name}'))" for name in ("pages", "targets"))
        pages, links = file.execute(f"SELECT {', '.join(sums)} FROM coverage WHERE run = 'bench'").fetchone()
    print(f"planted {len(truth)}, told {len(dead)}, of these not planted {len(dead - truth)}")
    for said in (f"页面{pages}个", f"链接{links}个", f"单项否决{SILENT}个", f"本期核实问题{problems}个"):
        if said not in text:
            yield f"通报-2026-11: {said} is not what it says"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=1200)
    parser.add_argument("--every", type=int, default=60)
    parser.add_argument("--keep", type=Path)
    given = parser.parse_args()
    planted_site.EVERY = given.every
    os.environ["XUNCHA_BROWSER"] = "no"
    serve = [sys.executable, "-m", "bench.planted_site", str(given.pages), str(given.every)]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        servers = [stack.enter_context(subprocess.Popen(serve, **pipes)) for _ in range(SITES)]
        ports = [int(server.stdout.readline()) for server in servers]
        planted = (planted_site.truth(given.pages, f"http://127.0.0.1:{port}") for port in ports)
        truth = {(f"s{n}", place) for n, places in enumerate(planted) for place in places}
        desk, out = desk_in(folder / "w", ports, given.pages), given.keep or folder / "out"
        inspected(desk, folder, truth)
        written(desk, out)
        wrong = [fault for name, pages in printed(out).items() for fault in faults(out, name, pages)]
        wrong += recounted(desk, out, truth)
    print("\n".join(wrong) or "none is too long, no figure another")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
