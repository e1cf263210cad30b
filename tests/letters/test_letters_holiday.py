"""The pre-holiday letter: what would run out over National Day 2026 (1 to 7 October, back on the 8th); the duties."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from desk.cli.main import cli
from desk.context import Desk
from desk.correspondence.duty_roster import load_duty
from desk.correspondence.holiday import holiday_figures, next_holiday, queue_holiday, written_holiday
from desk.workspace.config_mistakes import ConfigError
from ledger.calendar import Holiday
from ledger.ledger import Ledger
from ledger.vocabulary import Account, Column, ColumnKind, ColumnState, Duty, Reason
from ledger.vocabulary.post.outbox import LetterKind, LetterState
from reports.letters.holiday import DutyRow, Ending, HolidayFigures
from tests.letters.periodic_office import home, inspected, listing, posted, with_accounts, with_columns
from tests.letters.urging_office import CIV, EDU, at, make_office, words

NATIONAL_DAY = Holiday("国庆节", date(2026, 10, 1), date(2026, 10, 7))
NOW = at(9, 28, 9)  # the Monday before
SEEN = at(9, 28, 8)
HOME = "http://jy.wangshu.example/"


def column(key: str, name: str, kind: ColumnKind = ColumnKind.NEWS, **more: object) -> Column:
    return replace(Column(key, "jy", name, f"{HOME}{key}/", kind), **more)  # type: ignore[arg-type]  # real fields


COLUMNS = {
    c.id: c
    for c in (
        column("within", "教育动态"),
        column("eve", "校园快讯"),
        column("fresh", "招生信息"),
        column("today", "工作动态"),
        column("late", "图片新闻"),
        column("policy", "政策文件", ColumnKind.POLICY, first_level=True),
        column("own", "师资队伍", ColumnKind.OTHER, allowed_days=30),
        column("script", "视频新闻"),
        column("failed", "活动预告"),
        column("exempt", "应急信息", state=ColumnState.EXEMPT, state_reason="平时无信息"),
        column("civils", "社区教育", duties=(Duty("civ"),)),
    )
}
ACCOUNTS = (Account("wx", "edu", "微信", "望舒教育"), Account("wb", "civ", "微博", "望舒民政"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return with_accounts(with_columns(make_office(tmp_path / "office"), *COLUMNS.values()), *ACCOUNTS)


@pytest.fixture
def looked(desk: Desk, ledger: Ledger) -> Ledger:
    """望舒教育网 and its account were looked at on the morning; 望舒民政网 and its account never."""
    newest = {
        "within": date(2026, 9, 18),
        "eve": date(2026, 9, 23),
        "fresh": date(2026, 9, 24),
        "today": date(2026, 9, 14),
        "late": date(2026, 9, 13),
        "policy": date(2026, 4, 4),
        "own": date(2026, 9, 5),
        "civils": date(2026, 9, 19),
    }
    lists = [listing(COLUMNS[key], SEEN, day, date(2026, 3, 1)) for key, day in newest.items()]
    lists.append(listing(COLUMNS["script"], SEEN, script_drawn=True))
    inspected(desk, ledger, "jy", SEEN, *lists, home(HOME, SEEN, date(2026, 9, 20)), failed=("failed",))
    posted(desk, ledger, "wx", SEEN, date(2026, 9, 21))
    return ledger


def figures(desk: Desk, ledger: Ledger, duty: tuple[DutyRow, ...] = ()) -> dict[str, HolidayFigures]:
    made, unowned = holiday_figures(desk, ledger, NATIONAL_DAY, duty, NOW)
    assert unowned == 0
    return made


def test_what_runs_out_by_the_first_working_day(desk: Desk, looked: Ledger) -> None:
    """14 days after 18 September is 2 October; 6 months after 4 April is 4 October; 30 days after 5 September is 5
    October. What lasts until 8 October is not told, and what is late on 28 September is a problem already.
    """
    made = figures(desk, looked)
    assert list(made) == ["edu", "civ"]
    news, policy, own = "动态要闻类栏目不更新", "通知公告、政策文件类一级栏目不更新", "应更新栏目长期未更新"
    assert made["edu"].endings == (
        Ending("“望舒教育网”“工作动态”栏目", date(2026, 9, 14), date(2026, 9, 28), news),
        Ending("“望舒教育网”“教育动态”栏目", date(2026, 9, 18), date(2026, 10, 2), news),
        Ending("“望舒教育网”“政策文件”栏目", date(2026, 4, 4), date(2026, 10, 4), policy),
        Ending("“望舒教育网”首页", date(2026, 9, 20), date(2026, 10, 4), "首页不更新"),
        Ending("“望舒教育”微信账号", date(2026, 9, 21), date(2026, 10, 5), "账号内容不更新"),
        Ending("“望舒教育网”“师资队伍”栏目", date(2026, 9, 5), date(2026, 10, 5), own),
        Ending("“望舒教育网”“校园快讯”栏目", date(2026, 9, 23), date(2026, 10, 7), news),
    )
    assert made["civ"].endings == (Ending("“望舒教育网”“社区教育”栏目", date(2026, 9, 19), date(2026, 10, 3), news),)


def test_what_could_not_be_read_is_named(desk: Desk, looked: Ledger) -> None:
    made = figures(desk, looked)
    assert {(one.where, one.why) for one in made["edu"].unread} == {
        ("“望舒教育网”“视频新闻”栏目", "由脚本生成"),
        ("“望舒教育网”“活动预告”栏目", "超时"),
    }
    assert {one.where for one in made["civ"].unread} == {"“望舒民政网”首页", "“望舒民政”微博账号"}
    assert {one.why for one in made["civ"].unread} == {desk.words[Reason.NOT_LOOKED].label}


def test_an_old_look_says_nothing_of_today(desk: Desk, ledger: Ledger) -> None:
    """Fine when it was looked at on the 20th, over its line on the 28th if nothing came since: nobody knows."""
    small = with_columns(desk, COLUMNS["within"])
    small = with_accounts(small)
    inspected(small, ledger, "jy", at(9, 20), listing(COLUMNS["within"], at(9, 20), date(2026, 9, 10)))
    edu = figures(small, ledger)["edu"]
    assert edu.endings == ()
    assert ("“望舒教育网”“教育动态”栏目", "2026年9月20日检查后到期，此后没有再检查") in {
        (one.where, one.why) for one in edu.unread
    }


def test_a_date_that_had_not_come_is_no_update(desk: Desk, ledger: Ledger) -> None:
    small = with_accounts(with_columns(desk, COLUMNS["within"]))
    seen = listing(COLUMNS["within"], SEEN, date(2026, 10, 6), date(2026, 9, 20))
    inspected(small, ledger, "jy", SEEN, seen, home(HOME, SEEN, date(2026, 9, 28)))
    (one,) = figures(small, ledger)["edu"].endings
    assert (one.newest, one.last) == (date(2026, 9, 20), date(2026, 10, 4))


def test_an_exemption_that_ends_in_the_holiday_protects_no_longer(desk: Desk, ledger: Ledger) -> None:
    resting = replace(COLUMNS["exempt"], state_until=date(2026, 10, 3))
    small = with_accounts(with_columns(desk, resting))
    inspected(small, ledger, "jy", SEEN, listing(resting, SEEN, date(2026, 5, 1)), home(HOME, SEEN, date(2026, 9, 28)))
    (one,) = figures(small, ledger)["edu"].endings
    assert one.last == date(2026, 10, 3)


def test_the_letters_wait_and_hold_their_own_lines_only(desk: Desk, looked: Ledger) -> None:
    done = queue_holiday(desk, looked, NATIONAL_DAY, (), NOW, "李四")
    letters = [looked.letters.get(number) for number in done.numbers]
    assert [(x.kind, x.state, x.period, x.unit) for x in letters] == [
        (LetterKind.HOLIDAY, LetterState.HELD, "2026-10-01", "edu"),
        (LetterKind.HOLIDAY, LetterState.HELD, "2026-10-01", "civ"),
    ]
    edu, civ = (words(data) for _, data in done.documents)
    for said in (
        f"{EDU}：",
        "2026年国庆节假期为2026年10月1日至10月7日，共7天，10月8日上班。",
        "你单位有7处在10月8日上班前到期限",
        "“望舒教育网”“教育动态”栏目",
        "2026年10月2日",
        "请填写本单位值班安排，于9月30日前报送望舒区人民政府办公室。",
        "2026年国庆节假期值班安排表",
        "10月1日（星期四）",
        "10月7日（星期三）",
    ):
        assert said in edu, said
    assert f"{CIV}：" in civ
    for strange in ("教育动态", "望舒教育”微信", EDU):
        assert strange not in civ
    assert "社区教育" not in edu


def test_written_again_the_next_day_it_is_the_same_letter(desk: Desk, looked: Ledger) -> None:
    first = queue_holiday(desk, looked, NATIONAL_DAY, (), NOW)
    again = queue_holiday(desk, looked, NATIONAL_DAY, (), at(9, 28, 15))
    assert again.numbers == first.numbers


def test_the_next_holiday(desk: Desk) -> None:
    """National Day begins after 28 September; on 1 October itself the next is New Year's Day, which nobody knows."""
    assert next_holiday(desk, date(2026, 9, 28), None) == NATIONAL_DAY
    assert next_holiday(desk, date(2026, 6, 1), "国庆节") == NATIONAL_DAY
    assert next_holiday(desk, date(2026, 6, 1), "中秋").first == date(2026, 9, 25)
    with pytest.raises(ConfigError, match=r"holidays\.toml：还不知道 2027 年的放假安排") as caught:
        next_holiday(desk, date(2026, 10, 1), None)
    assert "--from" in str(caught.value)


