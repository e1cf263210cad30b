"""更正: takes back what a signed notice told and turned out wrong. Says only what was told and what was found since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from reports.documents.letter import fill
from reports.figures import phrases
from reports.figures.models import Sender
from reports.figures.text import han_date, shorten

FIELDS: Mapping[str, str] = {
    "标题": "信件的标题。",
    "主送": "主送各单位；来自设置中的 [office]。",
    "概述": "第一段：哪一期通报、几个问题、现予更正。",
    "问题": "更正的问题列表。",
    "问题.序号": "从1编起。",
    "问题.单位": "责任单位。",
    "问题.位置": "网站与位置。",
    "问题.原文": "通报里怎么说的。",
    "问题.更正": "复核的情况和处理。",
    "发文单位": "发文单位全称；来自设置中的 [office]。",
    "成文日期": "写成的日期。",
    "附注": "联系人、电话、邮箱；都没有填写时为空。",
}


@dataclass(frozen=True)
class Corrected:
    """One line of the notice that is taken back. ``told``: as it stood there; ``found``: what was found since."""

    unit: str
    place: str
    told: str
    found: str


@dataclass(frozen=True)
class CorrectionFigures:
    """``month``: the first day of the notice's month; ``number`` and ``day``: its 文号 and 成文日期."""

    office: Sender
    month: date
    number: str
    day: date
    made: datetime
    lines: Sequence[Corrected]


def write_correction(figures: CorrectionFigures, template: Path, out: Path) -> Path:
    """Write the letter as .docx. Raises TemplateError, OSError."""
    return fill(template, correction_fields(figures), out)


def correction_fields(figures: CorrectionFigures) -> dict[str, object]:
    office, count = figures.office, len(figures.lines)
    month = f"{figures.month.year}年{figures.month.month}月"
    told = f"{han_date(figures.day)}印发的{month}通报（{figures.number}）所列的{count}个问题经复核"
    return {
        "标题": f"关于更正{month}通报有关内容的通知",
        "主送": office.addressees,
        "概述": f"{told}，情况与通报不符，现予更正。这些问题不作为问题统计，不影响评价，已提出的整改要求不再执行。",
        "问题": [
            {
                "序号": str(number),
                "单位": line.unit,
                "位置": shorten(line.place, 60),
                "原文": shorten(line.told, 160),
                "更正": shorten(line.found, 160),
            }
            for number, line in enumerate(figures.lines, 1)
        ],
        "发文单位": office.name,
        "成文日期": han_date(figures.made),
        "附注": phrases.contact(office),
    }
