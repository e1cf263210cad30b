"""Rules on columns at their limits: which day is told, when a list is blank or undated, which look counts."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from checks.columns import list_evidence
from checks.facts import Facts
from checks.registry import rules
from ledger.vocabulary import (
    ColumnKind,
    ColumnState,
    DayReading,
    DeadGrade,
    Evidence,
    Failure,
    Item,
    ListOrder,
    ListReach,
    Outcome,
    Provenance,
    Reason,
    Verdict,
)

NEWS, LONG, POLICY = "column-news-stale", "column-long-stale", "column-policy-stale"
OLD, OLDER = date(2026, 10, 1), date(2026, 9, 1)
WHOLE = ListReach(ListOrder.NEWEST_FIRST)


@pytest.fixture
def verdict(judged, column, listing):
    """Of one 动态要闻 column with these rows."""

    def of(*items, reach=WHOLE, code=NEWS, **fields):
        return judged(code, [replace(listing(), items=items, reach=reach, **fields)], [column(kind=ColumnKind.NEWS)])[
            "c1"
        ]

    return of


def row(day=None, title="信息", **more):
    return Item(title, f"/{title}.html", day, **more)


@pytest.mark.parametrize(
    ("code", "kind", "own", "newest", "words"),
    [
        (NEWS, ColumnKind.NEWS, None, date(2026, 11, 8), "要求2周内更新"),
        (POLICY, ColumnKind.POLICY, None, date(2026, 5, 22), "要求6个月内更新"),
        (LONG, ColumnKind.OTHER, 30, date(2026, 5, 22), "要求6个月内更新"),
        (LONG, ColumnKind.OTHER, 400, date(2025, 10, 18), "要求400天内更新"),  # 401 days: the register lets it rest
        ("column-overdue", ColumnKind.OTHER, 21, date(2026, 11, 1), "要求3周内更新"),
        ("column-yearly-stale", ColumnKind.PLAN, None, date(2025, 11, 22), "要求12个月内更新"),
    ],
)
def test_the_limit_that_was_missed_is_told(judged, column, listing, code, kind, own, newest, words):
    of = column(kind=kind, first_level=True, allowed_days=own)
    told = judged(code, [listing(newest, date(2020, 1, 1))], [of])["c1"]
    assert told.outcome is Outcome.FAIL
    assert words in told.message
    assert judged(code, [listing(newest + timedelta(days=1))], [of])["c1"].outcome is Outcome.PASS


@pytest.mark.parametrize(
    ("days", "quoted", "silent"),
    [(9, "头条 2026-10-09", 45), (1, "信息 2026-10-01", 53), (None, "信息 2026-10-01", 53)],
)
def test_the_latest_day_that_was_seen_is_the_one_told(verdict, days, quoted, silent):
    later = (DayReading(date(2026, 10, days), Provenance.OWN_PLACE, "头条"),) if days else ()
    told = verdict(row(OLD), row(OLDER), reach=ListReach(ListOrder.NEWEST_FIRST, later=later))
    assert (told.evidence.quote, dict(told.evidence.figures)["days"]) == (quoted, str(silent))


@pytest.mark.parametrize(("listed", "told"), [(OLDER, False), (OLD, False), (date(2026, 10, 2), True)])
def test_what_the_list_says_is_told_where_it_says_later(verdict, listed, told):
    said = verdict(row(OLD, opened=True, listed=listed), row(OLDER))
    assert said.outcome is Outcome.FAIL
    assert ("以稿件页为准" in said.message) is told
    assert said.evidence.grade is None


@pytest.mark.parametrize(
    ("items", "fields", "outcome", "reason", "words"),
    [
        ((row(date(2026, 12, 9)),), {"reach": None}, "UNKNOWN", Reason.UNREADABLE, "日期均晚于检查时间"),
        ((row(date(2026, 12, 9)),), {}, "UNKNOWN", Reason.UNREADABLE, "列表未读出发布时间"),  # its article was not read
        ((row(date(2026, 12, 9), opened=True),), {}, "UNKNOWN", Reason.UNREADABLE, "日期均晚于检查时间"),
        ((row(first_seen=OLD),), {}, "UNKNOWN", Reason.UNREADABLE, "列表未读出发布时间"),
        ((row(),), {}, "UNKNOWN", Reason.UNREADABLE, "列表未读出发布时间"),
        ((row(opened=True),), {"opened_read": 1, "opened_total": 1}, "NOT_APPLICABLE", None, "未注明发布时间"),
        (
            (row(opened=True), row()),
            {"opened_read": 1, "opened_total": 2},
            "UNKNOWN",
            Reason.PARTLY_READ,
            "可靠的发布时间",
        ),
    ],
)
def test_a_list_without_a_day_that_counts(verdict, items, fields, outcome, reason, words):
    told = verdict(*items, **fields)
    assert (told.outcome, told.reason) == (outcome, reason)
    assert words in told.message


def test_where_an_article_agrees_with_its_list_nobody_need_decide(verdict):
    assert verdict(row(OLD, opened=True, listed=date(2026, 11, 9)), row(OLDER)).evidence.grade is DeadGrade.SOFT
    assert verdict(row(OLD, opened=True, listed=date(2026, 11, 8)), row(OLDER)).evidence.grade is None


@pytest.mark.parametrize(
    ("fields", "outcome"),
    [
        ({"prose": 199}, Outcome.FAIL),
        ({"prose": 200}, Outcome.PASS),  # a page of text
        ({"content": 1}, Outcome.PASS),
        ({"reach": ListReach()}, Outcome.FAIL),
        ({"reach": ListReach(pages=1)}, Outcome.FAIL),
        ({"reach": ListReach(pages=2)}, Outcome.UNKNOWN),
        ({"reach": ListReach(left=1)}, Outcome.UNKNOWN),
        ({"reach": ListReach(later=(DayReading(OLD, Provenance.OWN_PLACE, "x"),))}, Outcome.UNKNOWN),
        ({"reach": None}, Outcome.FAIL),
    ],
)
def test_when_a_column_is_blank(judged, column, listing, fields, outcome):
    told = judged("column-blank", [listing(**fields)], [column()])["c1"]
    assert told.outcome is outcome
    assert told.reason is (Reason.PARTLY_READ if outcome is Outcome.UNKNOWN else None)


def test_what_a_blank_column_shows(judged, column, listing):
    told = judged("column-blank", [listing()], [column()])["c1"].evidence
    assert (told.quote, told.figures) == ("", (("items", "0"),))
    by_person = judged("column-blank", [listing(by="张三")], [column()])["c1"]
    assert by_person.evidence.quote == "人工核看（张三）：没有任何信息"
    assert by_person.message.endswith("为空白栏目（张三人工核看）")
    assert judged("column-blank", [listing(OLD, OLDER)], [column()])["c1"].message == "栏目“工作动态”有信息2条"


UNDATED = "column-undated"


@pytest.mark.parametrize(
    ("read", "total", "reason"),
    [(0, 0, Reason.NOT_LOOKED), (0, 1, Reason.UNREADABLE), (1, 2, Reason.UNREADABLE), (1, 1, None), (5, 5, None)],
)
def test_an_undated_list_is_told_where_all_chosen_articles_were_read(verdict, read, total, reason):
    told = verdict(row(opened=True), row(), code=UNDATED, opened_read=read, opened_total=total)
    assert told.reason is reason
    assert told.outcome is (Outcome.UNKNOWN if reason else Outcome.FAIL)


@pytest.mark.parametrize(
    ("more", "reach", "why"),
    [
        ({"near": "11-20"}, WHOLE, "不带年份"),
        ({"provenance": Provenance.DEFAULT}, WHOLE, "默认值"),
        ({}, ListReach(left=1), "没有读"),
        ({}, ListReach(later=(DayReading(OLD, Provenance.OWN_PLACE, "x"),)), "没有读"),
    ],
)
def test_what_speaks_for_a_day_that_was_not_read(verdict, more, reach, why):
    rows = row(title="一", opened=True), row(title="二", **more)
    told = verdict(*rows, code=UNDATED, reach=reach, opened_read=1, opened_total=1)
    assert (told.outcome, told.reason) == (Outcome.UNKNOWN, Reason.PARTLY_READ)
    assert why in told.message


def test_which_article_an_undated_list_is_told_by(verdict):
    rows = row(title="一"), row(title="二", opened=True)
    assert verdict(*rows, code=UNDATED, opened_read=1, opened_total=1).evidence.quote == "二"
    assert verdict(row(title="一"), row(title="二"), code=UNDATED, opened_read=1, opened_total=1).evidence.quote == "一"
    assert verdict(*rows, code=UNDATED, reach=None, opened_read=1, opened_total=1).outcome is Outcome.FAIL
    told = verdict(*rows, code=UNDATED, opened_read=1, opened_total=1)
    assert told.evidence.figures == (("opened", "1"),)


@pytest.mark.parametrize(
    ("listings", "failures", "outcome"),
    [
        ((1,), (0,), Outcome.UNKNOWN),  # hours before now
        ((0,), (1,), Outcome.FAIL),
        ((1,), (1,), Outcome.UNKNOWN),  # a failure wins over a list of the same moment
        ((2, 0), (1,), Outcome.FAIL),
        ((), (1,), Outcome.UNKNOWN),
    ],
)
def test_the_last_thing_seen_counts(judged, column, listing, now, listings, failures, outcome):
    seen = [replace(listing(OLD), seen=now - timedelta(hours=h)) for h in listings]
    seen += [Failure("c1", now - timedelta(hours=h), Reason.TIMEOUT) for h in failures]
    news = [column(kind=ColumnKind.NEWS)]
    for order in (seen, seen[::-1]):
        assert judged(NEWS, order, news)["c1"].outcome is outcome


def test_of_two_lists_the_later_counts(judged, column, listing, now):
    old, fresh = listing(OLD), listing(date(2026, 11, 20))
    news = [column(kind=ColumnKind.NEWS)]
    for first, then, outcome in ((old, fresh, Outcome.PASS), (fresh, old, Outcome.FAIL)):
        seen = [replace(then, seen=now), replace(first, seen=now - timedelta(hours=1))]
        assert judged(NEWS, seen, news)["c1"].outcome is outcome


def test_which_columns_a_criterion_judges(judged, column, listing):
    seen = [listing(OLD, column=name) for name in ("c1", "c2", "c3", "c9")]
    columns = [column("c1", kind=ColumnKind.NEWS), column("c2", kind=ColumnKind.POLICY), column("c3", allowed_days=0)]
    assert list(judged(NEWS, seen, columns)) == ["c1"]
    assert list(judged("column-overdue", seen, columns)) == ["c3"]
    assert list(judged("column-blank", seen, columns)) == ["c1", "c2", "c3"]
    told = judged(NEWS, seen, columns[1:])
    assert {place: v.outcome for place, v in told.items()} == {"栏目": Outcome.NOT_APPLICABLE}
    surveys = [column("c1", kind=ColumnKind.SURVEY, allowed_days=30)]
    assert list(judged("column-overdue", seen, surveys)) == ["栏目"]
    exempt = column("c1", kind=ColumnKind.NEWS, state=ColumnState.EXEMPT)
    assert judged(NEWS, seen, [exempt])["c1"].message == "栏目“工作动态”登记为免检，不检查"


def test_what_a_list_proves(listing):
    seen = listing(OLD)
    assert list_evidence(seen, "q", ("a", "1")).figures == (("a", "1"),)
    assert list_evidence(seen, "q").provenance is None
    assert list_evidence(seen, "q", rests=row(OLD, provenance=Provenance.LABELLED)).provenance is Provenance.LABELLED


@pytest.fixture
def counted(site, now, criteria):
    """Of verdicts as (place, criterion, outcome, reason), what the rule on five together says."""

    def of(*said, **params):
        heard = [
            Verdict(code, site.id, place, outcome, "话", Evidence(site.home, now), reason=reason)
            for place, code, outcome, reason in said
        ]
        rule = rules()["count_of"]
        facts = Facts(site, (), now, {Verdict: lambda: iter(heard)}, rule.kinds)
        asked = replace(criteria["veto-columns-stale"], params={"of": ["a", "b"], "at_least": 5, **params})
        (told,) = rule.judge(facts, asked)
        return told.outcome

    return of


def fails(count, code="a"):
    return [(f"c{n}", code, Outcome.FAIL, None) for n in range(count)]


def unknowns(*places, reason=Reason.TIMEOUT, code="b"):
    return [(place, code, Outcome.UNKNOWN, reason) for place in places]


def test_a_column_counts_once(counted):
    assert counted(*fails(4), *fails(4, "b")) is Outcome.PASS
    assert counted(*fails(4), *unknowns("c0")) is Outcome.PASS  # it has failed already
    assert counted(*fails(4), *unknowns("c4")) is Outcome.UNKNOWN
    assert counted(*unknowns("c1", "c2", "c3", "c4"), *unknowns("c1", code="a")) is Outcome.PASS
    assert counted(*fails(5)) is Outcome.FAIL
    assert counted(*fails(9, "other"), *fails(1)) is Outcome.PASS


@pytest.mark.parametrize("reason", [Reason.RULE_CRASHED, Reason.UNDECLARED_READ, Reason.NO_VERDICT])
def test_a_rule_that_said_nothing_of_its_columns_leaves_the_count_open(counted, reason):
    assert counted(*fails(1), *unknowns("网站", reason=reason)) is Outcome.UNKNOWN
    assert counted(*fails(1), *unknowns("网站", reason=reason), *unknowns("c8")) is Outcome.UNKNOWN
    assert counted(*fails(5), *unknowns("网站", reason=reason)) is Outcome.FAIL


@pytest.mark.parametrize("params", [{"of": "a"}, {"at_least": "5"}])
def test_params_of_another_type_are_not_guessed(counted, params):
    with pytest.raises(TypeError, match="of, at_least"):
        counted(*fails(9), **params)
