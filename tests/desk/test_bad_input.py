"""What a person writes wrong, file by file, told by the real program: where, what to do, exit code 2, nothing begun."""

import json
from pathlib import Path

import pytest

from ledger.ledger import Ledger, no_inspection

BROKEN = "是 = = 1\n"
CRITERION = """
standard = "示例"
[[criterion]]
code = "mine"
title = "甲"
clause = "第一条"
wording = "要求"
problem_class = "信息更新"
grades = { requirement = "A" }
demand = "改正。"
"""
# a file of config/, what it becomes, and what the sentence must name
FILES = [
    ("xuncha.toml", "[office]\nname = 甲\n", ["xuncha.toml第2行", "双引号"]),
    ("xuncha.toml", "[crawl]\npages = 0\n", ["“crawl.pages”的值不对", "1 到 1000000"]),
    ("criteria/national-2019.toml", "[[criterion\n", ["national-2019.toml第1行"]),
    ("criteria/mine.toml", CRITERION + 'rule = "dead_links"\n', ["mine.toml第4行", "“mine”的 rule “dead_links”不存在"]),
    ("criteria/mine.toml", CRITERION + 'rule = "dead_link"\n', ["mine.toml第4行", "“mine”的 params.where 缺少"]),
    (
        "criteria/mine.toml",
        CRITERION + 'rule = "dead_link"\nparams = { where = "side" }\n',
        ["mine.toml第4行", "“mine”的 params 写错了", "home 或 other"],
    ),
    (
        "criteria/mine.toml",
        CRITERION + 'rule = "blank_column"\nparams = { days = 3 }\n',
        ["mine.toml第4行", "“mine”的 params.days 不认识"],
    ),
    (
        "criteria/mine.toml",
        CRITERION + 'rule = "column_not_updated"\nparams = { kinds = ["动态要闻"] }\n',
        ["“mine”的 params 写错了", "缺少 days 或 months"],
    ),
    (
        "criteria/mine.toml",
        CRITERION + 'rule = "column_not_updated"\nparams = { kinds = ["动态"], days = 14 }\n',
        ["“动态”不是栏目类别"],
    ),
    ("words/reasons.toml", BROKEN, ["reasons.toml第1行"]),
    ("register/units.csv", "编号,称呼\nu1,甲局\n", ["units.csv第1行“名称”列", "缺少这一列"]),
    ("register/units.csv", "", ["units.csv第1行", "没有列标题"]),
    ("register/sites.csv", '编号,名称,首页地址,主办单位\ns1,"甲\n', ["sites.csv第2行", "双引号"]),
    (
        "register/sites.csv",
        "编号,名称,首页地址,主办单位\ns1,甲网,http://www.jia.gov.cn/,教育局\n",
        ["sites.csv第2行“主办单位”列", "单位表里没有“教育局”"],
    ),
]


@pytest.mark.parametrize(("name", "text", "words"), FILES, ids=[f"{i}-{f[0]}" for i, f in enumerate(FILES)])
def test_a_mistake_in_a_file_is_told_with_its_place(office, told, name: str, text: str, words: list[str]) -> None:
    (office.config / name).write_text(text, encoding="utf-8")
    done = office.inspect()
    assert done.returncode == 2
    said = told(done)
    for word in words:
        assert any(word in line for line in said), said
    assert not office.ledger.exists()


def test_a_file_that_is_no_text_at_all(office, told) -> None:
    for name in ("xuncha.toml", "words/reasons.toml", "criteria/national-2019.toml", "register/units.csv"):
        (office.config / name).write_bytes(b"\xff\xff\x00\x80" * 9)
    done = office.inspect()
    assert done.returncode == 2
    assert [line.partition("：")[0] for line in told(done)] == [
        "xuncha.toml",
        "units.csv",
        "national-2019.toml",
        "reasons.toml",
    ]


def test_files_saved_by_excel_and_notepad_as_gbk_are_read(office, site) -> None:
    office.register(site.port)
    for path in (*(office.config / "register").glob("*.csv"), *office.config.rglob("*.toml")):
        path.write_bytes(path.read_text(encoding="utf-8-sig").encode("gb18030"))
    assert office.inspect("--json").returncode == 1


