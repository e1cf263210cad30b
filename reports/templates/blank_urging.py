# ruff: noqa: E501 -- the letter's sentences stand whole, as the office will read them
"""Blank templates of the letters that press a unit and of the 访问放行函. The office edits them afterwards.

The fields in braces are filled by urging.py and allow.py; words outside braces belong to the office.
"""

from docx.document import Document
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.shared import Mm

from reports.documents.layout import Compose, add, add_table, write

Head = tuple[str, float]  # words, mm
_ANSWER = "填写所附《整改情况回执》，经单位负责人审核、加盖公章后反馈至{{ 发文单位 }}{{ 反馈方式 }}。"
_OBJECT = "对问题有异议的，请在时限内书面说明理由并附依据。"


def prompt(document: Document) -> None:
    _opening(document)
    add(document, "公文正文", "{{ 概述 }}问题如下：")
    heads = (("编号", 15), ("网站与位置", 34), ("问题描述", 51), ("整改要求", 30), ("整改时限", 26))
    _problems(document, heads, "编号 位置 描述 要求 时限")
    add(document, "公文一级标题", "一、立即处置")
    add(
        document,
        "公文正文",
        "收到本通知后立即核实处置，于{{ 整改期限 }}完成整改。涉及不当内容、个人信息或者非法链接的，先撤下内容、断开链接，并留存处置记录。{{ 期限说明 }}",
    )
    add(document, "公文一级标题", "二、举一反三")
    add(document, "公文正文", "全面排查本单位网站和账号的同类问题，一并整改。")
    add(document, "公文一级标题", "三、及时反馈")
    add(document, "公文正文", f"整改完成后，{_ANSWER}{_OBJECT}")
    _closing(document, "附件：整改情况回执")
    _receipt(document)


def remind(document: Document) -> None:
    _opening(document)
    add(document, "公文正文", "{{ 概述 }}现将有关问题提醒如下：")
    heads = (("编号", 12), ("网站与位置", 32), ("问题描述", 40), ("整改要求", 24), ("首次通知", 27), ("整改时限", 21))
    _problems(document, heads, "编号 位置 描述 要求 首次通知 时限")
    add(
        document,
        "公文正文",
        "请抓紧落实，于{{ 整改期限 }}完成整改；已经整改的，请尽快将整改情况反馈至{{ 发文单位 }}{{ 反馈方式 }}，以便复查销号。逾期未整改的，将予以通报、督办。{{ 期限说明 }}",
    )
    _closing(document)


def supervise(document: Document) -> None:
    add(document, "公文标题", "{{ 标题 }}")
    add(document, "公文主送", "")
    _form(
        document,
        ("督办单位", "{{ 发文单位 }}"),
        ("承办单位", "{{ 单位 }}"),
        ("督办事项", "{{ 概述 }}"),
        ("首次通知", "{{ 首次通知 }}"),
        ("逾期情况", "{{ 逾期情况 }}"),
        ("再次时限", "{{ 整改期限 }}完成整改。{{ 期限说明 }}"),
        (
            "督办要求",
            f"请单位负责人牵头，对照下列问题逐个整改、逐个销号，于再次时限以前完成，并说明未按期整改的原因。整改完成后，{_ANSWER}{_OBJECT}",
        ),
        ("分管领导批示", ""),
    )
    add(document, "公文一级标题", "督办问题清单")
    heads = (
        ("编号", 12),
        ("网站与位置", 30),
        ("问题描述", 40),
        ("整改要求", 24),
        ("首次通知与逾期", 29),
        ("再次时限", 21),
    )
    _problems(document, heads, "编号 位置 描述 要求 通知与逾期 时限")
    _closing(document, "附件：整改情况回执")
    _receipt(document)


