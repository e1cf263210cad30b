"""Every letter's template, the fields it may use, and a sample to try it with: what the check and the manual go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from ledger.vocabulary.outbox import LetterKind
from reports import allow, annual, bulletin, correction, daily, drawn, holiday, mail, sheet, urging
from reports import sample_figures as sample
from reports import sample_letters as letters
from reports.notice import notice_fields
from reports.page import page_fields

NOTICE: Mapping[str, str] = {
    "标题": "通报的标题，一行或两行，用 {%p for 行 in 标题 %} 逐行写",
    "主送": "主送机关，不带冒号；来自设置中的 address_to",
    "依据": "第一段：检查依据、起止日期、检查方式和状态截止时间",
    "上期情况": "上期问题的整改情况：已整改、未完成、未反馈的单位",
    "以往未改": "此前通报、仍未整改到位的问题，逐段写；没有时为空",
    "网站情况": "政府网站的数量、检查范围、合格率等各项数字",
    "新媒体情况": "政务新媒体的数量、检查数和合格率；没有登记账号时写未统计",
    "平台情况": "各平台一行的表；没有账号时为空",
    "平台情况.平台": "平台名称",
    "平台情况.登记": "登记的账号数",
    "平台情况.检查": "本期检查的账号数",
    "平台情况.未核查": "未能核查的账号数",
    "平台情况.合格": "未出现单项否决问题的账号数",
    "平台情况.合格率": "合格数占检查数的比例",
    "问题概述": "本期核实的问题数、涉及单位数、单项否决数",
    "问题分类": "按类别分组的问题，没有问题的类别不出现",
    "问题分类.标题": "类别的小标题，带序号和个数",
    "问题分类.行": "该类问题，每个一段，逐段写",
    "问题清单": "附件1，每个问题一行，至多100行",
    "问题清单.序号": "问题的序号",
    "问题清单.单位": "责任单位",
    "问题清单.位置": "网站或账号的名称，以及栏目或页面",
    "问题清单.问题": "问题描述",
    "问题清单.指标": "对应的指标和条款",
    "问题清单.检查": "检查时间和发现方式",
    "问题清单.时限": "整改时限",
    "问题清单.状态": "截止时的状态，逾期的注明",
    "问题清单.证据": "地址、时间、引文和证据编号",
    "其余": "超过100个时，说明其余问题见问题台账；否则为空",
    "未核查": "附件2，未能核查的内容每处一行，至多100行",
    "未核查.序号": "序号",
    "未核查.单位": "责任单位",
    "未核查.位置": "网站或账号、栏目和地址",
    "未核查.原因": "未能核查的原因和处数",
    "未核查.建议": "请单位怎样自行检查",
    "未核查说明": "没有未能核查的内容时，写“本期无此类情况。”；否则为空",
    "其余未核查": "超过100处时，说明其余见问题台账；否则为空",
    "单位情况": "附件4，每个单位一行；没有时整个附件不出现",
    "单位情况.序号": "序号",
    "单位情况.单位": "单位名称",
    "单位情况.网站": "该单位主办的网站数",
    "单位情况.发布": "本期发布的信息数，不知道时写未统计",
    "单位情况.问题": "本期核实的问题数",
    "单位情况.否决": "其中单项否决的问题数",
    "整改期限": "整改并反馈的截止日期",
    "催办说明": "到期提醒、逾期、督办各在何时的一句话",
    "期限说明": "节假日安排尚未载入时的说明；否则为空",
    "发文单位": "发文单位全称；来自设置中的 [office]",
    "成文日期": "写成的日期",
    "附注": "联系人、电话、邮箱；都没有填写时为空",
}
MAIL_LETTER: Mapping[str, str] = {
    "标题": "邮件的主题",
    "单位": "收件单位",
    "正文": "正文各段，用 {% for line in 正文 %} 逐段写",
    "附件": "附件的文件名；没有附件时为空",
    "发文单位": "发文单位全称",
    "成文日期": "写成的日期",
    "联系": "联系人、电话、邮箱；都没有填写时为空",
}
CHECK: Mapping[str, str] = {
    "check": "这次检查的全部结果：地址、时间、各项数字、未能核查和推断的栏目",
    "problems": "失效链接以外的问题，严重的在前",
    "dead": "失效链接，被引用多的在前，至多500个",
    "dead_total": "失效链接的总数",
    "users": "每个失效链接下至多列出多少个引用页面",
    "shown": "每类至多列出多少项",
}


@dataclass(frozen=True)
class Letter:
    """``files``: its templates in config/letters. ``fields``: name, or "list.name", and what it is in a sentence.

    ``sample``: the fields filled from a make-believe district, every list with something in it.
    """

    name: str
    files: tuple[str, ...]
    fields: Mapping[str, str]
    sample: Callable[[], Mapping[str, object]]


def _mail(name: str) -> tuple[str, ...]:
    return (f"mail-{name}.html.jinja", f"mail-{name}.txt.jinja")


LETTERS = (
    Letter("每月通报", ("notice.docx",), NOTICE, lambda: notice_fields(sample.NOTICE)),
    Letter("整改通知单", ("sheet.docx",), sheet.FIELDS, lambda: sheet.sheet_fields(sample.SHEET)),
    Letter("巡查日志", ("daily.docx",), daily.FIELDS, lambda: daily.daily_fields(sample.DAILY)),
    Letter("紧急整改通知", ("prompt.docx",), urging.FIELDS, partial(letters.urging, LetterKind.PROMPT)),
    Letter("整改到期提醒", ("remind.docx",), urging.FIELDS, partial(letters.urging, LetterKind.REMIND)),
    Letter("督办单", ("supervise.docx",), urging.FIELDS, partial(letters.urging, LetterKind.SUPERVISE)),
    Letter("节前提醒", ("holiday.docx",), holiday.FIELDS, letters.holiday),
    Letter("季度通报（公开版）", ("bulletin.docx",), bulletin.FIELDS, letters.bulletin),
    Letter("年度评分通知", ("score.docx",), annual.FIELDS, letters.score),
    Letter("放行检查访问的函", ("allow.docx",), allow.FIELDS, letters.allow),
    Letter("更正", ("correction.docx",), correction.FIELDS, letters.correction),
    Letter("抽查情况表", ("drawn.docx",), drawn.FIELDS, letters.drawn),
    Letter("整改通知单的邮件", _mail("sheet"), mail.FIELDS, lambda: mail.mail_fields(sample.MAIL, ["整改通知单.docx"])),
    Letter("其他信件的邮件", _mail("letter"), MAIL_LETTER, letters.mail_letter),
    Letter("网站检查报告", ("check.html.jinja",), CHECK, lambda: page_fields(sample.CHECK)),
)
BY_FILE: Mapping[str, Letter] = {file: letter for letter in LETTERS for file in letter.files}