def test_a_name_that_is_no_holiday(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="没有叫“儿童节”的节日"):
        next_holiday(desk, date(2025, 6, 1), "儿童节")


def test_as_the_clerk_wrote_it() -> None:
    today = date(2026, 12, 20)
    assert written_holiday("元旦", date(2027, 1, 1), date(2027, 1, 3), today).last == date(2027, 1, 3)
    with pytest.raises(ConfigError, match="--to"):
        written_holiday(None, date(2027, 1, 3), date(2027, 1, 1), today)
    with pytest.raises(ConfigError, match="已经过去"):
        written_holiday(None, date(2026, 12, 1), date(2026, 12, 3), today)


def test_a_year_nobody_knows_is_said_in_the_letter(desk: Desk, ledger: Ledger) -> None:
    """1 January 2027 is a Friday: with weekends only, work begins on Monday the 4th."""
    holiday = Holiday("元旦", date(2027, 1, 1), date(2027, 1, 3))
    done = queue_holiday(desk, ledger, holiday, (), at(12, 20))
    text = words(done.documents[0][1])
    assert "1月4日上班（该年放假安排尚未载入，上班日期按周末和固定日期的节日推算，以正式通知为准）" in text


ROWS = (
    ("日期", "值班人", "带班领导", "电话"),
    ("2026-10-01", "甲", "乙主任", "020-00000009"),
    ("2026/10/2", "丙", "", ""),
)


