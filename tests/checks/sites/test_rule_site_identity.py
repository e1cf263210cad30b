"""网站标识: missing, malformed, differing from the register, and what a script may show."""

from dataclasses import replace

import pytest

from ledger.vocabulary import DeadGrade, Failure, HomePage, Identity, Outcome, Reason

PLACES = {
    "主办单位",
    "联系方式",
    "网站标识码",
    "ICP备案号",
    "公安备案号",
    "党政机关网站标识",
    "找错入口",
    "网站地图",
}


@pytest.fixture
def home(now, whole_identity):
    def make(**changes):
        return HomePage("http://www.example.gov.cn/", now, "", "", replace(whole_identity, **changes))

    return make


def test_a_whole_foot_passes(judged, home):
    verdicts = judged("site-identity", [home()])
    assert set(verdicts) == PLACES
    assert {v.outcome for v in verdicts.values()} == {Outcome.PASS}


def test_an_empty_foot_fails_in_every_place(judged, now):
    empty = HomePage("http://www.example.gov.cn/", now, "", "", Identity())
    verdicts = judged("site-identity", [empty])
    assert {p for p, v in verdicts.items() if v.outcome is Outcome.FAIL} == PLACES
    assert verdicts["网站标识码"].message == "首页底部未见网站标识码"


@pytest.mark.parametrize(
    ("place", "field", "value", "words"),
    [
        ("网站标识码", "site_code", "440115001", "格式不正确"),
        ("网站标识码", "site_code", "4401150002", "不一致"),
        ("ICP备案号", "icp", "ICP备12345678号", "格式不正确"),
        ("ICP备案号", "icp", "粤ICP备87654321号", "不一致"),
        ("公安备案号", "police", "粤公网安备4401150200号", "格式不正确"),
    ],
)
def test_form_and_register(judged, home, place, field, value, words):
    verdicts = judged("site-identity", [home(**{field: value})])
    assert {p for p, v in verdicts.items() if v.outcome is Outcome.FAIL} == {place}
    assert words in verdicts[place].message
    assert verdicts[place].evidence.quote == value


def test_real_forms_pass(judged, home, site):
    free = replace(site, site_code="", icp="", police="")
    forms = {"site_code": "bm07000001", "icp": "京ICP备18044900号-2", "police": "43010302000524"}
    verdicts = judged("site-identity", [home(**forms)], site=free)
    assert {v.outcome for v in verdicts.values()} == {Outcome.PASS}


def test_police_number_is_compared_by_its_digits(judged, home, site):
    registered = replace(site, police="粤公网安备44011502000001号")
    assert (
        judged("site-identity", [home(police="44011502000001")], site=registered)["公安备案号"].outcome is Outcome.PASS
    )
    other = judged("site-identity", [home(police="44011502000002")], site=registered)
    assert other["公安备案号"].outcome is Outcome.FAIL


def test_what_a_script_may_show_is_unknown(judged, home, now):
    verdicts = judged("site-identity", [home(conac=None, undetermined=("conac",))])
    assert verdicts["党政机关网站标识"].reason is Reason.SCRIPT_DRAWN
    failure = Failure("http://www.example.gov.cn/", now, Reason.BLOCKED)
    assert {v.reason for v in judged("site-identity", [failure]).values()} == {Reason.BLOCKED}


def test_that_a_mark_is_missing_is_for_a_person_and_a_wrong_number_is_not(judged, home):
    verdicts = judged("site-identity", [home(conac=None, icp="粤ICP备87654321号")])
    assert verdicts["党政机关网站标识"].evidence.grade is DeadGrade.SOFT
    assert verdicts["ICP备案号"].evidence.grade is None


PROVINCES = "京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼"


@pytest.mark.parametrize("name", PROVINCES)
def test_every_short_name_of_a_province_is_right(judged, home, site, name):
    seen = home(icp=f"{name}ICP备12345678号-1", police=f"{name}公网安备44011502000001号")
    verdicts = judged("site-identity", [seen], site=replace(site, icp="", police=""))
    assert {v.outcome for v in verdicts.values()} == {Outcome.PASS}


SPELLINGS = ["粤ICP备12345678-1号", "粤ICP备：12345678号", "粤ICP备12345678号－2", "粤 ICP备12345678号"]


@pytest.mark.parametrize("shown", SPELLINGS)
@pytest.mark.parametrize("registered", ["粤ICP备12345678号", "粤ICP备12345678-1号", "粤ICP备:12345678号-3"])
def test_spelling_is_no_disagreement(judged, home, site, shown, registered):
    verdicts = judged("site-identity", [home(icp=shown)], site=replace(site, icp=registered))
    assert verdicts["ICP备案号"].outcome is Outcome.PASS
    other = judged("site-identity", [home(icp=shown.replace("78", "79"))], site=replace(site, icp=registered))
    assert "不一致" in other["ICP备案号"].message


WRONG = ["某ICP备12345678号", "粤ICP备1234号", "粤ICP备12345号", "粤ICP备1234", "ICP备12345678号"]


@pytest.mark.parametrize("wrong", WRONG)
def test_a_malformed_number_stays_one(judged, home, wrong):
    assert "格式不正确" in judged("site-identity", [home(icp=wrong)])["ICP备案号"].message


def test_a_number_without_its_last_sign_is_in_order_where_the_register_vouches_for_it(judged, home, site):
    seen = [home(icp="粤ICP备12345678")]
    assert judged("site-identity", seen)["ICP备案号"].outcome is Outcome.PASS
    unregistered = judged("site-identity", seen, site=replace(site, icp=""))["ICP备案号"]
    assert (unregistered.outcome, unregistered.evidence.grade) == (Outcome.FAIL, DeadGrade.SOFT)
    other = judged("site-identity", [home(icp="粤ICP备12345679")])["ICP备案号"]
    assert other.outcome is Outcome.FAIL
    assert other.evidence.grade is None
