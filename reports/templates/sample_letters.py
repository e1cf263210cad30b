"""More of the make-believe district: the letters besides the monthly ones, filled, every part of them in use."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, time

from ledger.vocabulary import ProblemClass
from ledger.vocabulary.post.outbox import LetterKind
from reports.figures.bulletin import BulletinFigures, Checked, MonthTold, PublicProblem
from reports.letters.allow import AllowFigures, AllowSite, allow_fields
from reports.letters.annual import Adjusted, LostLine, ScoreFigures, score_fields
from reports.letters.bulletin import bulletin_fields
from reports.letters.correction import Corrected, CorrectionFigures, correction_fields
from reports.letters.holiday import DutyRow, Ending, HolidayFigures, NotRead, holiday_fields
from reports.letters.random_sample import DrawnFigures, DrawnGroup, DrawnSubject, drawn_fields
from reports.letters.urging import Urged, UrgingFigures, urging_fields
from reports.templates.sample_figures import CHECKED, CUTOFF, DAY, DUE, LINES, MADE, MONTH, OFFICE, UNIT, UNKNOWN

Fields = Mapping[str, object]
_PLACE = "“望舒教育网”“通知公告”栏目"


def urging(kind: LetterKind) -> Fields:
    told = "〔2026〕12号（2026年11月30日）"
    problems = tuple(Urged(line, DUE, told, days=3, working=1, unseen=CUTOFF) for line in LINES)
    return urging_fields(UrgingFigures(kind, OFFICE, UNIT, MADE, problems, known=False))


def holiday() -> Fields:
    first = date(2026, 10, 1)
    figures = HolidayFigures(
        office=OFFICE,
        unit=UNIT,
        name="国庆节",
        first=first,
        last=date(2026, 10, 7),
        before=date(2026, 9, 30),
        back=date(2026, 10, 8),
        made=CHECKED.replace(month=9, day=21),
        endings=(Ending(_PLACE, date(2026, 9, 20), date(2026, 10, 4), "首页更新"),),
        unread=(NotRead(_PLACE, "列表由脚本生成"),),
        duty=(DutyRow(first, "某某", "某某", "000-0000000"),),
        known=False,
    )
    return holiday_fields(figures)


def bulletin() -> Fields:
    one = PublicProblem(UNIT, "望舒教育网", "“通知公告”栏目", "栏目不更新", ProblemClass.UPDATE, veto=False, fixed=True)
    problems = tuple(replace(one, unit=f"{UNIT}{n}", site=f"望舒教育网{n}", fixed=n > 3) for n in range(101))
    checked = Checked(15, 10, 9, 5, 32, (("微信", 15),))
    figures = BulletinFigures(
        office=OFFICE,
        year=2026,
        quarter=4,
        since=CHECKED,
        until=CUTOFF,
        cutoff=MADE,
        months=(MonthTold(MONTH, "〔2026〕12号", DAY), MonthTold(date(2026, 12, 1))),
        sites=checked,
        accounts=checked,
        problems=problems,
        corrected=1,
    )
    return bulletin_fields(figures)


def score() -> Fields:
    figures = ScoreFigures(
        office=OFFICE,
        unit=UNIT,
        group="区政府部门",
        year=2026,
        made=MADE,
        points=93.5,
        qualified=True,
        months=(9, 10),
        unissued=(11,),
        deadline=DUE,
        lines=(LostLine(UNIT, "栏目不更新", "每个扣5分", 5.0, (1, 2), (_PLACE,), 1, 1, 1, 1.5, (2,)),),
        adjustments=(Adjusted(2.0, "获市级表扬", "某某"),),
        rank=3,
        among=12,
        provisional=("11月的通报尚未印发。",),
        deadline_known=False,
    )
    return score_fields(figures)


def allow() -> Fields:
    site = AllowSite("望舒教育网", "https://jy.wangshu.example/", 0.5, CHECKED, 12, (("被拦截", 12),))
    return allow_fields(AllowFigures(OFFICE, UNIT, MADE, (site,), ("192.0.2.10",), (time(22), time(6)), "xuncha"))


def correction() -> Fields:
    line = Corrected(UNIT, "望舒教育网 “招生快讯”栏目", "栏目“招生快讯”没有信息", "栏目由脚本显示，打开后有信息")
    return correction_fields(
        CorrectionFigures(OFFICE, date(2026, 11, 1), "〔2026〕12号", date(2026, 11, 30), MADE, (line,))
    )


def drawn() -> Fields:
    subject = DrawnSubject("网站", "区政府部门", UNIT, "jy", "望舒教育网", "https://jy.wangshu.example/", "合格", 0, 1)
    figures = DrawnFigures(
        office=OFFICE,
        drawn_at=CHECKED,
        seed=20261120,
        chosen_seed=False,
        register="0123456789abcdef" * 4,
        asked=(("网站", "20%"), ("账号", "10%")),
        groups=(DrawnGroup("网站", "区政府部门", 5, 1), DrawnGroup("账号", "区政府部门", 15, 2)),
        left_out=(("网站", "旧站", "已关停"),),
        subjects=(subject,) * 101,
        problems=LINES[:2],
        unknown=(UNKNOWN,),
        remark="抽签结果已公示。",
    )
    return drawn_fields(figures)


def mail_letter() -> Fields:
    return {
        "标题": "关于国庆节前自查的提醒",
        "单位": UNIT,
        "正文": ["请于节前完成自查。", "自查情况请回复本邮件。"],
        "附件": ["提醒.docx", "清单.xlsx"],
        "发文单位": OFFICE.name,
        "成文日期": "2026年9月25日",
        "联系": "联系人：某某，电话：000-0000000",
    }
