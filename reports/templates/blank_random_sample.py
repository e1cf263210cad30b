"""The blank record of a spot check by lot (抽查情况表). Its fields are filled by random_sample.py."""

from docx.document import Document

from reports.documents.layout import Compose, add, add_table
from reports.templates.blank_parts import block, cells


def drawn(document: Document) -> None:
    add(document, "公文标题", "{%p for 行 in 标题 %}", "{{ 行 }}", "{%p endfor %}")
    add(
        document,
        "公文主送",
        "",
        "组织单位：{{ 发文单位 }}",
        "抽签时间：{{ 抽签时间 }}",
        "登记册校验值（SHA-256）：",
        "{{ 校验值 }}",
    )
    add(document, "公文一级标题", "一、抽取办法")
    add(document, "公文正文", "{{ 抽签办法 }}", "{%p if 未参加 %}", "{{ 未参加 }}", "{%p endif %}")
    heads = (("类别", 30), ("单位分组", 62), ("参加抽签（个）", 32), ("抽中（个）", 32))
    add_table(document, heads, cells("类别 组 登记 抽中"), "行 in 分组")
    add(document, "公文一级标题", "二、抽查结果")
    add(document, "公文正文", "{{ 概述 }}")
    columns = (("序号", 11), ("分组", 20), ("责任单位", 34), ("抽查对象", 40), ("结果", 18), ("情况", 33))
    add_table(document, columns, cells("序号 组 单位 名称 结果 情况"), "行 in 对象")
    block(document, "三、发现的问题", "问题", (("序号", 11), ("单位与位置", 44), ("问题与证据", 67), ("时间与状态", 34)), "序号 位置 描述 状态")  # fmt: skip  # noqa: E501
    block(document, "四、未能核查", "未核查", (("序号", 11), ("单位", 30), ("位置", 43), ("原因", 34), ("处理建议", 38)), "序号 单位 位置 原因 建议")  # fmt: skip  # noqa: E501
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}")
    add(document, "公文主送", "", "抽查人：            复核人：            日期：")


LETTERS: dict[str, tuple[str, Compose]] = {"drawn": ("抽查情况表", drawn)}