def test_the_mistakes_of_all_files_at_once_and_nothing_begun(office, told) -> None:
    (office.config / "xuncha.toml").write_text("office = 3\n[mail]\n", encoding="utf-8")
    (office.config / "criteria" / "site-guide-2017.toml").write_text(BROKEN, encoding="utf-8")
    (office.config / "words" / "reasons.toml").unlink()
    (office.config / "register" / "units.csv").write_text("编号,名称\nu1,甲局\nu1,乙局\n,丙局\n", encoding="utf-8")
    done = office.inspect()
    assert done.returncode == 2
    said = told(done)
    for place in (
        "xuncha.toml：“office”",
        "site-guide-2017.toml第1行",
        "reasons.toml",
        "units.csv第3行",
        "units.csv第4行",
    ):
        assert any(line.startswith(place) for line in said), (place, said)
    assert not office.ledger.exists()


def states(office) -> set[str]:
    with Ledger.open_for_reading(office.ledger) as ledger:
        return {str(finding.state) for finding in ledger.findings.find()}


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (None, "不存在"),
        (b"", "不是可读的 .docx 文件"),
        ("{{ nmae }}", "用了没有的字段“nmae”"),
        ("{{ office.name ", "标记写错了"),
        ("{% for x in problems %}", "标记写错了"),
    ],
)
def test_a_letter_template_that_cannot_be_filled(inspected, told, tmp_path: Path, text, word: str) -> None:
    """Nothing is written; with the template put right the same command writes the draft and its sheets."""
    from docx import Document

    template = inspected.config / "letters" / "notice.docx"
    kept = template.read_bytes()
    template.unlink()
    if isinstance(text, bytes):
        template.write_bytes(text)
    elif text:
        document = Document()
        document.add_paragraph(text)
        document.save(str(template))
    words = ("notice", "--month", "2026-11", "--out", str(tmp_path / "out"), "--now", "2026-11-23T09:00")
    done = inspected.run(*words)
    assert done.returncode == 2
    (line,) = told(done)
    assert word in line
    assert "notice.docx" in line
    assert not list((tmp_path / "out").glob("*"))
    template.write_bytes(kept)
    assert inspected.run(*words).returncode == 0
    assert (tmp_path / "out" / "通报-2026-11.docx").is_file()


def test_a_finding_whose_criterion_was_deleted_is_spoken_of(inspected, tmp_path: Path) -> None:
    """It is in no letter, and the clerk hears of it until the criterion is back."""
    path = inspected.config / "criteria" / "site-guide-2017.toml"
    kept = path.read_text(encoding="utf-8")
    path.write_text(kept.replace('code = "site-identity"', 'code = "other-name"'), encoding="utf-8")
    out = str(tmp_path / "out")
    for words in (("notice", "--month", "2026-11", "--out", out), ("daily", "--out", out)):
        done = inspected.run(*words, "--now", "2026-11-23T09:00")
        assert done.returncode == 0
        assert "指标 site-identity 已不在" in done.stderr
        assert "7 个问题没有写进" in done.stderr
        assert "放回" in done.stderr
    assert states(inspected) == {"已核实"}
    path.write_text(kept, encoding="utf-8")
    done = inspected.run("notice", "--month", "2026-11", "--out", out, "--now", "2026-11-23T10:00")
    assert (done.returncode, done.stderr) == (0, "注意：有2处未能核查，没有写进通报。\n")


def test_a_decision_that_cannot_be_made(inspected, told) -> None:
    done = inspected.run("finding", "confirm", "1", "--why", "属实", "--now", "2026-11-23T09:00")
    assert done.returncode == 2
    assert "不能做“核实”" in told(done)[0]
    done = inspected.run("finding", "confirm", "99", "--why", "属实")
    assert done.returncode == 2
    assert "99" in told(done)[0]
    assert states(inspected) == {"已核实"}


@pytest.mark.parametrize(
    "words",
    [
        ("inspect",),
        ("register", "import", "登记册.xlsx"),
        ("register", "reorganise", "rename", "u1", "乙区办公室", "--day", "2026-12-01"),
    ],
    ids=["inspect", "import", "rename"],
)
def test_one_inspection_and_none_under_a_changing_register(inspected, told, words: tuple[str, ...]) -> None:
    assert inspected.run("register", "export", "登记册.xlsx").returncode == 0
    before = (inspected.config / "register" / "units.csv").read_bytes()
    with no_inspection(inspected.ledger):
        done = inspected.run(*words)
    assert done.returncode == 3
    assert "另一个巡查程序" in told(done)[0]
    assert (inspected.config / "register" / "units.csv").read_bytes() == before
    assert inspected.run(*words).returncode in (0, 1)


