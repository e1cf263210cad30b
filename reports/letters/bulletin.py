"""The quarterly bulletin (季度通报) in its public version: no person, no number of one, no address of a bad page.

It is made of criteria and places, never of what was read on a page. What would be written is checked once more.
"""

import tempfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx

from ledger.vocabulary import ProblemClass
from reports.documents.letter import fill, save_whole
from reports.figures import phrases
from reports.figures.bulletin import BulletinFigures, Checked, MonthTold, PublicProblem
from reports.figures.models import BODY_ROWS, UNCOUNTED
from reports.figures.redaction import check_document, public
from reports.figures.text import counted, han_date, han_time, rate, shorten
from reports.sheets.workbook import Sheet, Value, write_sheets

HAN_NUMBERS = "一二三四五六七八九十"
PLACES = 12  # named in one line; the tables name all
EVERYWHERE = ("全站", "链接")  # places that say no more than the site's name
FIELDS: Mapping[str, str] = {
    "标题": "标题，一行一项。",
    "主送": "主送单位，不带冒号。",
    "依据": "依据、检查时段和整改情况的截止时间。",
    "网站情况": "政府网站的检查数和合格率。",
    "新媒体情况": "政务新媒体的检查数和合格率。",
    "通报情况": "本季度各月通报的文号和印发日期，没有印发的月份也写明。",
    "整改情况": "通报的问题数、涉及单位数、已整改和未完成整改数。",
    "类别情况": "各类问题的统计，没有问题时为空。",
    "类别情况.类别": "问题类别。",
    "类别情况.通报": "这一类通报的问题数。",
    "类别情况.已改": "其中已整改的问题数。",
    "类别情况.未改": "其中未完成整改的问题数。",
    "问题概述": "问题部分的第一句。",
    "问题分类": "按类别列出的问题，严重的在前。",
    "问题分类.标题": "类别的标题，带序号和问题数。",
    "问题分类.行": "这一类的问题，一行一项，写明单位、位置、问题、整改情况。",
    "其余": "正文列不下时，说明其余在附表里；列得下时为空。",
    "单位情况": "各单位的统计，没有问题时为空。",
    "单位情况.序号": "从1起的序号。",
    "单位情况.单位": "单位名称。",
    "单位情况.通报": "通报这个单位的问题数。",
    "单位情况.已改": "其中已整改的问题数。",
    "单位情况.未改": "其中未完成整改的问题数。",
    "单位情况.否决": "其中“单项否决”类问题数。",
    "其余单位": "单位表列不下时，说明其余在附表里；列得下时为空。",
    "发文单位": "发通报的单位。",
    "成文日期": "写成的日期。",
}


def write_bulletin(figures: BulletinFigures, template: Path, out: Path) -> Path:
    """The bulletin as .docx, without its template's author. Raises NotPublic (nothing is written then), OSError."""
    with tempfile.TemporaryDirectory() as folder:
        draft = fill(template, bulletin_fields(figures), Path(folder) / "bulletin.docx")
        check_document(draft)
        document = docx.Document(str(draft))
        core = document.core_properties
        core.author = core.last_modified_by = core.comments = core.keywords = ""
        save_whole(document.save, out)
    return out


def write_tables(figures: BulletinFigures, out: Path) -> Path:
    """All rows as .xlsx. Raises NotPublic (nothing is written then), OSError."""
    sheets = (_unit_sheet(figures.problems), _problem_sheet(figures.problems))
    for value in (value for sheet in sheets for row in sheet.rows for value in row):
        if isinstance(value, str):
            public(value)
    return write_sheets(sheets, out)


def _unit_sheet(problems: Sequence[PublicProblem]) -> Sheet:
    rows: list[tuple[Value, ...]] = []
    for row in _units(problems):
        rows.append((row["单位"], *(int(row[name]) for name in (*_COUNTS, "否决"))))
    return Sheet("各单位情况", (("单位", 36), *_COUNT_HEADS, ("单项否决（个）", 14)), tuple(rows))


