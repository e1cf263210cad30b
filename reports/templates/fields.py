"""Every letter's template, the fields it may use, and a sample to try it with: what the check and the manual go by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from ledger.vocabulary.post.outbox import LetterKind
from reports.letters import allow, annual, bulletin, correction, daily, holiday, notice, random_sample, sheet, urging
from reports.mail import unit_mail
from reports.page import page_fields
from reports.templates import sample_figures as sample
from reports.templates import sample_letters as letters

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
class LetterTemplate:
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
    LetterTemplate("每月通报", ("notice.docx",), notice.FIELDS, lambda: notice.notice_fields(sample.NOTICE)),
    LetterTemplate("整改通知单", ("sheet.docx",), sheet.FIELDS, lambda: sheet.sheet_fields(sample.SHEET)),
    LetterTemplate("巡查日志", ("daily.docx",), daily.FIELDS, lambda: daily.daily_fields(sample.DAILY)),
    LetterTemplate("紧急整改通知", ("prompt.docx",), urging.FIELDS, partial(letters.urging, LetterKind.PROMPT)),
    LetterTemplate("整改到期提醒", ("remind.docx",), urging.FIELDS, partial(letters.urging, LetterKind.REMIND)),
    LetterTemplate("督办单", ("supervise.docx",), urging.FIELDS, partial(letters.urging, LetterKind.SUPERVISE)),
    LetterTemplate("节前提醒", ("holiday.docx",), holiday.FIELDS, letters.holiday),
    LetterTemplate("季度通报（公开版）", ("bulletin.docx",), bulletin.FIELDS, letters.bulletin),
    LetterTemplate("年度评分通知", ("score.docx",), annual.FIELDS, letters.score),
    LetterTemplate("放行检查访问的函", ("allow.docx",), allow.FIELDS, letters.allow),
    LetterTemplate("更正", ("correction.docx",), correction.FIELDS, letters.correction),
    LetterTemplate("抽查情况表", ("drawn.docx",), random_sample.FIELDS, letters.drawn),
    LetterTemplate(
        "整改通知单的邮件",
        _mail("sheet"),
        unit_mail.FIELDS,
        lambda: unit_mail.mail_fields(sample.MAIL, ["整改通知单.docx"]),
    ),
    LetterTemplate("其他信件的邮件", _mail("letter"), MAIL_LETTER, letters.mail_letter),
    LetterTemplate("网站检查报告", ("check.html.jinja",), CHECK, lambda: page_fields(sample.CHECK)),
)
BY_FILE: Mapping[str, LetterTemplate] = {file: letter for letter in LETTERS for file in letter.files}