@pytest.mark.parametrize("place", ["data", "data/archive", "data/ledger.sqlite", "data/run"])
def test_something_else_stands_where_we_write(office, site, told, place: str) -> None:
    """A file where a folder should be, a folder where a file should be: what root's permissions cannot get past."""
    office.register(site.port)
    path = office.root / place
    if place.endswith(".sqlite"):
        path.mkdir()
    else:
        path.rename(path.with_name("moved"))
        path.write_text("")
    done = office.inspect()
    assert done.returncode == 3
    assert place in told(done)[0]


@pytest.mark.parametrize(
    "words",
    [
        ("daily", "--out"),
        ("notice", "--month", "2026-11", "--out"),
        ("check", "http://127.0.0.1:9/", "--allow-private", "--out"),
        ("register", "export"),
        ("init",),
        ("demo", "--out"),
    ],
    ids=lambda words: words[0],
)
def test_a_place_where_nothing_can_be_written(inspected, told, words: tuple[str, ...]) -> None:
    """Below a file, and in /proc, where no one can make a file."""
    (inspected.root / "file").write_text("mine")
    for place in (str(inspected.root / "file" / "out.xlsx"), "/proc/xuncha/out.xlsx"):
        done = inspected.run(*words, place)
        assert done.returncode == 3, done.stderr
        assert place.rpartition("/")[0] in told(done)[-1]
    assert (inspected.root / "file").read_text() == "mine"
    assert states(inspected) == {"已核实"}


def test_a_ledger_or_an_archive_that_is_no_such_file(inspected, told) -> None:
    archive = inspected.root / "data" / "archive" / "jia.sqlite"
    for path, words in ((archive, ("judge",)), (inspected.ledger, ("findings",))):
        for beside in path.parent.glob(path.name + "-*"):
            beside.unlink()
        path.write_bytes(b"no database " * 500)
        done = inspected.run(*words)
        assert done.returncode == 3
        assert path.name in told(done)[0]
        assert "备份" in told(done)[0]


@pytest.mark.parametrize("words", [("read", "x.html"), ("read", "--list", "x.tsv"), ("register", "import", "x.xlsx")])
def test_a_file_that_is_not_there(office, told, words: tuple[str, ...]) -> None:
    done = office.run(*words)
    assert done.returncode == 2
    assert words[-1] in told(done)[0]


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://a b/", "http://127.0.0.1:99999/", "ftp://a.example/", "http://"]
)
def test_an_address_that_is_none(office, told, url: str) -> None:
    done = office.run("check", url)
    assert done.returncode == 2
    assert told(done) == [f"URL：“{url}”不是网址；请写成 http://www.….gov.cn/ 的样子"]


def test_an_address_where_nobody_answers(office, told) -> None:
    done = office.run("read", "http://127.0.0.1:9/", "--allow-private")
    assert done.returncode == 3
    assert told(done) == ["打不开 http://127.0.0.1:9/（拒绝连接）；请核对地址和网络后再试"]


def test_an_address_of_the_inner_network(office, told) -> None:
    done = office.run("read", "http://127.0.0.1:9/")
    assert done.returncode == 3
    (said,) = told(done)
    assert said.endswith("；确要访问请加 --allow-private")


@pytest.mark.parametrize(
    ("text", "place"),
    [("", "第1行"), ("file\n甲.html\n", "第1行"), ("url\tfile\nhttp://a.example/\n", "第2行“file”列")],
)
def test_a_list_of_pages_with_a_mistake(office, told, text: str, place: str) -> None:
    (office.root / "x.tsv").write_text(text, encoding="gb18030")
    done = office.run("read", "--list", "x.tsv")
    assert done.returncode == 2
    assert told(done)[0].startswith(f"x.tsv{place}：")


def test_json_of_a_mistake_leaves_stdout_empty(office) -> None:
    (office.config / "xuncha.toml").write_text(BROKEN, encoding="utf-8")
    done = office.inspect("--json")
    assert done.stdout == ""
    with pytest.raises(ValueError, match="Expecting"):
        json.loads(done.stdout)