def _problem_sheet(problems: Sequence[PublicProblem]) -> Sheet:
    heads = (("单位", 36), ("网站或账号", 30), ("位置", 30), ("问题", 40), ("类别", 16), ("是否单项否决", 12))
    rows: list[tuple[Value, ...]] = []
    for g in _grouped(problems):
        p = g.of
        named = (
            p.unit,
            p.site,
            "、".join(filter(None, g.places)),
            p.title,
            str(p.problem_class),
            "是" if p.veto else "否",
        )
        rows.append((*named, g.count, g.done, g.count - g.done))
    return Sheet("问题情况", (*heads, *_COUNT_HEADS), tuple(rows))


def bulletin_fields(figures: BulletinFigures) -> dict[str, object]:
    """The fields a bulletin template can use."""
    quarter = f"{figures.year}年第{HAN_NUMBERS[figures.quarter - 1]}季度"
    what = f"{figures.office.area}{_what(figures)}检查情况的通报"
    groups = _grouped(figures.problems)
    units = _units(figures.problems)
    return {
        "标题": phrases.title_lines(figures.office.name, quarter, what),
        "主送": figures.office.addressees,
        "依据": _basis(figures),
        "网站情况": _sites(figures.sites, figures.office.area),
        "新媒体情况": _accounts(figures.accounts, figures.office.area),
        "通报情况": _notices(figures.months, figures.until.date()),
        "整改情况": _fixed(figures),
        "类别情况": _classes(figures.problems),
        "问题概述": _overview(figures),
        "问题分类": _problem_groups(groups[:BODY_ROWS]),
        "其余": f"其余{len(groups) - BODY_ROWS}项见附表。" if len(groups) > BODY_ROWS else "",
        "单位情况": units[:BODY_ROWS],
        "其余单位": f"其余{len(units) - BODY_ROWS}个单位见附表。" if len(units) > BODY_ROWS else "",
        "发文单位": figures.office.name,
        "成文日期": han_date(figures.cutoff),
    }


def _what(figures: BulletinFigures) -> str:
    return "政府网站和政务新媒体" if figures.accounts.inspected is not None else "政府网站"


def _basis(figures: BulletinFigures) -> str:
    both = figures.accounts.inspected is not None
    media = "《国务院办公厅关于推进政务新媒体健康有序发展的意见》（国办发〔2018〕123号）、" if both else ""
    return (
        f"根据《政府网站发展指引》（国办发〔2017〕47号）、{media}《政府网站与政务新媒体检查指标》"
        f"（国办秘函〔2019〕19号）等要求，{figures.office.name}于{han_date(figures.since)}至{han_date(figures.until)}"
        f"对{figures.office.area}{_what(figures)}进行了检查，检查以技术监测为主，需人工判断的问题经人工核实后列入。"
        f"整改情况截至{han_time(figures.cutoff)}。现将有关情况通报如下："
    )


def _sites(sites: Checked, area: str) -> str:
    head = f"{area}纳入检查的政府网站{sites.registered}个、登记栏目{sites.columns}个。"
    if sites.inspected is None:
        return f"{head}本季度检查情况{UNCOUNTED}。"
    return f"{head}本季度{_qualified(sites)}"


def _accounts(accounts: Checked, area: str) -> str:
    kinds = "、".join(f"{shorten(name, 20)}{count}个" for name, count in accounts.kinds)
    head = f"{area}登记在册的政务新媒体{accounts.registered}个{f'（{kinds}）' if kinds else ''}。"
    if accounts.inspected is None:
        return f"{head}本季度检查情况{UNCOUNTED}。"
    unseen = f"未能核查{accounts.unseen}个，不计入检查数。" if accounts.unseen else ""
    return f"{head}本季度{_qualified(accounts)}{unseen}"


def _qualified(checked: Checked) -> str:
    return (
        f"检查{checked.inspected}个，未出现“单项否决”问题的{counted(checked.qualified, '个')}，"
        f"合格率{rate(checked.qualified, checked.inspected)}{phrases.unbound(checked.unbound)}。"
    )


def _notices(months: Sequence[MonthTold], until: date) -> str:
    issued = [m for m in months if m.day]
    told = "、".join(f"{m.month.month}月通报（{m.number}，{han_date(m.day)}）" for m in issued if m.day)
    first = f"本季度印发月度通报{len(issued)}期：{told}。" if issued else ""
    coming = "、".join(f"{m.month.month}月" for m in months if m.month > until)
    missing = "、".join(f"{m.month.month}月" for m in months if not m.day and m.month <= until)
    none = f"{missing}未印发通报；没有通报过的问题不计入本通报。" if missing else ""
    return f"{first}{none}{f'{coming}尚未到。' if coming else ''}"


