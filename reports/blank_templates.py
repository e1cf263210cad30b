# ruff: noqa: E501 -- the letter's sentences stand whole, as the office will read them
"""Makes the blank letter templates once: ``python -m reports.blank_templates DIR``. The office then edits them.

The fields in braces are filled by notice.py, sheet.py and daily.py; words outside braces belong to the office.
"""

import sys
from pathlib import Path

from docx.document import Document
from docx.shared import Mm

from reports import blank_drawn, blank_periodic, blank_urging
from reports.blank_parts import block, cells, heading, signature
from reports.layout import Compose, add, add_table, annex, new_letter, new_section, write

REQUIREMENTS = (
    ("（一）限期整改，按时反馈。", "请各有关单位对照附件1逐条核实整改，立行立改、举一反三，于{{ 整改期限 }}前填写《整改情况回执》（附件3），经单位负责人审核并加盖公章后报送{{ 发文单位 }}。问题清单另列时限的，以所列时限为准。{{ 催办说明 }}{{ 期限说明 }}"),
    ("（二）严格审核，规范发布。", "落实信息发布“三审三校”制度，坚持先审后发，严把政治关、法律关、政策关、保密关、文字关，发布前逐一核对链接和附件能否打开。"),
    ("（三）加强读网，及时更新。", "各单位每日读网，及时清理失效链接和空白栏目；确无更新需要的栏目，应按程序归并或关停，不得长期空置。"),
    ("（四）对未能核查的内容自行检查。", "附件2所列内容因技术原因未能核查，不作为问题通报，请相关单位按所列建议自行检查并配合后续核查。"),
)  # fmt: skip


def notice(document: Document) -> None:
    _opening(document)
    _overall(document)
    add(document, "公文一级标题", "二、存在的主要问题")
    add(document, "公文正文", "{{ 问题概述 }}", "{%p for 类 in 问题分类 %}")
    add(document, "公文二级标题", "{{ 类.标题 }}")
    add(document, "公文正文", "{%p for 行 in 类.行 %}", "{{ 行 }}", "{%p endfor %}", "{%p endfor %}")
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}")
    add(document, "公文一级标题", "三、工作要求")
    for title, words in REQUIREMENTS:
        add(document, "公文二级标题", title)
        add(document, "公文正文", words)
    add(document, "公文主送", "")
    add(document, "附件说明首项", "附件：1.问题清单")
    add(
        document,
        "附件说明次项",
        "2.未能核查清单",
        "3.整改情况回执",
        "{%p if 单位情况 %}",
        "4.各单位情况表",
        "{%p endif %}",
    )
    _closing(document)
    _problem_list(document)
    _unknown_list(document)
    new_section(document, landscape=False)
    annex(document, "附件3", "整改情况回执")
    _receipt(document, "")
    _unit_list(document)


def _overall(document: Document) -> None:
    add(document, "公文一级标题", "一、总体情况")
    add(document, "公文二级标题", "（一）上期问题整改情况")
    add(document, "公文正文", "{{ 上期情况 }}", "{%p for 行 in 以往未改 %}", "{{ 行 }}", "{%p endfor %}")
    add(document, "公文二级标题", "（二）政府网站")
    add(document, "公文正文", "{{ 网站情况 }}")
    add(document, "公文二级标题", "（三）政务新媒体")
    add(document, "公文正文", "{{ 新媒体情况 }}", "{%p if 平台情况 %}")
    heads = (
        ("平台", 40),
        ("登记（个）", 24),
        ("检查（个）", 24),
        ("未能核查（个）", 28),
        ("合格（个）", 20),
        ("合格率", 20),
    )
    add_table(document, heads, cells("平台 登记 检查 未核查 合格 合格率"), "行 in 平台情况")
    add(document, "公文正文", "{%p endif %}")


