"""Three weeks of real commands: every paper of every day, read as the units read it, says one deadline for one problem,
and one paper a day presses for it."""

import email
from collections.abc import Iterator
from datetime import date
from email.policy import SMTP
from pathlib import Path

import pytest
from click.testing import CliRunner

from desk.cli.main import cli
from desk.notices.drafts import frozen
from ledger.calendar import Calendar, day_of
from ledger.ledger import Ledger
from ledger.vocabulary import Event
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from tests.one_deadline.estate import COLUMN, LINK, SEVERE, Estate, at, opened
from tests.one_deadline.papers import Said, letter, notice, signed

FIRST, SIGNED, LAST = date(2026, 9, 28), date(2026, 9, 29), date(2026, 10, 16)
NUMBER = "望府办〔2026〕9号"
NAMES = ("home", "late", "near", "wrong", "word", "column", "other")


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """What stands on the morning of Monday 28 September, and its numbers."""
    folder = tmp_path_factory.mktemp("weeks")
    with opened(folder) as estate:
        number = _problems(estate)
    return folder, number


def _problems(estate: Estate) -> dict[str, int]:
    """Told of by telephone: one that is late by three working days, one that is due tomorrow, one that is long due."""
    place = "http://jy.wangshu.example/"
    number = {
        "home": estate.bad(at(9, 21)),
        "late": estate.bad(at(9, 21), LINK, "jy", f"{place}late"),
        "near": estate.bad(at(9, 21), LINK, "jy", f"{place}near"),
        "wrong": estate.bad(at(9, 21), LINK, "mz"),
        "word": estate.bad(at(9, 27), SEVERE, "mz"),
        "column": estate.bad(at(9, 21), COLUMN, "jy", "gg", "gg"),
        "other": estate.bad(at(9, 21), LINK, "jy", f"{place}other"),
    }
    estate.say(at(9, 21, 10), number["late"], Event.URGE, date(2026, 9, 22))
    estate.say(at(9, 21, 10), number["near"], Event.URGE, date(2026, 9, 29))
    return number


@pytest.fixture(scope="module")
def weeks(begun: tuple[Path, dict[str, int]]) -> tuple[Path, dict[str, int]]:
    folder, number = begun
    root = folder / "office"

    def run(day: date, hour: str, *words: str, may: tuple[int, ...] = (0, 1)) -> str:
        done = CliRunner().invoke(cli, ["--workspace", str(root), *words, "--now", f"{day}T{hour}"])
        assert done.exception is None or isinstance(done.exception, SystemExit), (words, done.exception)
        assert done.exit_code in may, (words, done.output)
        return done.output

    out = str(folder / "out")
    run(FIRST, "07:30", "notice", "--month", "2026-09", "--out", out, "--date", "2026-09-29")
    for day in _worked():
        for kind in ("prompt", "remind", "supervise"):
            run(day, "08:10", "letters", kind, "--by", "李四")
        if day == SIGNED:
            file = str(Path(out) / "通报-2026-09.docx")
            words = ("--month", "2026-09", "--number", NUMBER, "--date", f"{day}", "--signed-file", file)
            run(day, "09:00", "notice", "issue", "--yes", *words, "--why", "已签发")
            dismiss = ("--kind", "登记有误", "--why", "登记错了", "--yes")
            run(day, "09:30", "finding", "dismiss", str(number["wrong"]), *dismiss)
        run(day, "10:00", "letters", "release", "--all", "--by", "李四", may=(0, 1, 2))
        if day == SIGNED:  # what was refused is drawn up anew by one command
            run(day, "10:30", "letters", "queue", "--month", "2026-09")
            run(day, "11:00", "letters", "release", "--all", "--by", "李四", may=(0, 1, 2))
        if day == date(2026, 9, 30):
            run(day, "11:00", "finding", "urge", str(number["other"]), "--until", "2026-10-14", "--why", "延期")
            run(
                day,
                "12:00",
                "finding",
                "fixed",
                str(number["near"]),
                "--why",
                "电话报来",
                "--by",
                "张三",
                may=(0, 1, 2),
            )
        _sent(root, day)
    return folder, number


def _worked() -> Iterator[date]:
    days = (date.fromordinal(n) for n in range(FIRST.toordinal(), LAST.toordinal() + 1))
    return (day for day in days if Calendar().working_day(day)[0])


def _sent(root: Path, day: date) -> None:
    """The mail server takes all that it is given at five past noon."""
    with Ledger.open_for_writing(root / "data" / "ledger.sqlite") as ledger:
        estate = Estate(None, ledger, root)  # type: ignore[arg-type]  # sends, and asks no register
        waiting = [one.id for one in estate.letters(LetterState.READY)]
        estate.send(at(day.month, day.day, 12, 5), *waiting)


