"""The monthly notice (通报): figures into the office's template. Counts nothing, decides nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ledger.vocabulary import State
from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.accounts import AccountLine
from reports.figures.groups import MARKS, problem_texts, whose
from reports.figures.models import BODY_ROWS, NoticeFigures, ProblemLine, UnitFigures
from reports.figures.text import han_date, quoted, shorten
from reports.letters import notice_words as words

FIELDS: Mapping[str, str] = {
    "标题": "通报的标题，一行或两行，用 {%p for 行 in 标题 %} 逐行写",
    "主送": "主送机关，不带冒号；来自设置中的 address_to",
    "依据": "第一段：所依据的文件（启用的指标所属的文件）、起止日期、检查方式和截止时间",
    "检查情况": "政府网站、信息发布、政务新媒体、网民留言、上期整改各一节；没有掌握情况的节不出现",
    "检查情况.标题": "小标题，带序号",
    "检查情况.内容": "这一节的各项数字",
    "问题概述": "本期核实的问题数、涉及单位数、单项否决数、经提醒已整改数",
    "问题分类": "按类别分组的问题，没有问题的类别不出现",
    "问题分类.标题": "类别的小标题，带序号、个数和条款",
    "问题分类.行": "一个单位的一个网站或账号一行，逐行写；问题多时写有代表性的，其余见附件1",
    "整改期限": "整改并反馈的截止日期和时点",
    "期限说明": "节假日安排尚未载入时的说明；否则为空",
    "催办说明": "到期提醒、逾期、督办各在何时的一句话",
    "节日": "半个月内将到的节假日；没有时为空",
    "附件首项": "附件说明的第一行；没有附件时为空",
    "附件次项": "附件说明的其余各行",
    "附件号": "各附件的序号：附件号.问题、附件号.账号、附件号.单位、附件号.以往；没有这个附件、只有一个附件时为空",
    "问题清单": "附件，每个问题一行，至多100行",
    "问题清单.序号": "问题的序号",
    "问题清单.单位": "责任单位",
    "问题清单.对象": "网站或账号",
    "问题清单.问题": "位置和问题",
    "问题清单.时限": "整改时限；已复查销号的写已整改",
    "其余": "超过100个时，说明其余问题见问题台账；否则为空",
    "列以往": "是否把以往清单列为附件（设置 [notice] 的 older_annex）；只用于 {%p if 列以往 %}",
    "以往清单": "此前通报、尚未销号的问题，每个一行，至多100行",
    "以往清单.序号": "问题在台账中的编号",
    "以往清单.单位": "责任单位",
    "以往清单.对象": "网站或账号",
    "以往清单.问题": "位置和问题",
    "以往清单.时限": "整改时限",
    "以往清单.通报": "哪一月的通报里写过",
    "以往清单.状态": "到检查时点的状态；逾期的写已逾期",
    "其余以往": "超过100个时，说明其余问题见问题台账；否则为空",
    "账号情况": "附件，每个账号一行；没有登记账号时为空",
    "账号情况.序号": "序号",
    "账号情况.单位": "主办单位",
    "账号情况.平台": "平台",
    "账号情况.名称": "账号名称",
    "账号情况.条数": "本期发布条数；没有掌握的为空",
    "账号情况.最近": "最近发布日期；没有掌握的为空",
    "账号情况.情况": "合格、不合格或未能核查",
    "单位情况": "附件，每个单位一行；没有时整个附件不出现",
    "单位情况.序号": "序号",
    "单位情况.单位": "单位名称",
    "单位情况.网站": "该单位主办的网站数",
    "单位情况.发布": "本期发布的信息数；没有掌握的为空",
    "单位情况.问题": "本期核实的问题数",
    "单位情况.否决": "其中单项否决的问题数",
    "发文单位": "发文单位全称；来自设置中的 [office]",
    "成文日期": "写成的日期",
    "附注": "联系人、电话、邮箱；都没有填写时为空",
    "抄送": "抄送单位；来自设置中的 copy_to，没有填写时为空",
}


OLDER = "此前通报尚未销号的问题清单"


def write_notice(figures: NoticeFigures, template: Path, out: Path) -> Path:
    """Write the notice as .docx. Raises TemplateError, or OSError where ``out`` cannot be written."""
    return fill(template, notice_fields(figures), out)


def notice_fields(figures: NoticeFigures) -> dict[str, object]:
    """The fields a notice template can use, by the names the office sees in it."""
    told = figures.problems[:BODY_ROWS]
    month = f"{figures.month.year}年{figures.month.month}月"
    what = "政府网站和政务新媒体" if figures.accounts else "政府网站"
    seen = figures.accounts.lines if figures.accounts else ()
    accounts = sorted((x for x in seen if x.inspected), key=lambda x: (x.unit, x.platform, x.name))
    older = figures.follow_up.open_older[:BODY_ROWS]
    listed = figures.list_older and bool(older)
    deadline = f"{han_date(figures.deadline)}{figures.answer_by}"
    return {
        "标题": phrases.title_lines(figures.office.name, month, f"{figures.office.area}{what}检查情况的通报"),
        "主送": figures.office.addressees,
        "依据": words.basis(figures),
        "检查情况": words.parts(figures),
        "问题概述": words.overview(figures),
        "问题分类": words.classes(figures.problems, figures.office.home),
        "整改期限": deadline,
        "期限说明": phrases.calendar_note(phrases.latest(figures.deadline, figures.problems), figures.deadline_known),
        "催办说明": figures.ladder,
        "节日": figures.holiday,
        **_annexes(bool(told), bool(accounts), bool(figures.units), listed),
        "问题清单": problem_rows(told),
        "其余": phrases.left_over(len(told), len(figures.problems)),
        "列以往": listed,
        "以往清单": older_rows(older, figures.month.year),
        "其余以往": phrases.left_over(len(older), len(figures.follow_up.open_older)),
        "账号情况": [account_row(no, line, figures.month.year) for no, line in enumerate(accounts, 1)],
        "单位情况": [unit_row(no, unit) for no, unit in enumerate(figures.units, 1)],
        "发文单位": figures.office.name,
        "成文日期": han_date(figures.made),
        "附注": phrases.contact(figures.office),
        "抄送": figures.office.copy_to,
    }


def _annexes(problems: bool, accounts: bool, units: bool, older: bool) -> dict[str, object]:
    """附件说明, and the number of each annex that there is."""
    titles = (
        ("问题", "问题清单", problems),
        ("账号", "政务新媒体信息发布情况表", accounts),
        ("单位", "各单位情况表", units),
        ("以往", OLDER, older),
    )
    there = [(key, title) for key, title, there in titles if there]
    numbers = {key: str(n) if len(there) > 1 else "" for n, (key, _) in enumerate(there, 1)}
    lines = [f"{numbers[key]}.{title}" if numbers[key] else title for key, title in there]
    return {
        "附件首项": f"附件：{lines[0]}" if lines else "",
        "附件次项": lines[1:],
        "附件号": {key: numbers.get(key, "") for key, _, _ in titles},
    }


def problem_rows(lines: Sequence[ProblemLine]) -> list[dict[str, str]]:
    """A list's rows: the text of each says the place and what is wrong there."""
    return [
        {
            "序号": str(line.no),
            "单位": shorten(line.unit, 40),
            "对象": whose(line),
            "问题": text,
            "时限": "已整改" if line.state is State.CLOSED else phrases.due(line.due),
        }
        for line, text in zip(lines, problem_texts(lines, MARKS), strict=True)
    ]


