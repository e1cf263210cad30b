"""The notice and the sheet, read back out of the .docx and, through LibreOffice, off the page."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ledger.vocabulary import ProblemClass
from reports.figures.accounts import AccountFigures, AccountLine
from reports.figures.models import (
    FollowUp,
    NoticeFigures,
    ProblemLine,
    Sender,
    SheetFigures,
    UnitFigures,
)
from reports.letters.notice import write_notice
from reports.letters.sheet import write_sheet
from tests.reports.letter_read import paragraphs, tables

Make = Callable[..., ProblemLine]


def test_notice_tells_the_month(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    text = paragraphs(write_notice(figures, templates / "notice.docx", tmp_path / "out" / "notice.docx"))
    assert text[:2] == ["望舒区人民政府办公室关于2026年11月", "全区政府网站检查情况的通报"]
    assert "各镇人民政府、街道办事处，区政府各部门、各直属机构：" in text
    heads = [re.split("[。（]", line[1:])[0] for line in text if re.match("[一二三]、|（[一二三四]）", line)]
    assert heads == [
        *("、检查情况", "一）政府网站", "二）信息发布", "三）网民留言", "四）上期整改"),
        *("、存在的主要问题", "一）单项否决1个", "二）信息更新1个", "三）链接可用性1个"),
        *("、工作要求", "一）限期整改", "二）加强读网"),
    ]
    whole = "\n".join(text)
    assert "1.区民政局“望舒民政网”：检查时间点前2周内首页栏目未更新。" in text
    assert "已整改销号6个，未完成整改2个。1个单位未按要求报送整改情况：银钩镇人民政府。" in whole
    assert "合格率80.0%" in whole
    assert "按期办结率100%" in whole
    assert "于2026年12月4日前" in whole
    assert "2026年11月30日" in text
    assert "（联系人：某某，电话：000-0000000）" in text


def test_a_line_is_one_units_one_site_and_one_class(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    """Typical places named, their number told; the clause stands once, in the heading."""
    column = {"kind": "栏目", "told_as": "更新不及时", "cited": "检查指标 第一部分 单项否决 栏目不更新"}
    told = (
        line(no=1, named="招生快讯", **column),
        line(no=2, named="工作动态", **column),
        line(no=3, named="曝光台", kind="栏目", told_as="为空白栏目", cited="检查指标 第一部分 单项否决 栏目不更新"),
        line(
            no=4,
            unit="望舒区清水镇人民政府",
            site="望舒区清水镇人民政府",
            named="动态",
            detail="最近更新9月1日",
            **column,
        ),
    )
    text = paragraphs(write_notice(replace(figures, problems=told), templates / "notice.docx", tmp_path / "n.docx"))
    assert [row for row in text if re.match(r"\d\..*。|（.）信息更新", row)] == [
        "（一）信息更新4个（检查指标第一部分栏目不更新）",
        "1.区教育局“望舒教育网”“招生快讯”等2个栏目更新不及时；“曝光台”栏目为空白栏目。",
        "2.清水镇人民政府网站“动态”栏目更新不及时。",
    ]
    assert [row[3] for row in tables(tmp_path / "n.docx")[0][1:]] == [
        "“招生快讯”栏目更新不及时", "“工作动态”栏目更新不及时", "“曝光台”栏目为空白栏目",
        "“动态”栏目更新不及时（最近更新9月1日）",  # the list says since when, the text does not
    ]  # fmt: skip


def test_one_fact_is_one_line_of_the_list(figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path) -> None:
    asleep = line(no=1, told_as="属“僵尸”“睡眠”账号", title="睡眠账号")
    silent = line(
        no=1, platform="微博", site="清水镇发布", unit="清水镇", problem_class=ProblemClass.VETO, veto=True,
        message="账号最近一次发布于2026年5月15日，至2026年12月1日已200天未更新（要求2周内更新）", parts=(asleep,),
    )  # fmt: skip
    map_ = line(title="网站标识", message="首页底部未见网站地图")
    foot = line(no=2, title="网站标识", message="首页底部未见找错入口", parts=(map_,))
    told = replace(figures, problems=(silent, foot))
    text = paragraphs(write_notice(told, templates / "notice.docx", tmp_path / "n.docx"))
    assert "本期核实问题2个，涉及2个单位，其中单项否决1个。" in text
    assert (
        "1.清水镇“清水镇发布”微博账号最近一次发布于2026年5月15日，至2026年12月1日已200天未更新，属“僵尸”“睡眠”账号。"
    ) in text
    assert "1.区教育局“望舒教育网”首页底部未见找错入口、首页底部未见网站地图。" in text


def test_annexes_are_tables(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    problems, units = tables(write_notice(figures, templates / "notice.docx", tmp_path / "n.docx"))
    assert [row[0] for row in problems] == ["序号", "1", "2", "3"]
    assert problems[3][1] == "银钩镇人民政府"
    assert units[1:] == [["1", "望舒区教育局", "1", "120", "1", "0"], ["2", "望舒区民政局", "1", "", "1", "1"]]
    text = paragraphs(tmp_path / "n.docx")
    assert [row for row in text if "问题清单" in row or "各单位情况表" in row][:2] == [
        "附件：1.问题清单",
        "2.各单位情况表",
    ]


def test_what_is_not_known_is_left_out(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    sites = replace(figures.sites, items=None, qualified=None, reported=None, probes=None)
    unsaid = replace(figures, sites=sites, follow_up=FollowUp(0, 0, 0), units=(), problems=(), unknown=())
    whole = "\n".join(paragraphs(write_notice(unsaid, templates / "notice.docx", tmp_path / "notice.docx")))
    assert "未统计" not in whole
    assert not re.search("信息发布。|政务新媒体|找错|合格率|首页访问|上期|附件|未能核查", whole)
    assert "本期未发现已核实的问题。" in whole


def test_silent_units_and_accounts_are_named_up_to_ten(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    units = tuple(UnitFigures(f"望舒区第{n}局", 1, 0, 0, 0, n) for n in range(1, 13))
    account = AccountLine("望舒区教育局", "微信", "望舒招考", "", "不合格", silent_months=2)
    accounts = AccountFigures(
        2, 2, 1, (("微信", 1), ("小程序", 1)), lines=(account, replace(account, silent_months=None))
    )
    told = replace(figures, units=units, accounts=accounts, problems=())
    whole = "\n".join(paragraphs(write_notice(told, templates / "notice.docx", tmp_path / "notice.docx")))
    assert "没有发布信息的单位12个：区第12局（连续12个月）、" in whole
    assert "、区第3局（连续3个月）等。" in whole
    assert "登记政务新媒体账号1个（微信1个），小程序1个；" in whole
    assert "没有发布信息的账号1个：“望舒招考”（微信，连续2个月）。" in whole


def test_accounts_and_an_unknown_calendar(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    known = replace(figures, accounts=AccountFigures(15, 10, 9, (("微信", 12), ("微博", 3))), deadline_known=False)
    whole = "\n".join(paragraphs(write_notice(known, templates / "notice.docx", tmp_path / "notice.docx")))
    assert "全区政府网站和政务新媒体检查情况的通报" in whole
    assert "政务新媒体账号15个（微信12个、微博3个）；本期检查10个，合格9个，合格率90.0%" in whole
    assert "2026年节假日安排尚未公布" in whole


def test_the_hour_the_holiday_and_who_gets_a_copy(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    told = replace(
        figures, holiday="元旦", answer_by="17时", standards=("《省指标》（省办函〔2020〕1号）",),
        office=replace(figures.office, copy_to="市政府办公室"),
    )  # fmt: skip
    text = paragraphs(write_notice(told, templates / "notice.docx", tmp_path / "notice.docx"))
    whole = "\n".join(text)
    assert "于2026年12月4日17时前" in whole
    assert "（三）做好假期保障。元旦临近，" in whole
    assert "根据《省指标》（省办函〔2020〕1号）等要求，" in whole
    assert text[-2:] == ["抄送：市政府办公室。", "望舒区人民政府办公室　　2026年11月30日印发"]


def test_a_hundred_rows_and_the_rest_in_the_workbook(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    many = replace(figures, problems=tuple(line(no=n) for n in range(1, 131)))
    out = write_notice(many, templates / "notice.docx", tmp_path / "notice.docx")
    assert len(tables(out)[0]) == 101
    assert paragraphs(out).count("以上列出100个，其余30个见问题台账。") == 1


def test_of_very_many_lines_typical_ones_stand_in_the_body(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    """30 units with a column each, one of them with three: more than 24 lines."""
    column = {"kind": "栏目", "told_as": "更新不及时"}
    told = [line(no=n, unit=f"望舒区第{n}局", site=f"望舒区第{n}局", named=f"栏目{n}", **column) for n in range(1, 31)]
    told += [replace(told[-1], no=n, named=f"另{n}") for n in (31, 32)]
    out = write_notice(replace(figures, problems=tuple(told)), templates / "notice.docx", tmp_path / "notice.docx")
    rows = [row for row in paragraphs(out) if re.match(r"\d\.区第", row) or row.startswith("另有")]
    assert rows[0] == "1.区第30局网站“栏目30”等3个栏目更新不及时。"
    assert rows[1:4] == [f"{n + 1}.区第{n}局网站“栏目{n}”栏目更新不及时。" for n in (1, 2, 3)]
    assert rows[6:] == ["另有24个单位的24个问题见附件1。"]


@pytest.mark.parametrize(
    ("hostile", "seen"),
    [
        ("{{7*7}}{% raw %}", "{{7*7}}{% raw %}"),
        ("a\x00b\x0bc\ufffe\x1b[31m红\x1b[0m", "ab c红"),
        ("</w:t><w:br/>&lt;x", "</w:t><w:br/>&lt;x"),
        ("\u202egnp.exe", "gnp.exe"),
        ("题" * 10_000, "题" * 59 + "…"),
        ("栏目“" + "题" * 50 + "”为空", "栏目“" + "题" * 39 + "…”为空"),
        ("电话“1380\u200b0000000”", "电话“…”"),
    ],
)
def test_crawled_text_is_only_text(
    hostile: str, seen: str, figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    out = write_notice(
        replace(figures, problems=(line(message=hostile),)), templates / "notice.docx", tmp_path / "notice.docx"
    )
    assert tables(out)[0][1][3] == seen
    assert f"1.区教育局“望舒教育网”：{seen}。" in paragraphs(out)


def test_the_sheet_holds_one_units_problems(
    figures: NoticeFigures, line: Make, templates: Path, tmp_path: Path
) -> None:
    own = SheetFigures(
        figures.office, "望舒区教育局", figures.month, figures.cutoff, figures.made, figures.deadline,
        (line(no=1, finding=4), line(no=2, finding=9)), (line(no=1, finding=7, overdue=True),), number="2026-11-03",
        unknown=figures.unknown,
    )  # fmt: skip
    out = write_sheet(own, templates / "sheet.docx", tmp_path / "sheet.docx")
    text = paragraphs(out)
    assert "编号：2026-11-03" in text
    assert "望舒区教育局：" in text
    assert text[text.index("望舒区教育局：") + 1].endswith("需整改的问题2个，此前通报、仍未整改到位的1个，列表如下：")
    problems, unknown, top, receipt, _ = tables(out)
    assert [row[0] for row in problems] == ["序号", "1\n(4)", "2\n(9)", "3\n(7)"]
    assert [row[-1] for row in problems[1:]] == ["2026年12月4日", "2026年12月4日", "2026年12月4日（已逾期）"]
    assert "2026-09-28" in problems[1][2]  # what was seen
    assert unknown[1][2:] == ["列表由脚本生成（2处）", "请人工打开栏目页核对最近更新日期。"]
    assert top[0][:2] == ["填报单位", "望舒区教育局"]
    assert [row[0] for row in receipt] == ["问题编号", "4", "9", "7"]
    told = write_sheet(replace(own, problems=(), older=(), unknown=()), templates / "sheet.docx", tmp_path / "o.docx")
    assert any(row.endswith("你单位本期未发现新的问题。") for row in paragraphs(told))
    assert tables(told)[0][0][0] == "填报单位"
    with pytest.raises(ValueError, match="混入了其他单位"):
        write_sheet(replace(own, problems=(line(unit="银钩镇人民政府"),)), templates / "sheet.docx", out)


def test_an_office_without_contact(figures: NoticeFigures, templates: Path, tmp_path: Path) -> None:
    silent = replace(figures, office=Sender("望舒区人民政府办公室", "各单位"))
    text = paragraphs(write_notice(silent, templates / "notice.docx", tmp_path / "notice.docx"))
    assert not any("联系人" in line for line in text)


@pytest.mark.parametrize(
    ("region", "home"),
    [
        ("四川省绵阳市临江区", "临江区"),
        ("四川省绵阳市", "绵阳市"),
        ("杭州市", "杭州市"),
        ("浙江省杭州市西湖区", "西湖区"),
        ("西湖区", "西湖区"),
        ("", ""),
    ],
)
def test_the_home_region_is_the_last_of_the_regions_named(region: str, home: str) -> None:
    assert Sender("某办公室", "各单位", region=region).home == home