def allow(document: Document) -> None:
    _opening(document)
    add(document, "公文正文", "{{ 概述 }}")
    add_table(
        document,
        (("序号", 12), ("网站", 36), ("首页地址", 44), ("访问速度", 24), ("最近一次检查", 40)),
        tuple(f"{{{{ 行.{name} }}}}" for name in ("序号", "网站", "地址", "速度", "情况")),
        "行 in 网站",
    )
    add(document, "公文正文", "请你单位协调网站承办和运维单位，在防火墙、防护系统中放行下列检查访问：")
    _form(
        document,
        ("访问来源地址", "{{ 来源 }}"),
        ("访问时段", "{{ 时段 }}"),
        ("访问速度", "每个网站不超过上表所列的速度；网站要求放慢的，随之放慢。"),
        ("访问标识", "{{ 标识 }}（User-Agent）"),
        ("访问方式", "只读取公开页面，不登录、不提交信息。"),
    )
    add(
        document,
        "公文正文",
        "放行后请告知{{ 发文单位 }}{{ 反馈方式 }}，以便再次检查。不便放行的，请说明原因，有关内容请自行检查并反馈结果。",
    )
    _closing(document)


def correction(document: Document) -> None:
    add(document, "公文标题", "{{ 标题 }}")
    add(document, "公文主送", "", "{{ 主送 }}：")
    add(document, "公文正文", "{{ 概述 }}")
    heads = (("序号", 12), ("单位", 28), ("网站与位置", 34), ("通报原文", 42), ("更正", 40))
    add_table(
        document,
        heads,
        tuple(f"{{{{ 行.{name} }}}}" for name in ["序号", "单位", "位置", "原文", "更正"]),
        "行 in 问题",
    )
    _closing(document)


def _opening(document: Document) -> None:
    add(document, "公文标题", "{{ 标题 }}")
    add(document, "公文主送", "", "{{ 单位 }}：")


def _problems(document: Document, heads: tuple[Head, ...], names: str) -> None:
    both = "{{ 行.首次通知 }}；原定{{ 行.原定 }}，逾期{{ 行.逾期 }}"
    cells = tuple(both if name == "通知与逾期" else f"{{{{ 行.{name} }}}}" for name in names.split())
    add_table(document, heads, cells, "行 in 问题")
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}")


def _closing(document: Document, enclosed: str = "") -> None:
    above = len(document.paragraphs) - 1
    if enclosed:
        add(document, "公文主送", "")
        add(document, "附件说明首项", enclosed)
    add(document, "公文主送", "", "")
    add(document, "公文落款", "{{ 发文单位 }}")
    for paragraph in document.paragraphs[above:]:  # a signature never stands alone on a page
        paragraph.paragraph_format.keep_with_next = True
    add(document, "公文落款", "{{ 成文日期 }}")
    add(document, "公文正文", "{%p if 附注 %}", "（{{ 附注 }}）", "{%p endif %}")


def _form(document: Document, *rows: tuple[str, str]) -> None:
    """Words on the left, what they are on the right; an empty right side is left to be written in."""
    table = document.add_table(len(rows), 2, "Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, (Mm(30), Mm(126)), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width, cell.vertical_alignment = width, WD_ALIGN_VERTICAL.CENTER
    for row, (head, value) in zip(table.rows, rows, strict=True):
        write(row.cells[0], head, "公文表头")
        write(row.cells[1], value)
        if not value:
            row.height = Mm(26)


def _receipt(document: Document) -> None:
    add(document, "附件序号", "附件").paragraph_format.page_break_before = True
    add(document, "公文主送", "")
    add(document, "公文标题", "整改情况回执")
    add(document, "公文主送", "")
    _form(document, ("填报单位", "{{ 单位 }}"), ("收到时间", " "))
    add(document, "公文主送", "")
    heads = (("问题编号", 18), ("原因", 36), ("整改措施", 42), ("完成时间", 24), ("整改后链接或截图", 36))
    table = add_table(document, heads, ("{{ 行.编号 }}", "", "", "", ""), "行 in 问题")
    table.rows[2].height = Mm(14)
    add(document, "公文主送", "")
    _form(document, ("举一反三情况", ""))
    add(document, "公文主送", "", "填报人：        电话：          审核人（单位负责人）：")
    add(document, "公文落款", "（单位盖章）", "年  月  日")


LETTERS: dict[str, tuple[str, Compose]] = {
    "prompt": ("紧急整改通知", prompt),
    "remind": ("整改到期提醒", remind),
    "supervise": ("督办单", supervise),
    "allow": ("访问放行函", allow),
    "correction": ("更正", correction),
}
