"""What looks at two sites say: verdicts as the rules make them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from ledger.vocabulary import DeadGrade, Evidence, Outcome, Provenance, Reason, Verdict

MONDAY = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def dead(address: str, site: str = "jia", *, grade: DeadGrade = DeadGrade.HARD, at: datetime = MONDAY) -> Verdict:
    reason = Reason.NOT_FOUND if grade is DeadGrade.HARD else Reason.SOFT_404
    looks = tuple(at - timedelta(seconds=n) for n in (2, 1, 0))
    evidence = Evidence(address, at, quote="404", reason=reason, grade=grade, looks=looks)
    return Verdict("link-other", site, address, Outcome.FAIL, f"链接 {address} 打不开", evidence)


def stale(column: str = "c1", site: str = "jia", at: datetime = MONDAY) -> Verdict:
    evidence = Evidence(
        "http://www.jia.gov.cn/yw/", at, quote="稿件 2026-10-01", provenance=Provenance.OWN_PLACE,
        looks=tuple(at - timedelta(seconds=n) for n in (2, 1, 0)), figures=(("newest", "2026-10-01"),),
    )  # fmt: skip
    return Verdict("column-news-stale", site, column, Outcome.FAIL, "栏目不更新", evidence, column=column)


def veto(site: str = "jia", at: datetime = MONDAY) -> Verdict:
    evidence = Evidence("http://www.jia.gov.cn/", at, quote="首页", looks=(at,))
    return Verdict("home-not-updated", site, "首页", Outcome.FAIL, "首页超过两周未更新", evidence)
