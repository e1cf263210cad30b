"""The daily record (巡查日志) as .docx and .xlsx: looked at, found, urged, fixed, not seen, still to be read."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from reports import wording
from reports.account_figures import AccountWarning
from reports.account_sheets import account_sheet, warning_sheet
from reports.figures import BODY_ROWS, DailyFigures, LookedAt, ProblemLine, ReadTask
from reports.letter import fill
from reports.text import han_date, local, sentence, shorten, stamp
from reports.workbook import Sheet, looked_sheet, problem_sheet, read_sheet, unknown_sheet, write_sheets


def _problems(name: str, what: str) -> dict[str, str]:
    return {
        name: f"{what}，每个一行",
        f"{name}.序号": "序号",
        f"{name}.位置": "单位、网站或账号、栏目",
        f"{name}.问题": "问题描述和证据",
        f"{name}.时间": "检查或销号的时间和状态",
    }


FIELDS: Mapping[str, str] = {
    "标题": "日志的标题，用 {%p for 行 in 标题 %} 逐行写",
    "日期": "巡查日期",
    "发文单位": "记录单位",
    "概述": "当天检查、发现、催办、销号、未能核查的各项数字",
    "检查": "当天检查的网站，每个一行",
    "检查.网站": "网站名称",
    "检查.时间": "起止时间",
    "检查.页面": "读取的页面数",
    "检查.链接": "核验的链接数",
    "检查.失效": "失效的链接数",
    "检查.栏目": "已读栏目数/登记栏目数",
    **_problems("发现", "当天发现的问题"),
    **_problems("待核实", "待人工核实的问题"),
    **_problems("催办", "当天催办的问题"),
    **_problems("整改", "当天销号的问题"),
    "未核查": "当天未能核查的内容，每处一行",
    "未核查.序号": "序号",
    "未核查.单位": "责任单位",
    "未核查.位置": "网站或账号、栏目和地址",
    "未核查.原因": "未能核查的原因和处数",
    "未核查.建议": "可以怎样处理",
    "读网": "须人工阅读的栏目，每个一行",
    "读网.位置": "单位、网站、栏目和地址",
    "读网.原因": "为什么要人工阅读",
    "账号": "是否检查了账号；只用于 {%p if 账号 %}",
    "账号情况": "当天检查账号的各项数字",
    "预警": "即将超过更新期限的账号，每个一行",
    "预警.账号": "单位、账号和平台",
    "预警.发布": "最近发布的日期",
    "预警.天数": "未更新的天数",
    "预警.最迟": "最迟应更新的日期",
}


def write_daily(figures: DailyFigures, template: Path, out: Path) -> Path:
    """Write the record as .docx. Raises TemplateError, or OSError where ``out`` cannot be written."""
    return fill(template, daily_fields(figures), out)


def write_daily_workbook(figures: DailyFigures, out: Path) -> Path:
    lists = (
        ("今日发现", figures.found),
        ("待人工核实", figures.waiting),
        ("今日催办", figures.urged),
        ("已整改销号", figures.fixed),
    )
    sheets: list[Sheet] = [looked_sheet(figures.looked)]
    sheets += [problem_sheet(name, lines) for name, lines in lists]
    sheets += [unknown_sheet(figures.unknown), read_sheet(figures.to_read)]
    if figures.accounts:
        sheets += [account_sheet("今日账号", figures.accounts), warning_sheet(figures.warnings)]
    return write_sheets(sheets, out)


def daily_fields(figures: DailyFigures) -> dict[str, object]:
    sites = len({look.site for look in figures.looked})
    return {
        "标题": [f"政府网站{'和政务新媒体' if figures.accounts else ''}巡查日志"],
        "日期": han_date(figures.day),
        "发文单位": figures.office.name,
        "概述": (
            f"今日检查网站{sites}个，页面{sum(look.pages for look in figures.looked)}个，"
            f"链接{sum(look.targets for look in figures.looked)}个；发现问题{len(figures.found)}个，"
            f"待人工核实{len(figures.waiting)}个，催办{len(figures.urged)}个，整改销号{len(figures.fixed)}个；"
            f"未能核查{sum(line.count for line in figures.unknown)}处，须人工读网{len(figures.to_read)}处。"
            f"每类至多列出{BODY_ROWS}条，全部内容见同名表格文件。"
        ),
        "检查": [_looked(look) for look in figures.looked[:BODY_ROWS]],
        "发现": [_problem(line) for line in figures.found[:BODY_ROWS]],
        "待核实": [_problem(line) for line in figures.waiting[:BODY_ROWS]],
        "催办": [_problem(line) for line in figures.urged[:BODY_ROWS]],
        "整改": [_problem(line) for line in figures.fixed[:BODY_ROWS]],
        "未核查": wording.numbered(figures.unknown[:BODY_ROWS]),
        "读网": [_task(task) for task in figures.to_read[:BODY_ROWS]],
        "账号": bool(figures.accounts),
        "账号情况": _accounts(figures),
        "预警": [_warning(one) for one in figures.warnings[:BODY_ROWS]],
    }


def _accounts(figures: DailyFigures) -> str:
    results = Counter(line.result for line in figures.accounts)
    told = "、".join(f"{word}{results[word]}个" for word in ("合格", "不合格", "未能核查", "不检查") if results[word])
    warned = "即将超过更新期限的账号如下，请提醒责任单位：" if figures.warnings else "没有需要预警的账号。"
    return f"今日检查账号{len(figures.accounts)}个：{told}。{warned}"


def _warning(one: AccountWarning) -> dict[str, str]:
    return {
        "账号": f"{shorten(one.unit, 40)} “{shorten(one.name, 40)}”{shorten(one.platform, 20)}账号",
        "发布": han_date(one.newest),
        "天数": str(one.silent),
        "最迟": han_date(one.before),
    }


def _looked(look: LookedAt) -> dict[str, str]:
    end = f"{local(look.finished):%H:%M}" if look.finished else "未完成"
    return {
        "网站": shorten(look.site, 40),
        "时间": f"{local(look.started):%H:%M}—{end}",
        "页面": str(look.pages),
        "链接": str(look.targets),
        "失效": str(look.bad),
        "栏目": f"{look.columns_read}/{look.columns_total}",
    }


def _problem(line: ProblemLine) -> dict[str, str]:
    return {
        "序号": str(line.no),
        "位置": f"{shorten(line.unit, 40)} {wording.where(line, ' ')}",
        "问题": f"{sentence(line.message)}。证据：{wording.citation(line.evidence)}",
        "时间": f"{stamp(line.closed or line.checked)} {line.state}{'（逾期）' if line.overdue else ''}",
    }


def _task(task: ReadTask) -> dict[str, str]:
    place = f"{shorten(task.unit, 40)} “{shorten(task.site, 40)}”{shorten(task.place, 60)}"
    return {"位置": f"{place} {shorten(task.address, 120)}", "原因": shorten(task.why, 120)}
