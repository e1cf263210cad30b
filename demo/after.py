"""The demo after its notice was signed: answers, pressure, third parties, lots, and what the year asks for."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import click

from demo.platforms.account_stage import AccountStage
from demo.sample.answering import fill_in
from demo.sample.contractor import SOURCE, write_results
from demo.sample.plan import Phase
from demo.sample.server import District
from desk.context import Desk, open_desk
from desk.correspondence.annual import queue_scores
from desk.correspondence.answers import take_file
from desk.correspondence.holiday import next_holiday, queue_holiday, written_holiday
from desk.correspondence.letters import standing
from desk.correspondence.urging import queue_urging
from desk.imports.compare import compare
from desk.imports.sorting import Parcel
from desk.imports.take import take
from desk.inspections.account_inspection import Surroundings
from desk.inspections.recheck import recheck
from desk.spot_checks.random_sample import Share
from desk.spot_checks.sampling import SampleRequest, draw, inspect_drawn, write_sample
from desk.statistics.bulletin import write_quarter
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import Holiday
from ledger.ledger import Ledger
from ledger.vocabulary import AnswerKind, State
from ledger.vocabulary.post.outbox import LetterKind
from ledger.vocabulary.post.report import ReportKind
from reports.sheets.compare import sentence, write_comparison

UNIT, HOST = "qsz", "qs.wangshu.gov.cn"  # who answers, and the site it has mended meanwhile
CLERK = "巡查员甲"
FIXED = (("元旦", 1), ("劳动节", 5), ("国庆节", 10))  # holidays on the first day of a month
URGED, ANSWERED, REMINDED, LOTS = 1, 3, 4, 5  # working days after the notice; most problems are due on the fifth


@dataclass(frozen=True)
class After:
    """The sample district on the days after the notice of ``now``, and where its papers go."""

    desk: Desk
    district: District
    stage: AccountStage
    now: datetime
    out: Path

    def run(self) -> list[Path]:
        urged = self._day(URGED)  # on the notice's own day its sheets press the units
        made = [*self._press(LetterKind.PROMPT, urged), *self._press(LetterKind.SUPERVISE, urged)]
        made += self._answered(self._day(ANSWERED))
        made += self._press(LetterKind.REMIND, self._day(REMINDED))
        day = self._day(LOTS)
        return [*made, *self._third_party(day), *self._lots(day), *self._of_the_year(day)]

    def _day(self, working: int) -> datetime:
        return datetime.combine(self.desk.calendar.add(self.now.date(), working).day, self.now.timetz())

    def _press(self, kind: LetterKind, now: datetime) -> list[Path]:
        with Ledger.open_for_writing(self.desk.workspace.ledger) as ledger:
            written, _ = queue_urging(self.desk, ledger, kind, now, CLERK)
        told = sum(len(one.findings) for one in written)
        _say(now, f"{kind.word} {len(written)} 封，问题 {told} 个，等待放行")
        return self._save("催办", ((f"{kind.word}-{one.unit}", one.document.data) for one in written))

    def _answered(self, now: datetime) -> list[Path]:
        """The unit's 回执 comes in; what it calls mended is looked at at once."""
        self.district.mend(HOST, now, Phase.MIDDLE)
        form = self.out / "回执" / f"整改回执-{self.desk.register.units[UNIT].name}.xlsx"
        with Ledger.open_for_writing(self.desk.workspace.ledger) as ledger:
            letter = next(one for one in standing(ledger, f"{self.now:%Y-%m}") if one.unit == UNIT)
            fill_in(ledger.letters.raw(letter.id), {f.id: f for f in ledger.findings.find()}, form)
            came = take_file(self.desk, ledger, form, "", CLERK, now)
        counts = Counter(one.kind for one in came.answers)
        _say(now, f"收到回执 1 份：{'，'.join(f'{kind} {counts[kind]} 个' for kind in AnswerKind if counts[kind])}")
        looked = recheck(self.desk, came.fixed, now, allow_private=True)
        closed = sum(line.after is State.CLOSED for line in looked.lines)
        _say(now, f"立即复查 {len(looked.lines)} 个：已销号 {closed} 个，未销号 {len(looked.lines) - closed} 个")
        return [form]

    def _third_party(self, now: datetime) -> list[Path]:
        theirs = write_results(now.date(), self.out / "第三方" / "检查结果.xlsx")
        taken = take(self.desk, Parcel(theirs, SOURCE, ReportKind.CONTRACTOR, now.date()), now)
        counted = "，".join(f"{outcome} {count} 行" for outcome, count in taken.counts().items() if count)
        _say(now, f"导入{SOURCE}的检查结果 {len(taken.lines)} 行：{counted}")
        with Ledger.open_for_reading(self.desk.workspace.ledger) as ledger:
            compared = compare(self.desk, ledger, SOURCE, self.now.date().replace(day=1), now.date())
        _say(now, sentence(compared).rstrip("。"))
        return [theirs, write_comparison(compared, self.out / "第三方" / "比对表.xlsx")]

    def _lots(self, now: datetime) -> list[Path]:
        self.district.set(now, Phase.THIS)
        self.district.mend(HOST, now, Phase.MIDDLE)
        self.stage.set(now)
        saved = open_desk(self.desk.workspace.root).register  # as anybody reckons the lot again
        drawn = draw(replace(self.desk, register=saved), SampleRequest(Share.read("20%"), Share.read("10%")), now)
        given = Surroundings(self.stage.sources(), self.stage.settings(), allow_private=True)
        drawn, _ = inspect_drawn(self.desk, drawn, given)
        results = "，".join(f"{one.what}“{one.name}”{one.result}" for one in drawn.subjects)
        _say(now, f"抽查（种子 {drawn.seed}）：{results}")
        return write_sample(self.desk, drawn, self.out / "抽查")

    def _of_the_year(self, now: datetime) -> list[Path]:
        with Ledger.open_for_writing(self.desk.workspace.ledger) as ledger:
            holiday = self._holiday(now.date())
            told = queue_holiday(self.desk, ledger, holiday, (), now, CLERK)
            _say(now, f"{holiday.name}节前提醒 {len(told.numbers)} 封，等待放行")
            made = self._save("节前提醒", ((f"{holiday.name}-{unit}", data) for unit, data in told.documents))
            quarter = f"{self.now:%Y}-Q{(self.now.month + 2) // 3}"
            made += write_quarter(self.desk, ledger, quarter, self.out / "季度通报", now)
            _say(now, f"{quarter} 季度通报（公开版）已写好")
            scored = queue_scores(self.desk, ledger, self.now.year, self.out / "年度评分", now, CLERK)
            _say(now, f"{self.now.year} 年度评分通知 {len(scored.numbers)} 封，等待放行")
            year = f"{self.now.year}年度评分通知"
            made += self._save("年度评分", ((f"{year}-{unit}", data) for unit, data in scored.documents))
        return [*made, scored.workbook]

    def _holiday(self, today: date) -> Holiday:
        """The next one; of a year that nobody has told us of, the next whose day never moves."""
        try:
            return next_holiday(self.desk, today, None)
        except ConfigError:
            coming = ((name, date(year, month, 1)) for year in (today.year, today.year + 1) for name, month in FIXED)
            name, first = next((name, first) for name, first in coming if first > today)
            return written_holiday(name, first, first, today)

    def _save(self, folder: str, documents: Iterable[tuple[str, bytes]]) -> list[Path]:
        return list(_saved(self.out / folder, documents))


def _saved(folder: Path, documents: Iterable[tuple[str, bytes]]) -> Iterator[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in documents:
        path = folder / f"{name}.docx"
        path.write_bytes(data)
        yield path


def _say(day: datetime, told: str) -> None:
    click.echo(f"{day:%Y-%m-%d} {told}")
