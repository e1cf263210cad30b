# ruff: noqa: E501 -- the letter's sentences stand whole, as the office will read them
"""Makes the blank letter templates once: ``python -m reports.templates.blank_templates DIR``. The office then edits them.

The fields in braces are filled by sheet.py and daily.py; words outside braces belong to the office.
"""

import sys
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from reports.documents.layout import Compose, add, add_table, annex, new_letter, write
from reports.templates import blank_periodic, blank_random_sample, blank_urging
from reports.templates.blank_notice import notice
from reports.templates.blank_parts import block, cells, heading, signature


def sheet(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{%p if 编号 %}", "编号：{{ 编号 }}", "{%p endif %}", "{{ 单位 }}：")
    add(document, "公文正文", "{{ 依据 }}")
    add(document, "公文正文", "{%p if 问题 %}")
    heads = (("序号", 14), ("网站（账号）", 26), ("存在问题", 68), ("整改要求", 30), ("时限", 18))
    row = ("{{ 行.序号 }}\n({{ 行.编号 }})", "{{ 行.对象 }}\n{{ 行.来历 }}", "{{ 行.问题 }}\n{{ 行.依据 }}{{ 行.截图 }}", "{{ 行.要求 }}", "{{ 行.时限 }}")  # fmt: skip
    add_table(document, heads, row, "行 in 问题")
    add(document, "公文表格", "注：序号下括号内为问题编号，填写回执和联系时请用编号。")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文正文", "{%p if 未核查 %}", "下列内容因技术原因未能核查，不作为问题，请按所列建议自行检查：")
    unseen = (("序号", 11), ("网站与位置", 53), ("未能核查的原因", 40), ("处理建议", 52))
    add_table(document, unseen, cells("序号 位置 原因 建议"), "行 in 未核查")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文正文", "请按表中所列时限完成整改，举一反三，排查同类问题，并于{{ 整改期限 }}前将所附《整改情况回执》经单位负责人审核、加盖公章后反馈至{{ 发文单位 }}{{ 反馈方式 }}。对检查结果有异议的，请在期限内书面说明理由并附依据。{{ 期限说明 }}")  # fmt: skip
    add(document, "公文主送", "")
    add(document, "附件说明首项", "{{ 附件首项 }}")
    add(document, "附件说明次项", "{%p for 行 in 附件次项 %}", "{{ 行 }}", "{%p endfor %}")
    _closing(document)
    annex(document, "附件{{ 附件号.回执 }}", "整改情况回执", new_page=True)
    _receipt(document, "{{ 单位 }}", "序号 in 序号表")
    _pictures(document)


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


def _closing(document: Document) -> None:
    signature(document)
    add(document, "公文正文", "{%p if 附注 %}", "（{{ 附注 }}）", "{%p endif %}")


def _pictures(document: Document) -> None:
    """Behind all that is read, signed and sent back; what is said of a picture stands on its page."""
    add(document, "公文正文", "{%p if 截图 %}")
    annex(document, "附件{{ 附件号.截图 }}", "页面截图", new_page=True)
    add(document, "公文正文", "{%p for 行 in 截图 %}", "{%p for 句 in 行.说明 %}")
    add(document, "公文表格", "{{ 句 }}").paragraph_format.keep_with_next = True
    add(document, "公文正文", "{%p endfor %}")
    picture = add(document, "公文图片", "{{ 行.图 }}{{ 行.右图 }}").paragraph_format
    picture.alignment, picture.space_after = WD_ALIGN_PARAGRAPH.CENTER, Mm(3)
    add(document, "公文正文", "{%p endfor %}", "{%p endif %}")


def _receipt(document: Document, unit: str, loop: str) -> None:
    top = add_table(document, ((("填报单位"), 32), (unit, 52), ("收到时间", 32), ("", 40)), ())
    top.rows[0].height = Mm(11)
    write(top.rows[0].cells[1], unit)
    add(document, "公文主送", "")
    heads = (("问题编号", 16), ("原因", 36), ("整改措施", 44), ("完成时间", 24), ("整改后链接或截图", 36))
    table = add_table(document, heads, ("{{ 序号 }}", "", "", "", ""), loop)
    table.rows[2].height = Mm(10)
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
    **blank_random_sample.LETTERS,
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
        sys.exit("用法：python -m reports.templates.blank_templates 目录")
    for path in make_templates(Path(sys.argv[1])):
        print(path)
