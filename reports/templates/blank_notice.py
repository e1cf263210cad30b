# ruff: noqa: E501 -- the letter's sentences stand whole, as the office will read them
"""The blank template of the monthly notice: three pages of text, its tables as annexes. The office then edits it."""

from docx.document import Document

from reports.documents.layout import add, add_table, annex, run_in
from reports.templates.blank_parts import cells, heading, signature

REQUIREMENTS = (
    ("限期整改。", "请有关单位对照整改通知单逐条整改，于{{ 整改期限 }}前将所附《整改情况回执》盖章报送{{ 发文单位 }}；另列时限的从其规定。{{ 期限说明 }}"),
    ("加强读网。", "每日读网，及时清理失效链接、空白栏目和无力更新的账号，严格落实“三审三校”制度。"),
)  # fmt: skip
HOLIDAY = ("做好假期保障。", "{{ 节日 }}临近，放假前全面自查，假期安排专人读网值守，发现问题及时处置。")


def notice(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{{ 主送 }}：")
    add(document, "公文正文", "{{ 依据 }}")
    add(document, "公文一级标题", "一、检查情况")
    add(document, "公文正文", "{%p for 节 in 检查情况 %}")
    run_in(add(document, "公文正文", ""), "{{ 节.标题 }}。", "{{ 节.内容 }}")
    add(document, "公文正文", "{%p endfor %}")
    add(document, "公文一级标题", "二、存在的主要问题")
    add(document, "公文正文", "{{ 问题概述 }}", "{%p for 类 in 问题分类 %}")
    add(document, "公文二级标题", "{{ 类.标题 }}")
    add(document, "公文正文", "{%p for 行 in 类.行 %}", "{{ 行 }}", "{%p endfor %}", "{%p endfor %}")
    add(document, "公文一级标题", "三、工作要求")
    _requirements(document)
    _annex_notes(document)
    signature(document)
    add(document, "公文正文", "{%p if 附注 %}", "（{{ 附注 }}）", "{%p endif %}")
    _problems(document)
    _accounts(document)
    _units(document)
    _older(document)
    _imprint(document)


def _requirements(document: Document) -> None:
    """The first one only where there is anything to put right."""
    (rectify, read), numbered = REQUIREMENTS, "（{{{{ '{}' if 问题清单 or 以往清单 else '{}' }}}}）"
    add(document, "公文正文", "{%p if 问题清单 or 以往清单 %}")
    run_in(add(document, "公文正文", ""), f"（一）{rectify[0]}", rectify[1])
    add(document, "公文正文", "{%p endif %}")
    run_in(add(document, "公文正文", ""), numbered.format("二", "一") + read[0], read[1])
    add(document, "公文正文", "{%p if 节日 %}")
    run_in(add(document, "公文正文", ""), numbered.format("三", "二") + HOLIDAY[0], HOLIDAY[1])
    add(document, "公文正文", "{%p endif %}")


def _annex_notes(document: Document) -> None:
    add(document, "公文正文", "{%p if 附件首项 %}")
    add(document, "公文主送", "")
    add(document, "附件说明首项", "{{ 附件首项 }}")
    add(document, "附件说明次项", "{%p for 行 in 附件次项 %}", "{{ 行 }}", "{%p endfor %}", "{%p endif %}")


def _problems(document: Document) -> None:
    add(document, "公文正文", "{%p if 问题清单 %}")
    annex(document, "附件{{ 附件号.问题 }}", "问题清单", new_page=True)
    heads = (("序号", 11), ("责任单位", 30), ("网站（账号）", 25), ("存在问题", 66), ("整改时限", 24))
    add_table(document, heads, cells("序号 单位 对象 问题 时限"), "行 in 问题清单")
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}", "{%p endif %}")


def _accounts(document: Document) -> None:
    add(document, "公文正文", "{%p if 账号情况 %}")
    annex(document, "附件{{ 附件号.账号 }}", "政务新媒体信息发布情况表", new_page=True)
    heads = (
        ("序号", 11),
        ("主办单位", 42),
        ("新媒体名称", 36),
        ("平台", 18),
        ("条数", 11),
        ("最近发布", 20),
        ("情况", 18),
    )
    add_table(document, heads, cells("序号 单位 名称 平台 条数 最近 情况"), "行 in 账号情况")
    add(document, "公文表格", "注：发布条数统计至各账号所能查询到的日期；没有掌握的空着。", "{%p endif %}")


def _units(document: Document) -> None:
    add(document, "公文正文", "{%p if 单位情况 %}")
    annex(document, "附件{{ 附件号.单位 }}", "各单位情况表", new_page=True)
    heads = (
        ("序号", 14),
        ("单位", 62),
        ("网站（个）", 20),
        ("发布信息（条）", 22),
        ("问题（个）", 18),
        ("单项否决", 20),
    )
    add_table(document, heads, cells("序号 单位 网站 发布 问题 否决"), "行 in 单位情况")
    add(document, "公文正文", "{%p endif %}")


def _older(document: Document) -> None:
    add(document, "公文正文", "{%p if 列以往 %}")
    annex(document, "附件{{ 附件号.以往 }}", "此前通报尚未销号的问题清单", new_page=True)
    heads = (("编号", 12), ("责任单位", 28), ("存在问题", 75), ("通报", 13), ("时限", 15), ("状态", 13))
    marks = ("{{ 行.对象 }}：{{ 行.问题 }}", *cells("通报 时限 状态"))
    add_table(document, heads, (*cells("序号 单位"), *marks), "行 in 以往清单")
    add(document, "公文正文", "{%p if 其余以往 %}", "{{ 其余以往 }}", "{%p endif %}", "{%p endif %}")


def _imprint(document: Document) -> None:
    """版记: who else gets it, who had it printed and when."""
    add(document, "公文主送", "")
    add(document, "公文版记", "{%p if 抄送 %}", "抄送：{{ 抄送 }}。", "{%p endif %}")
    add(document, "公文版记", "{{ 发文单位 }}　　{{ 成文日期 }}印发")
