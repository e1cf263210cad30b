"""Rules on accounts, page tags and domain names at their limits."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from checks.facts import Facts
from checks.registry import rules
from ledger.vocabulary import (
    Account,
    ColumnState,
    DeadGrade,
    Duty,
    FormerName,
    Outcome,
    Page,
    PageKind,
    Reason,
    Site,
    Unit,
    Verdict,
)
from tests.checks.accounts.account_bench import ACCOUNT, CRITERIA, NOW, SHANGHAI, TODAY, UNIT, ago, judged, state

CLOSED = replace(ACCOUNT, state=ColumnState.ARCHIVED, state_reason="已关停")
CLOSING = "account-closed-posting"


@pytest.mark.parametrize(
    ("ends", "age", "outcome"),
    [
        ((60,), 59, "FAIL"),
        ((60,), 60, "PASS"),
        ((90, 60), 59, "FAIL"),
        ((90, 60), 61, "PASS"),  # the last unit's last day counts
        ((60, 90), 61, "PASS"),
        ((60, None), 59, "PASS"),  # a unit still answers for it: only the last two weeks are asked about
        ((60, None), 13, "FAIL"),
        ((), 14, "PASS"),
        ((), 13, "FAIL"),
    ],
)
def test_from_which_day_on_a_closed_account_may_not_post(ends: tuple[int, ...], age: int, outcome: str) -> None:
    duties = tuple(Duty("jyj", None, ago(end) if end else None) for end in ends)
    assert judged(CLOSING, state(age), replace(CLOSED, duties=duties)).outcome == outcome


@pytest.mark.parametrize(
    ("since", "until", "outcome"),
    [
        (14, NOW, "PASS"),  # all is known from the first of the two weeks to now
        (13, NOW, "UNKNOWN"),
        (120, datetime(2026, 11, 9, 8, tzinfo=SHANGHAI), "PASS"),
        (120, datetime(2026, 11, 8, 8, tzinfo=SHANGHAI), "UNKNOWN"),
    ],
)
def test_what_must_be_known_of_a_closed_account(since: int, until: datetime, outcome: str) -> None:
    assert judged(CLOSING, state(100, since=since, until=until), CLOSED).outcome == outcome


def test_a_closed_account_that_nobody_looked_at() -> None:
    told = judged(CLOSING, None, CLOSED)
    assert (told.outcome, told.reason, told.message) == (Outcome.UNKNOWN, Reason.NOT_LOOKED, "账号本轮未检查")
    assert judged(CLOSING, state(1), CLOSED).message == "账号已登记为归档（关停），2026年11月22日仍在发布信息"
    again = replace(CLOSED, state_until=ago(1))  # its state has ended: it is an account in use
    assert judged(CLOSING, state(1), again).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("name", "former", "new", "outcome"),
    [
        ("望舒旅游局发布", "望舒区旅游局", "望舒区文旅局", "PASS"),  # without the area three signs are left
        ("望舒旅游外侨局", "望舒区外侨局", "望舒区外办", "PASS"),
        ("望舒发改委网", "望舒区发改委网", "望舒区发改局", "FAIL"),  # four
        ("望舒区旅游局", "望舒区旅游局", "望舒区文旅局", "FAIL"),
    ],
)
def test_how_much_of_a_former_name_is_borne(name: str, former: str, new: str, outcome: str) -> None:
    unit = Unit("jyj", new, former_names=(FormerName(former, ago(300)),))
    assert judged("account-name", state(1), replace(ACCOUNT, name=name), (unit,)).outcome == outcome


@pytest.mark.parametrize(
    ("closed", "successor", "outcome"),
    [(0, "jyj", "FAIL"), (-1, "jyj", "PASS"), (0, "qfb", "PASS"), (None, "jyj", "PASS")],
)
def test_from_which_day_on_a_merged_units_name_is_a_former_one(
    closed: int | None, successor: str, outcome: str
) -> None:
    merged = Unit("old", "望舒区旅游发展局", closed=None if closed is None else ago(closed), successor=successor)
    told = judged("account-name", state(1), replace(ACCOUNT, name="望舒旅游发展局"), (UNIT, merged))
    assert told.outcome == outcome


@pytest.mark.parametrize(("until", "outcome"), [(1, "FAIL"), (0, "PASS")])
def test_a_name_is_former_from_the_day_after_its_last(until: int, outcome: str) -> None:
    unit = Unit("jyj", "望舒区文旅局", former_names=(FormerName("望舒区文化体育局", ago(until)),))
    named = replace(ACCOUNT, name="望舒区文化体育局")
    assert judged("account-name", state(1), named, (unit,)).outcome == outcome


@pytest.mark.parametrize(
    ("params", "outcome", "wrong"),
    [
        ({}, "PASS", ""),
        ({"per_week": 1}, "PASS", ""),  # four posts in four weeks
        ({"per_week": 2}, "FAIL", "每周不少于2条"),
        ({"gap_days": 7}, "PASS", ""),  # the longest gap
        ({"gap_days": 6}, "FAIL", "间隔不超过6天"),
        ({"per_week": 2, "gap_days": 6}, "FAIL", "每周不少于2条、间隔不超过6天"),
    ],
)
def test_the_rhythm_that_an_office_asks_for(params: dict[str, int], outcome: str, wrong: str) -> None:
    on = replace(CRITERIA["account-rhythm"], enabled=True, params={"weeks": 4, **params})
    told = judged("account-rhythm", state(2, 9, 16, 23), criterion=on)
    assert told.outcome == outcome
    assert told.message.endswith(f"（要求{wrong}）") is bool(wrong)
    if told.evidence:
        assert {("per_week", "1"), ("longest_gap", "7")} <= set(told.evidence.figures)


def test_how_long_the_rhythm_must_be_known() -> None:
    on = replace(CRITERIA["account-rhythm"], enabled=True, params={"weeks": 4})
    assert judged("account-rhythm", state(2, since=28), criterion=on).outcome is Outcome.PASS
    assert judged("account-rhythm", state(2, since=27), criterion=on).outcome is Outcome.UNKNOWN


def other(**fields: object) -> Account:
    return replace(ACCOUNT, id="a0", name="望舒招考", **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("first", "outcome"),
    [
        (other(), "FAIL"),
        (other(unit="qfb"), "PASS"),
        (other(platform="微博"), "PASS"),
        (other(state=ColumnState.ARCHIVED), "PASS"),
        (other(state=ColumnState.EXEMPT, state_until=ago(1)), "FAIL"),
        (other(state=ColumnState.EXEMPT, state_until=TODAY), "PASS"),
    ],
)
def test_which_accounts_are_two_of_one_unit(first: Account, outcome: str) -> None:
    assert judged("account-duplicates", state(1), accounts=(first, ACCOUNT)).outcome == outcome
    assert judged("account-duplicates", state(1), accounts=(ACCOUNT, first)).outcome is Outcome.PASS
    assert judged("account-duplicates", state(1), accounts=()).outcome is Outcome.PASS


def test_an_account_in_no_register() -> None:
    code, stranger = "account-unregistered", replace(ACCOUNT, id="x", name="望舒新事")
    assert judged(code, None, stranger, accounts=()).reason is Reason.NOT_LOOKED
    assert judged(code, state(account=stranger), stranger, accounts=()).outcome is Outcome.UNKNOWN
    same_name = replace(ACCOUNT, id="y", name="望舒新事")
    assert judged(code, state(1), stranger, accounts=(ACCOUNT, same_name)).outcome is Outcome.PASS
    same_id = replace(ACCOUNT, id="x", name="改了名")
    assert judged(code, state(1), stranger, accounts=(same_id,)).outcome is Outcome.PASS


SITE = Site("s1", "示例网", "http://www.example.gov.cn/", "u1", site_code="4401150001")


def tagged(*pages: tuple[PageKind, int, tuple[tuple[str, str], ...]], site: Site = SITE) -> dict[str, Verdict]:
    seen = [
        Page(f"http://www.example.gov.cn/{n}", NOW, kind, 1, "题", "ef56", status=status, tags=tags)
        for n, (kind, status, tags) in enumerate(pages)
    ]
    rule = rules()["page_tags"]
    facts = Facts(site, (), NOW, {Page: lambda: iter(seen)}, rule.kinds)
    asked = replace(CRITERIA["page-tags"], params={"home": ["SiteName", "SiteIDCode"], "column": ["ColumnName"]})
    return {v.place: v for v in rule.judge(facts, asked)}


@pytest.mark.parametrize(
    ("code", "registered", "fault"),
    [
        ("4401150001", "4401150001", ""),
        ("BM12345678", "bm12345678", ""),
        ("4401150002", "4401150001", "与登记不一致"),
        ("4401150002", "", ""),
        ("NULL", "4401150001", "内容为空"),
        (" ", "4401150001", "内容为空"),
    ],
)
def test_the_code_in_a_tag(code: str, registered: str, fault: str) -> None:
    told = tagged(
        (PageKind.HOME, 200, (("SiteIDCode", code), ("SiteName", "别的"))), site=replace(SITE, site_code=registered)
    )
    assert told["home:SiteIDCode"].message.endswith(fault)
    assert (told["home:SiteIDCode"].outcome is Outcome.FAIL) is bool(fault)
    assert told["home:SiteName"].outcome is Outcome.PASS  # of a name nobody has a register


@pytest.mark.parametrize(("status", "counted"), [(200, True), (201, False), (404, False)])
def test_which_pages_are_asked_for_their_tags(status: int, counted: bool) -> None:
    told = tagged((PageKind.COLUMN, status, ()), (PageKind.ARTICLE, 200, ()), (PageKind.OTHER, 200, ()))
    assert ("column:ColumnName" in told) is counted
    assert ("页面" in told) is not counted


def test_how_tags_are_counted_and_told() -> None:
    bare, empty, good = (), (("ColumnName", ""),), (("columnname", "要闻"), ("ColumnName", ""))
    told = tagged(*[(PageKind.COLUMN, 200, tags) for tags in (bare, empty, good, bare)])
    column = told["column:ColumnName"]
    assert column.message == "2个栏目页未设置ColumnName、1个栏目页的ColumnName内容为空（检查4个）"
    assert column.evidence is not None
    assert column.evidence.address == "http://www.example.gov.cn/0"
    assert (column.evidence.quote, column.evidence.uses) == ("ColumnName:未设置", 3)
    assert told["home:SiteName"].reason is Reason.NOT_LOOKED
    fine = tagged(*[(PageKind.COLUMN, 200, good)] * 2)["column:ColumnName"]
    assert fine.message == "检查的2个栏目页均设置了页面标签ColumnName"


@pytest.mark.parametrize(("homes", "message"), [(1, "首页未设置SiteName"), (2, "2个首页未设置SiteName（检查2个）")])
def test_the_one_home_page_is_not_counted(homes: int, message: str) -> None:
    assert tagged(*[(PageKind.HOME, 200, ())] * homes)["home:SiteName"].message == message
    assert tagged((PageKind.COLUMN, 200, ()))["column:ColumnName"].message == "1个栏目页未设置ColumnName（检查1个）"


@pytest.mark.parametrize(("bad", "shown"), [(4, 4), (5, 5), (6, 5)])
def test_five_examples_are_shown(bad: int, shown: int) -> None:
    evidence = tagged(*[(PageKind.COLUMN, 200, ())] * bad)["column:ColumnName"].evidence
    assert evidence is not None
    assert (len(evidence.referrers), dict(evidence.figures)["wrong"]) == (shown, str(bad))


def domain(home: str, kind: str = "", **params: object) -> Verdict:
    rule = rules()["domain_name"]
    asked = replace(CRITERIA["domain-name"], params={"suffixes": [".gov.cn", ".政务"], **params})
    (told,) = rule.judge(Facts(replace(SITE, home=home, kind=kind), (), NOW, {}, rule.kinds), asked)
    return told


@pytest.mark.parametrize(
    ("home", "message"),
    [
        ("http://www.example.gov.cn./", "网站域名为www.example.gov.cn"),
        ("http://xn--fsqu00a.xn--zfr164b/", "网站域名为例子.政务"),
        ("http://www.example.com/", "网站域名“www.example.com”不以.gov.cn或.政务结尾"),
        ("没有", "网站域名“”不以.gov.cn或.政务结尾"),
        (f"http://{'a' * 70}.gov.cn./", f"网站域名为{'a' * 70}.gov.cn"),
    ],
)
def test_how_a_domain_name_is_read(home: str, message: str) -> None:
    assert domain(home).message == message


def test_an_institution_and_its_domain_name() -> None:
    freed = {"freed": ["事业单位"]}
    free = domain("http://www.whg.example/", "事业单位网站", **freed)
    assert (free.outcome, free.message) == (Outcome.PASS, "网站域名为www.whg.example，事业单位网站可不使用政府网站域名")
    doubted = domain("http://www.whg.gov.cn/", "事业单位网站", **freed)
    assert doubted.evidence is not None
    assert (doubted.outcome, doubted.evidence.grade) == (Outcome.FAIL, DeadGrade.SOFT)
    assert domain("http://www.whg.gov.cn/", "部门网站", **freed).outcome is Outcome.PASS
    assert domain("http://www.whg.gov.cn/", "事业单位网站").outcome is Outcome.PASS


@pytest.mark.parametrize(("age", "outcome"), [(92, "PASS"), (93, "FAIL")])
def test_three_months_are_counted_by_the_calendar(age: int, outcome: str) -> None:
    assert TODAY - timedelta(days=92) == TODAY.replace(month=8)
    assert judged("account-dormant", state(age)).outcome == outcome