def _fixed(figures: BulletinFigures) -> str:
    wrong = figures.corrected
    corrected = f"另有{wrong}个已通报的问题经复核认定为误报，予以更正，不计入。" if wrong else ""
    if not any(m.day for m in figures.months):
        return f"本季度通报的问题{UNCOUNTED}。"
    if not figures.problems:
        return f"已印发的通报中没有需要整改的问题。{corrected}"
    done = sum(p.fixed for p in figures.problems)
    units = len({p.unit for p in figures.problems})
    total = len(figures.problems)
    again = f"（同一问题再次通报的{figures.again}次不重复计数）" if figures.again else ""
    return (
        f"已印发的通报共通报问题{total}个{again}，涉及{units}个单位；截至{han_time(figures.cutoff)}，"
        f"已整改{done}个，未完成整改{total - done}个，整改率{rate(done, total)}。{corrected}"
    )


def _overview(figures: BulletinFigures) -> str:
    if not figures.problems:
        return "本通报没有可汇总的问题。"
    veto = sum(p.veto for p in figures.problems)
    told = f"“单项否决”类问题{veto}个" if veto else "没有“单项否决”类问题"
    return f"本季度通报的问题中，{told}。按类别列举如下："


_COUNTS = ("通报", "已改", "未改")
_COUNT_HEADS = (("通报问题（个）", 14), ("已整改（个）", 14), ("未完成整改（个）", 16))


def _counts(problems: Sequence[PublicProblem]) -> dict[str, str]:
    done = sum(p.fixed for p in problems)
    return dict(zip(_COUNTS, map(str, (len(problems), done, len(problems) - done)), strict=True))


def _classes(problems: Sequence[PublicProblem]) -> list[dict[str, str]]:
    of = {kind: [p for p in problems if p.problem_class is kind] for kind in ProblemClass}
    return [{"类别": f"{kind}类", **_counts(found)} for kind, found in of.items() if found]


def _units(problems: Sequence[PublicProblem]) -> list[dict[str, str]]:
    """Most problems first."""
    names = Counter(p.unit for p in problems).most_common()
    rows = []
    for no, (name, _) in enumerate(names, 1):
        own = [p for p in problems if p.unit == name]
        veto = str(sum(p.veto for p in own))
        rows.append({"序号": str(no), "单位": shorten(name, 40), **_counts(own), "否决": veto})
    return rows


@dataclass(frozen=True)
class Group:
    """The like of one site or account together."""

    of: PublicProblem
    places: tuple[str, ...]
    count: int
    done: int


def _grouped(problems: Sequence[PublicProblem]) -> list[Group]:
    """In the order given."""
    found: dict[tuple[object, ...], list[PublicProblem]] = {}
    for p in problems:
        found.setdefault((p.problem_class, p.unit, p.site, p.title), []).append(p)
    return [
        Group(own[0], tuple(dict.fromkeys(p.place for p in own)), len(own), sum(p.fixed for p in own))
        for own in found.values()
    ]


def _problem_groups(groups: Sequence[Group]) -> list[dict[str, object]]:
    told: list[dict[str, object]] = []
    for kind in ProblemClass:
        own = [one for one in groups if one.of.problem_class is kind]
        if own:
            heading = f"（{HAN_NUMBERS[len(told)]}）{kind}类问题（{sum(one.count for one in own)}个）"
            told.append({"标题": heading, "行": [_row(no, one) for no, one in enumerate(own, 1)]})
    return told


def _row(no: int, one: Group) -> str:
    places = [shorten(place, 40) for place in one.places if place and place not in EVERYWHERE]
    named = "、".join(places[:PLACES]) + ("等" if len(places) > PLACES else "")
    left = f"已整改{one.done}个，未完成整改{one.count - one.done}个" if one.done else "未完成整改"
    return (
        f"{no}.{shorten(one.of.unit, 40)}“{shorten(one.of.site, 40)}”：{shorten(one.of.title, 60)}{one.count}个"
        f"{f'（{named}）' if named else ''}，{'已整改' if one.done == one.count else left}。"
    )