def said_on(ledger: Ledger, day: date) -> list[Said]:
    """All that left or stood drafted on that day."""
    found = []
    rows = {p.no: p.findings for p in frozen(ledger, "2026-09").problems}
    for one in ledger.letters.find():
        states = [c for c in ledger.letters.history(one.id) if day_of(c.at) <= day]
        today = any(day_of(c.at) == day for c in states)
        if one.kind.presses and today and states[-1].after is not LetterState.WITHDRAWN:
            found += letter(ledger, one)
            if one.kind is LetterKind.RECTIFY:
                told = {m.finding for m in ledger.letters.matters(one.id)}
                rows_say = notice(signed(ledger, one), rows)
                # a day that had passed asks for nothing: the sheet says so (below)
                found += [s for s in rows_say if s.finding in told and s.due and s.due >= SIGNED]
    return found


def test_each_day_says_one_deadline_for_one_problem(weeks: tuple[Path, dict[str, int]]) -> None:
    folder, number = weeks
    with Ledger.open_for_reading(folder / "office" / "data" / "ledger.sqlite") as ledger:
        told: dict[tuple[int, date], set[date | None]] = {}
        for day in _worked():
            for said in said_on(ledger, day):
                if not said.done:
                    told.setdefault((said.finding, day), set()).add(said.due)
        assert {key: dues for key, dues in told.items() if len(dues) > 1} == {}
        assert {finding for finding, _ in told} >= {number[name] for name in ("home", "late", "near", "word", "other")}


def test_each_day_one_paper_presses_for_one_problem(weeks: tuple[Path, dict[str, int]]) -> None:
    folder, number = weeks
    with Ledger.open_for_reading(folder / "office" / "data" / "ledger.sqlite") as ledger:
        papers = [
            (one, {m.finding for m in ledger.letters.matters(one.id)})
            for one in ledger.letters.find()
            if one.kind.presses
        ]
        for day in _worked():
            for finding in number.values():
                left = [
                    one.id
                    for one, told in papers
                    if finding in told
                    and one.state is LetterState.SENT
                    and any(day_of(c.at) == day for c in ledger.letters.history(one.id) if c.after is LetterState.SENT)
                ]
                assert len(left) <= 1, (day, finding, left)


def test_what_each_problem_was_pressed_by_and_when(weeks: tuple[Path, dict[str, int]]) -> None:
    """By hand. 28: the veto and the wrong word by prompt, the late one by 督办单, the near one by reminder. 29: the
    sheet. By the letter signed on the 29th the veto and the column are due on 12 October (30, 8, 9, 10, 12), reminded
    on the worked Saturday before, supervised after 13, 14, 15; the wrong word the same day, supervised after 30, 8, 9,
    its one more day the 10th, of which it is reminded. The late one has till 8 October, and is
    reminded before the holiday. The other link was prolonged to the 14th."""
    folder, number = weeks
    with Ledger.open_for_reading(folder / "office" / "data" / "ledger.sqlite") as ledger:
        pressed: dict[str, list[tuple[str, str]]] = {name: [] for name in NAMES}
        for one in ledger.letters.find(states=[LetterState.SENT]):
            day = next(c.at for c in ledger.letters.history(one.id) if c.after is LetterState.SENT)
            for name in NAMES:
                if number[name] in {m.finding for m in ledger.letters.matters(one.id)}:
                    pressed[name].append((f"{day:%m-%d}", one.kind.word))
    sheet = ("09-29", "整改通知单")
    assert pressed == {
        "home": [("09-28", "紧急整改通知"), sheet, ("10-10", "整改到期提醒"), ("10-15", "督办单")],
        "late": [("09-28", "督办单"), sheet, ("09-30", "整改到期提醒")],
        "near": [("09-28", "整改到期提醒"), sheet],
        "wrong": [],
        "word": [("09-28", "紧急整改通知"), sheet, ("10-09", "督办单"), ("10-10", "整改到期提醒")],
        "column": [sheet, ("10-10", "整改到期提醒"), ("10-15", "督办单")],
        "other": [sheet, ("10-13", "整改到期提醒")],
    }


def test_a_day_that_had_passed_when_the_notice_was_signed_is_said_not_to_count(
    weeks: tuple[Path, dict[str, int]],
) -> None:
    """The draft says 22 September of the late one; the 督办单 of the 28th gave it till 8 October (29, 30, 8)."""
    folder, number = weeks
    with Ledger.open_for_reading(folder / "office" / "data" / "ledger.sqlite") as ledger:
        sheets = [one for one in ledger.letters.find(kind=LetterKind.RECTIFY) if one.unit == "edu"]
        (sheet,) = [one for one in sheets if one.state is LetterState.SENT]
        due = {said.due for said in letter(ledger, sheet) if said.finding == number["late"]}
        message = email.message_from_bytes(ledger.letters.raw(sheet.id), policy=SMTP)
    assert due == {date(2026, 10, 8)}
    text = message.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    assert "通报所列时限早于印发日期的，以本通知单所列时限为准" in text
