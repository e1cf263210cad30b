"""All letters of the demo: each unit gets its own lines and no other's, in every part and attachment."""

import email
import shutil
import zipfile
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

import pytest
from docx import Document
from openpyxl import load_workbook

from demo.run import sample_desk
from demo.sample.plan import Phase
from demo.sample.server import serve
from desk.context import Desk
from desk.correspondence.letters import queue_month
from desk.mail.server_settings import MailSettings
from desk.notices.notice_figures import notice_figures
from desk.notices.notice_period import Period
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.ledger import Ledger
from ledger.vocabulary.post.outbox import Letter, LetterState
from reports.figures.groups import problem_text
from reports.figures.models import NoticeFigures, ProblemLine
from tests.desk.demo.left import NOW, Played

MONTH = "2026-11"
MAIL = MailSettings(sender="wangzhan@wangshu.example", sender_name="望舒区人民政府办公室")


@dataclass(frozen=True)
class Told:
    """The desk with a mail address for each unit but one, the notice's figures, the letters with all they say."""

    desk: Desk
    figures: NoticeFigures
    letters: dict[str, tuple[Letter, dict[str, str]]]
    again: list[int]  # the letters written once more on the next day


@pytest.fixture(scope="module")
def told(played: Played, tmp_path_factory: pytest.TempPathFactory) -> Told:
    out = shutil.copytree(played.signed, tmp_path_factory.mktemp("letters") / "out")
    with serve(NOW, Phase.THIS) as district:
        desk = sample_desk(Workspace.find(out / "工作区"), district)
    mailed = {
        key: replace(unit, email="" if key == "whg" else f"{key}@wangshu.example; 值班<{key}-zb@wangshu.example>")
        for key, unit in desk.register.units.items()
    }
    desk = replace(desk, register=replace(desk.register, units=mailed))
    with Ledger.open_for_writing(desk.workspace.ledger) as ledger:
        figures = notice_figures(desk, ledger, Period.of(MONTH, NOW).after(ledger), NOW)
        letters = [ledger.letters.get(number) for number in queue_month(desk, ledger, MONTH, NOW, MAIL)]
        again = list(queue_month(desk, ledger, MONTH, NOW + timedelta(days=1), MAIL))
        said = {one.unit_name: (one, parts(ledger.letters.raw(one.id))) for one in letters}
    return Told(desk, figures, said, again)


def parts(raw: bytes) -> dict[str, str]:
    """Everything that a letter says, by part; of the attachments both the words and the whole of the files' XML."""
    letter = email.message_from_bytes(raw, policy=SMTP)
    assert isinstance(letter, EmailMessage)
    found = {kind: letter.get_body((kind,)).get_content() for kind in ("plain", "html")}  # type: ignore[union-attr]
    for part in letter.iter_attachments():
        name, data = str(part.get_filename()), part.get_content()
        with zipfile.ZipFile(BytesIO(data)) as packed:
            xml = "".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
        found[name] = (words_of_docx(data) if name.endswith(".docx") else words_of_xlsx(data)) + xml
    found["headers"] = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return found


def words_of_docx(data: bytes) -> str:
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([p.text for p in document.paragraphs] + cells)


def words_of_xlsx(data: bytes) -> str:
    book = load_workbook(BytesIO(data))
    return "\n".join(str(v) for sheet in book for row in sheet.iter_rows(values_only=True) for v in row if v)


def lines(figures: NoticeFigures) -> tuple[ProblemLine, ...]:
    return (*figures.problems, *figures.follow_up.open_older)


def test_every_unit_with_a_problem_has_one_letter(told: Told) -> None:
    assert told.letters.keys() == {line.unit for line in lines(told.figures)}
    assert len(told.letters) >= 5


def test_no_letter_holds_another_units_line(told: Told) -> None:
    for unit, (_, whole) in told.letters.items():
        # the signed notice itself is read by all whom it names
        said = {part: text for part, text in whole.items() if part != f"通报{MONTH}.docx"}
        assert len(said) == len(whole) - 1
        own = {text for line in lines(told.figures) if line.unit == unit for text in (line.message, line.address)}
        others = [line for line in lines(told.figures) if line.unit != unit]
        assert others
        for part, text in said.items():
            for line in others:
                for words in {line.message, line.evidence.body, f"“{line.site}”{line.place}："} - own - {""}:
                    if not any(words in mine for mine in own):
                        assert words not in text, (unit, part, words)
            names = {u.name for u in told.desk.register.units.values()} - {unit, told.figures.office.name}
            sites = {line.site for line in lines(told.figures) if line.unit == unit}
            for name in names - sites:
                assert name not in text, (unit, part, name)


def test_every_own_line_is_in_all_its_parts(told: Told) -> None:
    for unit, (_, said) in told.letters.items():
        for line in (line for line in lines(told.figures) if line.unit == unit):
            # of what earlier notices told, the notice itself lists the first only; the unit's own papers list all
            own = [text for name, text in said.items() if name.endswith((".docx", ".xlsx")) and "通报" not in name]
            assert len(own) == 3
            # the sheet says it as the notice does
            papers = [text for name, text in said.items() if name.endswith(".xlsx")]
            for text in [said["plain"], *papers]:
                assert line.message.rstrip("。") in text, (unit, line.message)
            (sheet,) = [text for name, text in said.items() if name.endswith(".docx") and "通报" not in name]
            assert problem_text(line) in sheet, (unit, line.message)


def test_each_goes_to_the_addresses_of_its_unit_and_to_no_other(told: Told) -> None:
    ids = {unit.name_on(NOW.date()): key for key, unit in told.desk.register.units.items()}
    for unit, (letter, said) in told.letters.items():
        key = ids[unit]
        if key == "whg":
            assert letter.state is LetterState.NO_ADDRESS
            assert letter.note == "登记册里没有这个单位的邮箱"
            assert "To:" not in said["headers"]
        else:
            assert letter.state is LetterState.HELD
            assert letter.recipients == (f"{key}@wangshu.example", f"{key}-zb@wangshu.example")
            assert f"To: {unit} <{key}@wangshu.example>, 值班 <{key}-zb@wangshu.example>" in said["headers"]


def test_the_numbers_of_the_subjects_add_up_to_the_notice(told: Told) -> None:
    def total(word: str) -> int:
        heads = [letter.subject.partition("（")[0] for letter, _ in told.letters.values()]
        return sum(int(n.split()[1]) for head in heads for n in head.split("，") if n.startswith(word))

    problems, older = told.figures.problems, told.figures.follow_up.open_older
    closed = [line for line in problems if line.closed]
    assert total("新增") == len(problems) - len(closed)
    assert total("逾期") == sum(line.overdue for line in (*problems, *older) if line not in closed)
    assert total("已整改") <= told.figures.follow_up.done + len(closed)
    assert total("已整改") > 0


def test_written_again_the_next_day_they_are_the_same_letters(told: Told) -> None:
    assert told.again == [letter.id for letter, _ in told.letters.values()]


def test_without_a_sender_no_letter_is_written(told: Told) -> None:
    with (
        Ledger.open_for_reading(told.desk.workspace.ledger) as ledger,
        pytest.raises(ConfigError, match="还没有填写发信地址"),
    ):
        queue_month(told.desk, ledger, MONTH, NOW, MailSettings())
