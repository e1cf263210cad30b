"""What a cell says, by arithmetic and by a person reading it."""

import pytest

from desk.register_import.names import How, Units
from desk.register_import.values import addresses, days, filings, url_key
from desk.register_import.words import HeadingWords, load_words
from desk.workspace.workspace import Workspace, shipped_config


@pytest.fixture(scope="module")
def words() -> HeadingWords:
    return load_words(Workspace(shipped_config().parent))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        *(("两周", 14), ("2周内", 14), ("每2周一次", 14), ("每周至少2条", 7), ("每星期", 7), ("双周", 14)),
        *(("每天", 1), ("每日更新", 1), ("60天", 60), ("十五天", 15), ("二十天", 20), ("30", 30), ("14日", 14)),
        *(("每月", 31), ("一个月", 31), ("按月更新", 31), ("半月", 16), ("两个月", 62), ("3个月", 92), ("每季度", 92)),
        *(("半年", 184), ("每半年更新一次", 184), ("6个月", 184), ("每年", 366), ("1年", 366), ("年度", 366)),
        *(("不定期", "按指标"), ("及时更新", "按指标")),
        *(("每个工作日", None), ("15个工作日", None), ("常更新", None), ("0", None), ("一年半", None), ("周一", None)),
    ],
)
def test_how_often_in_days(words: HeadingWords, text: str, wanted: int | str | None) -> None:
    """The longest that the words allow: July and August have 62 days, a leap year 366; what is unclear is asked."""
    assert days(text, words) == wanted


@pytest.mark.parametrize(
    ("text", "wanted", "completed"),
    [
        ("http://www.a.gov.cn/", ["http://www.a.gov.cn/"], False),
        ("www.a.gov.cn", ["http://www.a.gov.cn"], True),
        ("127.0.0.1:18102/", ["http://127.0.0.1:18102/"], True),
        ("ｗｗｗ．ａ．ｇｏｖ．ｃｎ", ["http://www.a.gov.cn"], True),
        ("http：//a.gov.cn/", ["http://a.gov.cn/"], False),
        ("www。a。gov。cn", ["http://www.a.gov.cn"], True),
        ("www.a .gov.cn", ["http://www.a.gov.cn"], True),
        ("a.gov.cn b.gov.cn", ["http://a.gov.cn", "http://b.gov.cn"], True),
        ("a.gov.cn、b.gov.cn，c.gov.cn/", ["http://a.gov.cn", "http://b.gov.cn", "http://c.gov.cn/"], True),
        ("http://a.gov.cn/、https://b.gov.cn/", ["http://a.gov.cn/", "https://b.gov.cn/"], False),
        ("http://a.cn/c?x=1,2.html;j=3", ["http://a.cn/c?x=1,2.html;j=3"], False),
        ("HTTPS://A.cn/X", ["https://A.cn/X"], False),
        ("待定", ["待定"], False),
    ],
)
def test_addresses_as_they_stand(text: str, wanted: list[str], completed: bool) -> None:
    assert addresses(text) == (wanted, completed)


def test_the_link_behind_words_is_the_address_of_a_cell_that_holds_none() -> None:
    assert addresses("点击进入", "http://a.gov.cn/") == (["http://a.gov.cn/"], False)
    assert addresses("http://b.gov.cn/", "http://a.gov.cn/") == (["http://b.gov.cn/"], False)


def test_one_page_has_one_key_and_another_has_another() -> None:
    same = ("http://www.A.cn", "https://a.cn/", "http://a.cn/index.html", "a.cn")
    assert len(set(map(url_key, same))) == 1
    assert len({url_key(one) for one in ("a.cn/x", "a.cn/y", "a.cn/x?i=1", "b.cn/x", "a.cn:81/x")}) == 5


@pytest.mark.parametrize(
    ("text", "icp", "police"),
    [
        ("粤ICP备12345678号-1", "粤ICP备12345678号-1", ""),
        ("粤ICP备12345678号－1 粤公网安备 44011502001051号", "粤ICP备12345678号-1", "粤公网安备 44011502001051号"),
        ("粤公网安备44011502001051号", "", "粤公网安备44011502001051号"),
        ("正在办理", "正在办理", ""),
    ],
)
def test_two_numbers_in_one_cell(text: str, icp: str, police: str) -> None:
    assert filings(text) == (icp, police)


KNOWN = (
    *("临江区人力资源和社会保障局", "临江区住房和城乡建设局", "临江区人民政府办公室", "临江区城关镇北关小学"),
    *("临江区教育局", "临江区第一中学", "临江区第二中学", "临江区城关街道办事处", "上江区教育局"),
)


@pytest.mark.parametrize(
    ("name", "how", "whom"),
    [
        ("临江区教育局", How.FULL, "临江区教育局"),
        ("临江区人社局", How.SHORT, "临江区人力资源和社会保障局"),
        ("区住建局", How.SHORT, "临江区住房和城乡建设局"),
        ("临江区政府办", How.SHORT, "临江区人民政府办公室"),
        ("城关镇北关小学", How.SHORT, "临江区城关镇北关小学"),
        ("城关街道", How.SHORT, "临江区城关街道办事处"),
        ("清溪省清源市临江区教育局", How.SHORT, "临江区教育局"),  # the home region written out
        ("临江区人社保障局", How.LIKE, "临江区人力资源和社会保障局"),
        ("临江区住房与城乡建设局", How.LIKE, "临江区住房和城乡建设局"),
        ("临江区第三中学", None, ""),  # one sign that makes another body
        ("城关镇南关小学", None, ""),
        ("临江区教育局招生办公室", None, ""),
        ("临江区水务局", None, ""),
    ],
)
def test_whom_a_name_means(words: HeadingWords, name: str, how: How | None, whom: str) -> None:
    units = Units(words, ("清溪省", "清源市", "临江区"))
    for one in KNOWN:
        units.add(one)
    assert units.find(name) == (how, (whom,) if whom else ())


def test_a_short_name_that_two_units_bear_is_asked(words: HeadingWords) -> None:
    units = Units(words)
    for one in KNOWN:
        units.add(one)
    assert units.find("教育局") == (How.SHARED, ("上江区教育局", "临江区教育局"))
