"""A spot check of the sample district: only what was drawn is looked at, and the record says what the truth says."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from openpyxl import load_workbook

from demo.platforms.account_stage import serve_accounts
from demo.sample.columns import register
from demo.sample.plan import Phase
from demo.sample.planted import CONTROL_HOSTS
from demo.sample.probes import probes
from demo.sample.server import serve
from demo.sample.truth import truth
from desk.config.settings import OfficeSettings
from desk.context import Desk, open_desk
from desk.inspections.account_inspection import Surroundings
from desk.inspections.account_records import take_record
from desk.spot_checks.random_sample import Share
from desk.spot_checks.sampling import SampleRequest, _judged, draw, inspect_drawn, write_sample
from desk.workspace.config_mistakes import ConfigError
from desk.workspace.workspace import Workspace
from ledger.archive.writer import Archive
from ledger.ledger import Ledger
from ledger.vocabulary import Evidence, Finding, State
from reports.documents.layout import new_letter
from reports.letters.random_sample import FIELDS, NOT_YET, DrawnFigures, drawn_fields
from reports.templates.blank_random_sample import LETTERS

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
HALF = SampleRequest(Share.read("50%"), Share.read("4"), 7)


@dataclass(frozen=True)
class Checked:
    desk: Desk
    drawn: DrawnFigures
    filled: DrawnFigures
    code: int
    files: list[Path]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checked]:
    out = tmp_path_factory.mktemp("sample")
    with serve(NOW, Phase.LAST) as district, serve_accounts(NOW) as stage:
        opened = open_desk(Workspace.init(out / "w").root).at_once()
        settings = replace(opened.settings, office=OfficeSettings("望舒区人民政府办公室"), controls=CONTROL_HOSTS)
        desk = replace(opened, settings=settings, register=register(district.port), pins=district.pins())
        desk.workspace.prepare()
        for site, seen in probes(NOW).items():
            with Archive(desk.workspace.archive(site)) as archive:
                for one in seen:
                    archive.record_probe(one)
                archive.commit()
        stage.set(NOW - timedelta(minutes=10))
        take_record(desk, stage.write_record(out / "record", Phase.LAST), stage.day, with_strangers=True)
        drawn = draw(desk, HALF, NOW)
        given = Surroundings(stage.sources(), stage.settings(), allow_private=True)
        filled, code = inspect_drawn(desk, drawn, given)
        yield Checked(desk, drawn, filled, code, write_sample(desk, filled, out / "made"))


def test_half_of_five_sites_is_three_one_of_each_group(checked: Checked) -> None:
    """部门 3, 镇街 1, 事业单位 1: dues 1.8, 0.6 and 0.6."""
    sites = [g for g in checked.drawn.groups if g.what == "网站"]
    assert [(g.group, g.total, g.drawn) for g in sites] == [("事业单位", 1, 1), ("部门", 3, 1), ("镇街", 1, 1)]
    assert {one.result for one in checked.drawn.subjects} == {NOT_YET}


def test_what_was_drawn_is_found_and_nothing_else(checked: Checked) -> None:
    drawn = {one.id for one in checked.drawn.subjects}
    with Ledger.open_for_reading(checked.desk.workspace.ledger) as ledger:
        found = {(f.criterion, f.subject, f.place) for f in ledger.findings.find()}
        kinds = [(run.kind, run.finished is not None) for run in ledger.runs.find()]
        looked = {c.site for run in ledger.runs.find() for c in ledger.runs.coverages(run.run)}
    assert found == {e.key for e in truth().expected(Phase.LAST) if e.key[1] in drawn}
    assert len(checked.filled.problems) == len(found)
    assert sorted(kinds) == [("accounts", True), ("inspect", True)]
    assert looked == drawn
    assert checked.code == 1


def test_results_are_by_confirmed_vetoes_alone(checked: Checked) -> None:
    results = {one.id: one.result for one in checked.filled.subjects}
    # 文化馆: not bound by the 检查指标, whatever its columns are like; 清水镇: no veto (district's plan)
    assert results["wenhua"] == "不适用"
    assert results["qingshui"] == "合格"
    unseen = [one for one in checked.filled.subjects if one.result == "未能核查"]
    assert all(one.note for one in unseen)


def test_a_veto_that_could_not_be_looked_at_now_is_not_called_bad(checked: Checked) -> None:
    """It was confirmed on another day; today its site did not answer."""
    one = next(one for one in checked.drawn.subjects if one.id == "qingshui")
    veto = next(code for code, criterion in checked.desk.criteria.items() if criterion.veto)
    evidence = Evidence("http://a.example/", NOW, quote="原文")
    stands = Finding(
        1, veto, one.id, "首页", None, "u", State.CONFIRMED, "未更新", evidence, NOW, NOW, confirmed_at=NOW
    )
    assert _judged(checked.desk, one, [stands], [], "r").result == "不合格"
    unseen = _judged(checked.desk, one, [replace(stands, unknown_since=NOW)], [], None)
    assert (unseen.result, unseen.note) == ("未能核查", "以前核实的“单项否决”类问题，本次未能复查")


def test_the_record_can_be_read_back(checked: Checked) -> None:
    text = docx.Document(str(checked.files[0]))
    whole = "\n".join(p.text for p in text.paragraphs)
    assert "政府网站和政务新媒体抽查情况表" in whole
    assert "种子：7（由抽查人指定）" in whole
    assert checked.drawn.register in whole
    assert "网站5个中抽取3个" in whole
    groups, subjects, problems, _ = text.tables
    assert [c.text for c in groups.rows[1].cells] == ["网站", "事业单位", "1", "1"]
    assert len(subjects.rows) == 1 + 3 + 4
    assert len(problems.rows) == 1 + len(checked.filled.problems)
    book = load_workbook(checked.files[1])
    assert book.sheetnames == ["抽查情况", "问题", "未能核查", "分组名额", "抽签办法"]
    assert book["抽查情况"].max_row == 8


def test_the_fields_are_those_described(checked: Checked) -> None:
    fields = drawn_fields(checked.filled)
    rows = {f"{name}.{key}" for name, value in fields.items() for key in _keys(value)}
    assert fields.keys() | rows == FIELDS.keys()


def _keys(value: object) -> list[str]:
    first = value[0] if isinstance(value, list) and value else None
    return list(first) if isinstance(first, dict) else []


def test_the_template_is_the_one_its_maker_makes(tmp_path: Path) -> None:
    title, compose = LETTERS["drawn"]
    made = new_letter(title)
    compose(made)
    kept = docx.Document(str(Path(__file__).parents[2] / "config" / "letters" / "drawn.docx"))
    assert [p.text for p in kept.paragraphs] == [p.text for p in made.paragraphs]


def test_nothing_asked_or_nothing_there_is_wrong_use(checked: Checked) -> None:
    with pytest.raises(ConfigError, match="--sites"):
        draw(checked.desk, SampleRequest(None, None), NOW)
    bare = replace(checked.desk, register=replace(checked.desk.register, accounts={}))
    with pytest.raises(ConfigError, match="没有可抽的账号"):
        draw(bare, HALF, NOW)
