"""The office's own work by page: the month's notice from its draft to the letters that leave, answers, register."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from desk.notices.drafts import write_draft
from desk.register.workbook import export_workbook
from desk.web.here import Here
from desk.web.roles import Role
from ledger.vocabulary import AnswerKind, Decision, Event, State
from tests.web.conftest import Box, Clock, mailing
from tests.web.told import told
from tests.web.world import NOW


def _settled() -> None:
    """All that was begun beside the pages has ended."""
    from desk.web import later

    later.wait()


def _file(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_from_the_draft_to_the_letters_that_leave(
    home: Here, signed_in: Callable[..., Any], clock: Clock, box: Box
) -> None:
    """Two problems confirmed, told in a notice that is signed as it was drafted, mailed to the one unit."""
    mailing(home, box.port)
    client = signed_in(Role.CLERK)
    with home.writing() as ledger:
        for number in (1, 6):
            ledger.decisions.decide(number, Decision(Event.CONFIRM, clock(), "王某", "看过"))
    clock.goes(hours=1)
    client.post("/notices/2026-11/draft", {})
    _settled()
    page = client.get("/notices/2026-11").content.decode()
    assert "“要闻”栏目" in page
    draft = b"".join(client.get("/notices/2026-11/files/通报-2026-11.docx").streaming_content)
    form = {"number": "甲府办〔2026〕9号", "day": "2026-11-24", "file": _file(draft, "签发.docx")}
    handed = client.post("/notices/2026-11/signed", form)
    shown = client.get(handed["Location"].partition("#")[0])
    assert "问题 8 单位已申诉，尚未裁定" in told(shown)
    page = shown.content.decode()
    assert "<b>3</b> 个问题记为已通报，涉及 2 个单位" in page
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split('id="issue"')[1]))
    with home.reading() as ledger:
        assert ledger.notices.issued("2026-11") is None  # looked at, not entered
    client.post("/notices/2026-11/issue", {**hidden, "shown": "0" * 64})  # another thing than the page showed
    with home.reading() as ledger:
        assert ledger.notices.issued("2026-11") is None
    client.post("/notices/2026-11/issue", hidden)
    with home.reading() as ledger:
        assert ledger.findings.get(1).state is State.NOTIFIED
        letter, other = ledger.letters.find()
        assert ledger.notices.issued("2026-11").by == "经办人某"  # type: ignore[union-attr]
    assert box.taken == []
    shown = client.get(f"/letters/{letter.id}").content.decode()
    assert "u1@jia.example" in shown
    part = client.get(f"/letters/{letter.id}/parts/0")
    assert part["Content-Disposition"].endswith((".docx", ".xlsx"))
    client.post("/letters/send", {})
    _settled()
    assert box.taken == []  # nothing leaves before its release
    assert other.unit == "u2"
    client.post("/letters/release", {"number": [str(letter.id)]})
    client.post("/letters/send", {})
    _settled()
    assert [to for to, _ in box.taken] == [["u1@jia.example"]]
    assert "已发 1 封" in client.get("/letters").content.decode()


def test_a_notice_that_is_entered_is_told_so_whatever_becomes_of_the_letters(
    home: Here, signed_in: Callable[..., Any], clock: Clock, box: Box
) -> None:
    from desk.web.people.models import Deed

    mailing(home, box.port)
    client = signed_in(Role.CLERK)
    clock.goes(hours=1)
    with home.writing() as ledger:
        draft, *_ = write_draft(home.desk(), ledger, "2026-11", home.workspace.out, clock())
    form = {"number": "甲府办〔2026〕9号", "day": "2026-11-24", "file": _file(draft.read_bytes(), "签发.docx")}
    handed = client.post("/notices/2026-11/signed", form)
    page = client.get(handed["Location"].partition("#")[0]).content.decode()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page.split('id="issue"')[1]))
    (home.workspace.letters / "sheet.docx").write_bytes(b"no template")
    said = told(client.post("/notices/2026-11/issue", hidden, follow=True))
    assert "已登记签发 甲府办〔2026〕9号" in said
    assert "信件没有写成" in said
    deed = Deed.objects.get(act="登记签发")
    assert (deed.refused, "信件没有写成" in deed.after) == ("", True)
    with home.reading() as ledger:
        assert ledger.notices.issued("2026-11") is not None
        assert ledger.letters.find() == []


def test_a_signed_file_that_is_another_months_is_not_entered(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.CLERK)
    for name, data in (("签发.docx", b"PK no document"), ("签发.txt", b"words"), ("签发.pdf", b"%PDF-1.7 cut")):
        form = {"number": "甲府办〔2026〕9号", "day": "2026-11-24", "file": _file(data, name)}
        client.post("/notices/2026-11/signed", form)
    with home.writing() as ledger:
        write_draft(home.desk(), ledger, "2026-11", home.workspace.out, home.clock())
    (home.workspace.data / "kept").write_bytes(b"%PDF-1.7")
    for sha in ("..", "../..", ".", "0" * 64):
        answer = client.get(f"/notices/2026-11?signed={sha}&day=2026-11-24&number=甲府办〔2026〕9号&why=等")
        assert "没有收到" in answer.content.decode(), sha
    for query in ("signed=" + "0" * 64, "signed=..&day=x", "signed=" + "0" * 64 + "&day=2026-11-24&number=1"):
        assert client.get(f"/notices/2026-11?{query}").status_code == 400
    with home.reading() as ledger:
        assert ledger.notices.all_issued() == []


def test_an_answer_by_telephone_is_entered(home: Here, signed_in: Callable[..., Any]) -> None:
    with home.writing() as ledger:
        ledger.decisions.decide(1, Decision(Event.CONFIRM, NOW, "王某", "看过"))
    client = signed_in(Role.CLERK)
    form = {"number": "1", "kind": "整改中", "cause": "等拨款", "done_on": "2026-12-30"}
    client.post("/answers/enter", form)
    with home.reading() as ledger:
        (answer,) = ledger.answers.find()
    assert (answer.finding, answer.kind, answer.cause, answer.by) == (1, AnswerKind.WORKING, "等拨款", "经办人某")
    assert "等拨款" in client.get("/answers").content.decode()
    for wrong in (
        {"number": "1", "kind": "申诉"},
        {"number": "999", "kind": "已整改"},
        {"number": "1", "kind": "已整改", "line": "1"},
    ):
        client.post("/answers/enter", wrong)
    with home.reading() as ledger:
        assert len(ledger.answers.find()) == 1


def test_the_register_goes_out_comes_back_and_is_undone(
    home: Here, signed_in: Callable[..., Any], tmp_path: Path
) -> None:
    client = signed_in(Role.ADMIN)
    sheet = client.get("/register.xlsx").content
    export_workbook(home.workspace.register, tmp_path / "same.xlsx")
    assert len(ZipFile(io.BytesIO(sheet)).namelist()) == len(ZipFile(tmp_path / "same.xlsx").namelist())
    table = "单位名称,网站名称,首页网址\n甲区卫健局,甲区卫生健康网,http://wj.jia.gov.cn/\n".encode()
    shown = client.post("/register/preview", {"file": _file(table, "台账.csv")})
    page = client.get(shown["Location"].partition("#")[0]).content.decode()
    assert "甲区卫健局" in page
    assert len(home.desk().register.sites) == 2  # a preview changes nothing
    sha = re.search(r'name="file" value="([0-9a-f]{64})"', page)
    assert sha is not None
    client.post("/register/import", {"file": sha[1]})
    assert [s.name for s in home.desk().register.sites.values()] == ["甲区网", "教育网", "甲区卫生健康网"]
    client.post("/register/undo", {})
    assert len(home.desk().register.sites) == 2


def test_a_table_that_is_none_is_told(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.ADMIN)
    for name, data in (("台账.xlsx", b"PK"), ("台账.exe", b"MZ"), ("台账.csv", b"\xff\xfe\x00"), ("台账.xls", b"")):
        assert told(client.post("/register/preview", {"file": _file(data, name)}, follow=True)), name
    assert client.get(f"/register?file={'0' * 64}").status_code == 400


def test_what_a_person_saw_of_a_column_is_kept(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.CLERK)
    form = {"column": "c1", "newest": "2026-11-23", "why": "页面由脚本生成", "next": "/manual"}
    assert (
        told(client.post("/manual/column", form, follow=True)) == "最近一条信息的标题：没有写；请写最近一条信息的标题"
    )
    form["title"] = "区政府召开常务会议"
    assert told(client.post("/manual/column", form, follow=True)).startswith("已记入")
    for wrong in ({**form, "blank": "1"}, {**form, "newest": ""}, {**form, "column": "c9"}, {**form, "why": ""}):
        assert "已记入" not in told(client.post("/manual/column", wrong, follow=True)), wrong


def test_what_a_person_found_is_a_problem(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.CLERK)
    form = {
        "criterion": "column-blank",
        "subject": "jia",
        "address": "http://www.jia.gov.cn/kb/",
        "why": "空白",
        "quote": "统计",
    }
    form["address"] = "http://www.jia.gov.cn/kb/"
    assert "登记册里没有" in told(client.post("/manual/problem", form, follow=True))
    answer = client.post("/manual/problem", {**form, "column": "c1"})
    number = int(answer["Location"].rpartition("/")[2])
    with home.reading() as ledger:
        found = ledger.findings.get(number)
    assert (found.state, found.subject, found.evidence.quote) == (State.CONFIRMED, "jia", "统计")


def test_a_packed_record_is_bounded(home: Here, signed_in: Callable[..., Any]) -> None:
    client = signed_in(Role.CLERK)
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("../../out.csv", "平台,账号\n")
        archive.writestr("a/b.csv", "平台,账号\n")
    for data in (packed.getvalue(), b"no zip", b"PK\x05\x06" + b"\0" * 18):
        form = {"file": _file(data, "记录.zip"), "next": "/manual"}
        assert "已记入" not in told(client.post("/manual/accounts", form, follow=True))
    assert not (home.workspace.root.parent / "out.csv").exists()