def older_rows(lines: Sequence[ProblemLine], year: int) -> list[dict[str, str]]:
    """The same of what earlier notices told, by its number in the ledger; days without the notice's own year."""
    rows = problem_rows([replace(line, no=line.finding) for line in lines])
    return [
        row
        | {
            "通报": f"{line.told.year}年{line.told.month}月".removeprefix(f"{year}年") if line.told else "",
            "时限": row["时限"].removeprefix(f"{year}年"),
            "状态": "已逾期" if line.overdue else "申诉中" if line.note else line.state.value,
        }
        for line, row in zip(lines, rows, strict=True)
    ]


def account_row(no: int, line: AccountLine, year: int) -> dict[str, str]:
    return {
        "序号": str(no),
        "单位": shorten(line.unit, 40),
        "平台": shorten(line.platform, 20),
        "名称": quoted(line.name),
        "条数": "" if line.posts is None else str(line.posts),
        "最近": han_date(line.newest).removeprefix(f"{year}年") if line.newest else "",
        "情况": line.result,
    }


def unit_row(no: int, unit: UnitFigures) -> dict[str, str]:
    return {
        "序号": str(no),
        "单位": shorten(unit.name, 40),
        "网站": str(unit.sites),
        "发布": "" if unit.items is None else str(unit.items),
        "问题": str(unit.problems),
        "否决": str(unit.veto),
    }
