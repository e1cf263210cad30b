# ruff: noqa: E501 -- the letters' sentences stand whole, as the office will read them
"""The blank templates of the periodic letters: 季度通报, 节前提醒, 年度评分. The office then edits them.

The fields in braces are filled by bulletin.py, holiday.py and annual.py; words outside braces belong to the office.
"""

from docx.document import Document

from reports.documents.layout import Compose, add, add_table, annex
from reports.templates.blank_parts import cells, heading, signature

NEXT_STEPS = (
    ("（一）限期完成整改。", "尚未完成整改的单位要对照月度通报所附问题清单逐项整改，立行立改、举一反三，整改情况按规定报送{{ 发文单位 }}。"),
    ("（二）落实信息发布审核。", "严格执行信息发布“三审三校”制度，坚持先审后发，严把政治关、法律关、政策关、保密关、文字关。"),
    ("（三）加强日常读网和更新。", "落实内容保障责任，及时更新栏目和账号，定期清理失效链接、空白栏目和过期信息；无力维护的栏目和账号，按程序归并或者关停。"),
    ("（四）主动接受监督。", "认真办理“我为政府网站找错”等渠道的网民留言，及时核查、按期反馈。"),
)  # fmt: skip

HOLIDAY_DUTIES = (
    ("一、落实值班值守", "假期实行7×24小时值班，明确带班领导、技术值班人员和运维值班人员，保持电话畅通。值班安排见附件。{{ 值班说明 }}"),
    ("二、坚持每日读网", "假期每天至少读网一次，检查网站能否正常访问、栏目和链接是否可用、账号内容是否正常，并做好记录。"),
    ("三、严格发布审核", "落实“三审三校”，坚持先审后发；互动栏目和账号留言先审后发。放假前集中检查历史信息，及时清理过期、失效内容，防止泄露个人隐私。"),
    ("四、加强安全防护", "放假前完成数据备份，更换弱口令，停用共用的管理账号；关闭不需要的网站、端口和服务，清理失效外链；加强对网页篡改、电子显示屏的巡查。"),
)  # fmt: skip