def duty_csv(folder: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    path = folder / "值班.csv"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="gbk")
    return path


def duty_xlsx(folder: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    book, path = Workbook(), folder / "值班.xlsx"
    page = book.worksheets[0]
    for row in rows:
        page.append(list(row))
    page.cell(2, 1).value = date(2026, 10, 1)
    book.save(path)
    return path


@pytest.mark.parametrize("make", [duty_csv, duty_xlsx])
def test_the_duty_table_is_put_in(desk: Desk, ledger: Ledger, tmp_path: Path, make: object) -> None:
    assert callable(make)
    rows = load_duty(make(tmp_path, ROWS))
    assert rows == (
        DutyRow(date(2026, 10, 1), "甲", "乙主任", "020-00000009"),
        DutyRow(date(2026, 10, 2), "丙"),
    )
    done = queue_holiday(desk, ledger, NATIONAL_DAY, rows, NOW)
    assert done.blank == 5
    text = words(done.documents[0][1])
    assert "10月1日（星期四）\n甲\n乙主任\n020-00000009\n10月2日（星期五）\n丙\n\n\n10月3日（星期六）\n\n\n\n" in text
    assert "附件所列为望舒区人民政府办公室值班安排" in text


def test_every_mistake_of_the_duty_table_is_told(tmp_path: Path) -> None:
    wrong = (*ROWS, ("十月三日", "丁", "", ""), ("2026-10-04", "", "", ""))
    with pytest.raises(ConfigError) as caught:
        load_duty(duty_csv(tmp_path, wrong))
    assert [(p.row, p.column) for p in caught.value.problems] == [(4, "日期"), (5, "值班人")]
    with pytest.raises(ConfigError, match="缺少这一列"):
        load_duty(duty_csv(tmp_path, (("日期", "电话"),)))


def test_the_command(tmp_path: Path) -> None:
    office = make_office(tmp_path / "office").workspace.root
    duty = duty_csv(tmp_path, ROWS)
    words_ = ["--workspace", str(office), "letters", "holiday", "--now", "2026-09-28T09:00", "--duty", str(duty)]
    done = CliRunner().invoke(cli, [*words_, "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "国庆节：2026年10月1日至2026年10月7日。" in done.output
    assert "注意：值班安排表里缺假期中的 5 天，已留空。" in done.output
    assert len(list(tmp_path.glob("*节前提醒-2026-10-01-*.docx"))) == 2
    assert CliRunner().invoke(cli, [*words_, "--from", "2026-10-01"]).exit_code == 2
