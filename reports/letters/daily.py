"""The daily record (巡查日志) as .docx and .xlsx: looked at, found, urged, fixed, not seen, still to be read."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.accounts import AccountWarning
from reports.figures.daily import DailyFigures, LookedAt, ReadTask
from reports.figures.groups import grouped, whole_message
from reports.figures.models import BODY_ROWS, ProblemLine, UnknownLine
from reports.figures.text import han_date, local, shorten, stamp
from reports.sheets.accounts import account_sheet, warning_sheet
from reports.sheets.workbook import Linked, Sheet, problem_sheet, unknown_sheet, write_sheets

LONG = 12  # problems; of more, the like of one site or account are one row


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
    sheets: list[Sheet] = [_looked_sheet(figures.looked)]
    sheets += [problem_sheet(name, lines) for name, lines in lists]
    sheets += [unknown_sheet(figures.unknown), _read_sheet(figures.to_read)]
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
        "发现": _problems_told(figures.found),
        "待核实": _problems_told(figures.waiting),
        "催办": _problems_told(figures.urged),
        "整改": _problems_told(figures.fixed),
        "未核查": phrases.numbered(_unknown_told(figures.unknown)[:BODY_ROWS]),
        "读网": [_task(task) for task in _tasks_told(figures.to_read)[:BODY_ROWS]],
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


def _problems_told(lines: Sequence[ProblemLine]) -> list[dict[str, str]]:
    """Each problem, or, of a long list, a row a unit, site or account and class."""
    if len(lines) <= LONG:
        return [_problem(line) for line in lines]
    return [
        {"序号": str(no), "位置": group.who, "问题": f"{group.what}。", "时间": f"共{len(group.lines)}个，详见电子表格"}
        for no, group in enumerate(grouped(lines)[:BODY_ROWS], 1)
    ]


def _problem(line: ProblemLine) -> dict[str, str]:
    return {
        "序号": str(line.no),
        "位置": f"{shorten(line.unit, 40)} {phrases.where(line, ' ')}",
        "问题": f"{whole_message(line)}。证据：{phrases.citation(line.evidence)}",
        "时间": f"{stamp(line.closed or line.checked)} {line.state}{'（逾期）' if line.overdue else ''}",
    }


def _unknown_told(lines: Sequence[UnknownLine]) -> list[UnknownLine]:
    """Each place, or, of a long list, those of one site that are unknown for one reason as one row."""
    if len(lines) <= LONG:
        return list(lines)
    alike: dict[tuple[str, ...], list[UnknownLine]] = {}
    for line in lines:
        alike.setdefault((line.unit, line.site, line.reason, line.advice), []).append(line)
    return [
        replace(a[0], address=_and_more(a[0].address, len(a)), count=sum(x.count for x in a)) for a in alike.values()
    ]


def _tasks_told(tasks: Sequence[ReadTask]) -> list[ReadTask]:
    """The same of what is to be read, whatever kept a machine from it: that stands in the list of what is unknown."""
    if len(tasks) <= LONG:
        return list(tasks)
    alike: dict[tuple[str, str, str], list[ReadTask]] = {}
    for task in tasks:
        alike.setdefault((task.unit, task.site, task.why.partition("：")[0]), []).append(task)
    return [_one_task(kind, members) for (_, _, kind), members in alike.items()]


def _one_task(kind: str, tasks: Sequence[ReadTask]) -> ReadTask:
    why = "、".join(dict.fromkeys(task.why.partition("：")[2] for task in tasks))
    told = f"{kind}：{why}" if why else kind
    return replace(tasks[0], address=_and_more(tasks[0].address, len(tasks)), why=told)


def _and_more(address: str, places: int) -> str:
    return f"{shorten(address, 60)} 等{places}处，详见电子表格" if places > 1 else address


def _task(task: ReadTask) -> dict[str, str]:
    place = f"{shorten(task.unit, 40)} “{shorten(task.site, 40)}”{shorten(task.place, 60)}"
    return {"位置": f"{place} {shorten(task.address, 120)}", "原因": shorten(task.why, 120)}


def _looked_sheet(looks: Iterable[LookedAt]) -> Sheet:
    heads = (("单位", 22), ("网站", 26), ("开始", 17), ("结束", 17), ("页面", 8), ("链接", 8), ("失效", 8))
    more = (("已读栏目", 10), ("登记栏目", 10), ("未能核查", 10))
    rows = tuple(
        (
            look.unit,
            look.site,
            look.started,
            look.finished,
            look.pages,
            look.targets,
            look.bad,
            look.columns_read,
            look.columns_total,
            look.unseen,
        )
        for look in looks
    )
    return Sheet("今日检查", (*heads, *more), rows)


def _read_sheet(tasks: Iterable[ReadTask]) -> Sheet:
    heads = (("单位", 22), ("网站", 26), ("位置", 26), ("链接", 40), ("原因", 36))
    more = (("上午（时间、签字）", 20), ("下午（时间、签字）", 20))
    rows = tuple(
        (task.unit, task.site, task.place, Linked(task.address, task.address), task.why, None, None) for task in tasks
    )
    return Sheet("今日读网", (*heads, *more), rows)