def bulletin(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{{ 主送 }}：")
    add(document, "公文正文", "{{ 依据 }}")
    add(document, "公文一级标题", "一、总体情况")
    for title, field in (("（一）政府网站", "网站情况"), ("（二）政务新媒体", "新媒体情况")):
        add(document, "公文二级标题", title)
        add(document, "公文正文", f"{{{{ {field} }}}}")
    add(document, "公文二级标题", "（三）通报和整改情况")
    add(document, "公文正文", "{{ 通报情况 }}", "{{ 整改情况 }}", "{%p if 类别情况 %}")
    counts = (("通报（个）", 26), ("已整改（个）", 28), ("未完成整改（个）", 34))
    add_table(document, (("问题类别", 68), *counts), cells("类别 通报 已改 未改"), "行 in 类别情况")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文一级标题", "二、存在的主要问题")
    add(document, "公文正文", "{{ 问题概述 }}", "{%p for 类 in 问题分类 %}")
    add(document, "公文二级标题", "{{ 类.标题 }}")
    add(document, "公文正文", "{%p for 行 in 类.行 %}", "{{ 行 }}", "{%p endfor %}", "{%p endfor %}")
    add(document, "公文正文", "{%p if 其余 %}", "{{ 其余 }}", "{%p endif %}")
    add(document, "公文一级标题", "三、下一步工作要求")
    for title, words in NEXT_STEPS:
        add(document, "公文二级标题", title)
        add(document, "公文正文", words)
    add(document, "公文正文", "{%p if 单位情况 %}")
    add(document, "公文主送", "")
    add(document, "附件说明首项", "附件：各单位问题和整改情况表")
    add(document, "公文正文", "{%p endif %}")
    signature(document)
    add(document, "公文正文", "{%p if 单位情况 %}")
    _annex(document, "各单位问题和整改情况表")
    heads = (
        ("序号", 12),
        ("单位", 52),
        ("通报（个）", 22),
        ("已整改（个）", 24),
        ("未完成整改（个）", 24),
        ("单项否决（个）", 22),
    )
    add_table(document, heads, cells("序号 单位 通报 已改 未改 否决"), "行 in 单位情况")
    add(document, "公文正文", "{%p if 其余单位 %}", "{{ 其余单位 }}", "{%p endif %}", "{%p endif %}")


def holiday(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{{ 单位 }}：")
    add(document, "公文正文", "{{ 缘由 }}")
    for title, words in HOLIDAY_DUTIES:
        add(document, "公文一级标题", title)
        add(document, "公文正文", words)
    add(document, "公文一级标题", "五、提前安排更新")
    add(document, "公文正文", "{{ 更新说明 }}", "{%p if 到期 %}")
    heads = (("序号", 12), ("网站或账号、位置", 50), ("最近更新", 32), ("最迟更新日", 32), ("对应指标", 30))
    add_table(document, heads, cells("序号 位置 最近 最迟 指标"), "行 in 到期")
    add(document, "公文正文", "{%p endif %}", "{%p if 未核查 %}", "{{ 未核查说明 }}")
    unread = (("序号", 12), ("网站或账号、位置", 76), ("未能核查的原因", 68))
    add_table(document, unread, cells("序号 位置 原因"), "行 in 未核查")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文一级标题", "六、做好应急处置")
    add(
        document,
        "公文正文",
        "发生无法访问、内容被篡改、严重表述错误、个人信息泄露等情况的，立即断开或者下线有关页面，保存证据，第一时间处置并报告{{ 发文单位 }}{{ 报告方式 }}，不得迟报、漏报、瞒报。",
    )
    add(document, "公文主送", "")
    add(document, "附件说明首项", "附件：值班安排表")
    signature(document)
    _annex(document, "{{ 值班表标题 }}")
    duty = (("日期", 46), ("值班人", 34), ("带班领导", 34), ("电话", 42))
    add_table(document, duty, cells("日期 值班人 领导 电话"), "行 in 值班")


def score(document: Document) -> None:
    heading(document)
    add(document, "公文主送", "{{ 单位 }}：")
    add(document, "公文正文", "{{ 依据 }}", "{{ 得分 }}", "{%p for 行 in 暂定说明 %}", "{{ 行 }}", "{%p endfor %}")
    add(document, "公文一级标题", "一、扣分情况")
    add(document, "公文正文", "{{ 扣分说明 }}", "{%p if 扣分 %}")
    heads = (("测评指标", 30), ("分值", 25), ("扣分", 14), ("失分原因", 62), ("整改情况", 25))
    add_table(document, heads, cells("指标 分值 扣分 原因 整改"), "行 in 扣分")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文一级标题", "二、加分和其他扣分")
    add(document, "公文正文", "{%p if not 加减分 %}", "无。", "{%p else %}")
    add_table(document, (("分数", 30), ("理由", 126)), cells("分数 理由"), "行 in 加减分")
    add(document, "公文正文", "{%p endif %}")
    add(document, "公文一级标题", "三、有关要求")
    add(
        document,
        "公文正文",
        "请对照失分原因举一反三、改进工作；尚未完成整改的，抓紧整改并报送情况。对评分有异议的，请于{{ 异议期限 }}前书面向{{ 发文单位 }}提出，说明理由并附依据。{{ 期限说明 }}",
    )
    signature(document)


def _annex(document: Document, title: str) -> None:
    first = len(document.paragraphs)
    annex(document, "附件", title)
    document.paragraphs[first].paragraph_format.page_break_before = True


LETTERS: dict[str, tuple[str, Compose]] = {
    "bulletin": ("季度检查情况的通报", bulletin),
    "holiday": ("节前提醒", holiday),
    "score": ("年度评分情况的通知", score),
}
