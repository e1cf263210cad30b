"""`xuncha columns record`: what a person saw of a column counts as a reading, for good and for bad."""

import json
from typing import Any

import pytest

DAY_1, DAY_2, LATER = "2026-11-23T08:30", "2026-11-24T08:30", "2026-12-30T08:30"
COLUMN = "编号,网站,名称,地址,类别,一级栏目,允许间隔天数\nxw,jia,区内要闻,http://www.jia.gov.cn/xw/,其他,否,30\n"
LIST = '<div class="list"><ul><li><a href="/xw/framed.html">关于做好秋冬季森林防火工作的通知</a></li>{}</ul></div>'
OLD = "".join(
    f'<li><a href="/p{n}.html">关于公布第{n}号清单的公告</a><span>2026-0{7 - n}-01</span></li>' for n in range(1, 5)
)


@pytest.fixture
def unreadable(site: Any, office: Any) -> Any:
    """A column whose newest row shows no day, and whose article stands in a frame."""
    site.pages["/xw/framed.html"] = (
        "<html><head><title>通知</title></head><body><iframe src='/p1.html'></iframe></body></html>"
    )
    site.pages["/xw/"] = site.pages["/p1.html"].replace("<body>", "<body>" + LIST.format(OLD))
    office.register(site.port)
    (office.config / "register" / "columns.csv").write_text(COLUMN, encoding="utf-8")
    return site


def _inspect(office: Any, day: str) -> dict[str, str]:
    """What is said of the column, by criterion."""
    told = json.loads(office.run("inspect", "--daily", "--allow-private", "--json", "--now", day).stdout)
    said = {u["criterion"]: u["reason"] for u in told["unknown"] if u["place"] == "xw"}
    return said | {f["criterion"]: f["status"] for f in told["findings"] if f["place"] == "xw"}


def _record(office: Any, *words: str, now: str = DAY_1) -> Any:
    return office.run("columns", "record", "xw", *words, "--by", "张三", "--why", "列表没有标日期", "--now", now)


def test_a_day_within_the_limit_makes_it_pass_as_long_as_that_holds(unreadable: Any, office: Any) -> None:
    assert _inspect(office, DAY_1)["column-overdue"] == "partly_read"
    done = _record(office, "--newest", "2026-11-20", "--title", "区领导调研重点项目", now="2026-11-23T10:00")
    assert done.returncode == 0, done.stderr
    assert "正常" in done.stdout
    assert "（张三人工核看）" in done.stdout
    assert "column-overdue" not in _inspect(office, DAY_2)
    # nothing has come since, and all that stands there was there weeks ago
    assert _inspect(office, LATER)["column-overdue"] == "已核实"


def test_a_day_beyond_the_limit_is_a_problem_on_the_person_s_word(unreadable: Any, office: Any, tmp_path: Any) -> None:
    picture = tmp_path / "看.png"
    picture.write_bytes(b"\x89PNG of what was seen")
    said = ("--newest", "2026-08-01", "--title", "某通知", "--picture", str(picture))
    assert _record(office, *said).returncode == 0
    found = json.loads(office.run("findings", "--json").stdout)["findings"]
    (one,) = [f for f in found if f["criterion"] == "column-overdue"]
    assert "发布于2026年8月1日，至检查时已114天未更新（要求30天内更新）（张三人工核看）" in one["message"]
    assert one["evidence"]["quote"].startswith("人工核看（张三）：某通知")
    assert len(one["evidence"]["body"]) == 64
    assert _inspect(office, DAY_2)["column-overdue"] == one["status"]  # still open, whatever nobody could read


def test_rows_that_stood_there_when_a_person_looked_are_no_newer(unreadable: Any, office: Any) -> None:
    assert _inspect(office, DAY_1)["column-overdue"] == "partly_read"
    _record(office, "--newest", "2026-06-30", "--title", "某通知", now="2026-11-23T10:00")
    again = json.loads(office.run("inspect", "--allow-private", "--json", "--now", DAY_2).stdout)
    assert not [u for u in again["unknown"] if u["place"] == "xw" and u["criterion"] == "column-overdue"]


def test_blank(unreadable: Any, office: Any) -> None:
    done = _record(office, "--blank")
    assert "为空白栏目（张三人工核看）" in done.stdout
    (one,) = [
        f for f in json.loads(office.run("findings", "--json").stdout)["findings"] if f["criterion"] == "column-blank"
    ]
    assert one["evidence"]["quote"] == "人工核看（张三）：没有任何信息"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--newest", "2026-11-20"), "--title"),
        (("--newest", "2026-11-24", "--title", "某通知"), "还没有到"),
        (("--newest", "昨天", "--title", "某通知"), "不是日期"),
        ((), "二者写一个"),
        (("--blank", "--newest", "2026-11-20", "--title", "某通知"), "二者写一个"),
    ],
)
def test_what_cannot_be_true_is_not_taken(unreadable: Any, office: Any, words: tuple[str, ...], told: str) -> None:
    done = _record(office, *words)
    assert (done.returncode, told in done.stderr) == (2, True), done.stderr
    other = office.run("columns", "record", "没有", "--blank", "--by", "张三", "--why", "看过", "--now", DAY_1)
    assert (other.returncode, "登记册里没有栏目" in other.stderr) == (2, True)
