"""The monthly notice (通报): figures into the office's template. Counts nothing, decides nothing."""

from collections.abc import Sequence
from pathlib import Path

from ledger.vocabulary import ProblemClass
from reports import wording
from reports.account_figures import PlatformFigures
from reports.figures import BODY_ROWS, NoticeFigures, ProblemLine, UnitFigures
from reports.letter import fill
from reports.text import counted, han_date, rate, sentence, shorten, stamp

OLDER_ROWS = 20  # of what earlier notices told: this month's problems must not be buried under it
HAN_NUMBERS = "一二三四五六七八九十"


def write_notice(figures: NoticeFigures, template: Path, out: Path) -> Path:
    """Write the notice as .docx. Raises TemplateError, or OSError where ``out`` cannot be written."""
    return fill(template, notice_fields(figures), out)


def notice_fields(figures: NoticeFigures) -> dict[str, object]:
    """The fields a notice template can use, by the names the office sees in it."""
    told = figures.problems[:BODY_ROWS]
    unknown = figures.unknown[:BODY_ROWS]
    month = f"{figures.month.year}年{figures.month.month}月"
    what = "政府网站和政务新媒体" if figures.accounts else "政府网站"
    more = len(figures.unknown) - len(unknown)
    return {
        "标题": wording.title_lines(figures.office.name, month, f"{figures.office.area}{what}检查情况的通报"),
        "主送": figures.office.addressees,
        "依据": wording.basis(figures),
        "上期情况": wording.follow_up(figures.follow_up),
        "以往未改": _older(figures.follow_up.open_older, figures.workbook),
        "网站情况": wording.sites(figures.sites, figures.office.area),
        "新媒体情况": wording.accounts(figures.accounts, figures.office.area),
        "平台情况": [platform_row(one) for one in figures.accounts.by_platform] if figures.accounts else [],
        "问题概述": wording.overview(figures),
        "问题分类": problem_groups(told),
        "问题清单": [problem_row(line) for line in told],
        "其余": wording.left_over(len(told), len(figures.problems), figures.workbook),
        "未核查": wording.numbered(unknown),
        "未核查说明": "" if figures.unknown else "本期无此类情况。",
        "其余未核查": f"其余{more}项详见问题台账。" if more else "",
        "单位情况": [unit_row(no, unit) for no, unit in enumerate(figures.units, 1)],
        "整改期限": han_date(figures.deadline),
        "催办说明": figures.ladder,
        "期限说明": wording.calendar_note(wording.latest(figures.deadline, figures.problems), figures.deadline_known),
        "发文单位": figures.office.name,
        "成文日期": han_date(figures.made),
        "附注": wording.contact(figures.office),
    }


def problem_groups(lines: Sequence[ProblemLine]) -> list[dict[str, object]]:
    """By class, severe first; a class without problems is left out."""
    groups: list[dict[str, object]] = []
    for kind in ProblemClass:
        rows = [wording.problem(line) for line in lines if line.problem_class is kind]
        if rows:
            heading = f"（{HAN_NUMBERS[len(groups)]}）{kind}类问题（{len(rows)}个）"
            groups.append({"标题": heading, "行": rows})
    return groups


def problem_row(line: ProblemLine) -> dict[str, str]:
    return {
        "序号": str(line.no),
        "单位": shorten(line.unit, 40),
        "位置": wording.where(line, " "),
        "问题": sentence(line.message),
        "指标": f"{shorten(line.title, 40)} {shorten(line.clause, 60)}{'（单项否决）' if line.veto else ''}",
        "检查": f"{stamp(wording.looked(line))} {wording.method(line)}".strip(),
        "时限": wording.due(line.due),
        "状态": f"{line.state}{'（逾期）' if line.overdue else ''}",
        "证据": wording.citation(line.evidence),
    }


def unit_row(no: int, unit: UnitFigures) -> dict[str, str]:
    return {
        "序号": str(no),
        "单位": shorten(unit.name, 40),
        "网站": str(unit.sites),
        "发布": counted(unit.items, ""),
        "问题": str(unit.problems),
        "否决": str(unit.veto),
    }


def platform_row(one: PlatformFigures) -> dict[str, str]:
    return {
        "平台": shorten(one.name, 40),
        "登记": str(one.accounts),
        "检查": str(one.inspected),
        "未核查": str(one.accounts - one.inspected),
        "合格": counted(one.qualified, ""),
        "合格率": rate(one.qualified, one.inspected),
    }


def _older(lines: Sequence[ProblemLine], workbook: str) -> list[str]:
    if not lines:
        return []
    told = [wording.problem(line) for line in lines[:OLDER_ROWS]]
    rest = wording.left_over(len(told), len(lines), workbook)
    return [f"此前通报、尚未整改到位的问题{len(lines)}个：", *told, *([rest] if rest else [])]