def sheet(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{%p if 编号 %}", "编号：{{ 编号 }}", "{%p endif %}", "{{ 单位 }}：")
    add(document, "公文正文", "{{ 依据 }}")
    add(document, "公文正文", "{%p if 问题 %}")
    heads = (("编号", 12), ("网站与位置", 34), ("问题描述", 52), ("整改要求", 34), ("时限与状态", 24))
    add_table(document, heads, cells("序号 位置 问题 要求 时限"), "行 in 问题")
    add(document, "公文正文", "{%p endif %}")
    add(
        document, "公文正文", "{%p if 以往 %}", "此前通报、截至目前仍未整改到位的问题如下，请一并整改：", "{%p endif %}"
    )
    add(document, "公文正文", "{%p for 行 in 以往 %}", "{{ 行 }}", "{%p endfor %}")
    add(document, "公文正文", "请于{{ 整改期限 }}前完成整改，举一反三，排查同类问题，并将所附《整改情况回执》经单位负责人审核、加盖公章后反馈至{{ 发文单位 }}{{ 反馈方式 }}。对检查结果有异议的，请在期限内书面说明理由并附依据。{{ 期限说明 }}")  # fmt: skip
    add(document, "公文主送", "")
    add(document, "附件说明首项", "附件：整改情况回执")
    _closing(document)
    add(document, "附件序号", "附件").paragraph_format.page_break_before = True
    add(document, "公文主送", "")
    add(document, "公文标题", "整改情况回执")
    add(document, "公文主送", "")
    _receipt(document, "{{ 单位 }}", "序号 in 序号表")


def daily(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "日期：{{ 日期 }}    记录单位：{{ 发文单位 }}")
    add(document, "公文正文", "{{ 概述 }}")
    block(document, "一、今日检查", "检查", (("网站", 46), ("起止时间", 34), ("页面", 17), ("链接", 17), ("失效", 16), ("栏目", 26)), "网站 时间 页面 链接 失效 栏目")  # fmt: skip
    problem = (("序号", 11), ("单位与位置", 44), ("问题", 67), ("时间与状态", 34))
    for title, field in (("二、今日发现", "发现"), ("三、待人工核实", "待核实"), ("四、今日催办", "催办"), ("五、已整改销号", "整改")):  # fmt: skip
        block(document, title, field, problem, "序号 位置 问题 时间")
    block(document, "六、未能核查", "未核查", (("单位与位置", 50), ("原因", 44), ("处理建议", 62)), "位置 原因 建议")
    add(document, "公文一级标题", "七、今日须人工读网")
    add(
        document,
        "公文正文",
        "下列内容机器无法判读，请上午、下午各阅读一次并签字。",
        "{%p if not 读网 %}",
        "无。",
        "{%p else %}",
    )
    heads = (("单位与位置", 52), ("须人工阅读的原因", 44), ("上午（时间、签字）", 30), ("下午（时间、签字）", 30))
    add_table(document, heads, ("{{ 行.位置 }}", "{{ 行.原因 }}", "", ""), "行 in 读网")
    add(document, "公文正文", "{%p endif %}", "{%p if 账号 %}")
    add(document, "公文一级标题", "八、政务新媒体")
    add(document, "公文正文", "{{ 账号情况 }}", "{%p if 预警 %}")
    heads = (("单位与账号", 60), ("最近发布", 26), ("未更新天数", 24), ("最迟更新日", 26))
    add_table(document, heads, cells("账号 发布 天数 最迟"), "行 in 预警")
    add(document, "公文正文", "{%p endif %}", "{%p endif %}")
    add(document, "公文主送", "", "读网人（上午）：            读网人（下午）：            审核人：")


def _opening(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{{ 主送 }}：")
    add(document, "公文正文", "{{ 依据 }}")


def _closing(document: Document) -> None:
    signature(document)
    add(document, "公文正文", "{%p if 附注 %}", "（{{ 附注 }}）", "{%p endif %}")


def _problem_list(document: Document) -> None:
    new_section(document, landscape=True)
    annex(document, "附件1", "问题清单")
    heads = (
        ("序号", 11), ("责任单位", 24), ("网站与位置", 32), ("问题描述", 46), ("对应指标", 26),
        ("检查时间", 26), ("整改时限", 20), ("状态", 15), ("地址与证据", 37),
    )  # fmt: skip
    add_table(document, heads, cells("序号 单位 位置 问题 指标 检查 时限 状态 证据"), "行 in 问题清单")
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}")


def _unknown_list(document: Document) -> None:
    new_section(document, landscape=True)
    annex(document, "附件2", "未能核查清单")
    add(document, "公文正文", "下列内容检查时未能核查，不作为问题，不影响评价。{{ 未核查说明 }}")
    heads = (("序号", 11), ("责任单位", 36), ("网站与位置", 62), ("未能核查的原因", 52), ("处理建议", 76))
    add_table(document, heads, cells("序号 单位 位置 原因 建议"), "行 in 未核查")
    add(document, "公文正文", "{%p if 其余未核查 %}", "{{ 其余未核查 }}", "{%p endif %}")


def _unit_list(document: Document) -> None:
    add(document, "公文正文", "{%p if 单位情况 %}")
    add(document, "附件序号", "附件4").paragraph_format.page_break_before = True
    add(document, "公文主送", "")
    add(document, "公文标题", "各单位情况表")
    add(document, "公文主送", "")
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


def _receipt(document: Document, unit: str, loop: str = "") -> None:
    top = add_table(document, ((("填报单位"), 32), (unit, 52), ("收到时间", 32), ("", 40)), ())
    top.rows[0].height = Mm(11)
    write(top.rows[0].cells[1], unit)
    add(document, "公文主送", "")
    number = "问题编号" if loop else "问题序号"  # a unit's own sheet names the ledger's numbers
    heads = ((number, 16), ("原因", 36), ("整改措施", 44), ("完成时间", 24), ("整改后链接或截图", 36))
    table = add_table(document, heads, ("{{ 序号 }}", "", "", "", ""), loop, blank=0 if loop else 5)
    if loop:
        table.rows[2].height = Mm(14)
    add(document, "公文主送", "")
    table = add_table(document, (("举一反三情况", 32), ("", 124)), ())
    table.rows[0].height = Mm(24)
    add(document, "公文主送", "", "填报人：        电话：          审核人（单位负责人）：")
    add(document, "公文落款", "（单位盖章）", "年  月  日")


LETTERS: dict[str, tuple[str, Compose]] = {
    "notice": ("政府网站和政务新媒体检查情况的通报", notice),
    "sheet": ("整改通知单", sheet),
    "daily": ("巡查日志", daily),
    **blank_urging.LETTERS,
    **blank_periodic.LETTERS,
    **blank_drawn.LETTERS,
}


def make_templates(folder: Path) -> tuple[Path, ...]:
    """Write every blank template into ``folder``, over what is there."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, (title, compose) in LETTERS.items():
        document = new_letter(title)
        compose(document)
        path = folder / f"{name}.docx"
        document.save(str(path))
        made.append(path)
    return tuple(made)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("用法：python -m reports.blank_templates 目录")
    for path in make_templates(Path(sys.argv[1])):
        print(path)
