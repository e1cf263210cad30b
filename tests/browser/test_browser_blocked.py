"""The list of third parties that count visits: how it is read, whom it blocks."""

from pathlib import Path

import pytest

from crawler.browser import BlockedHosts, blocked_hosts

SHIPPED = Path(__file__).parents[2] / "config" / "browser" / "third-party-statistics.txt"


@pytest.mark.parametrize(
    "host",
    ["hm.baidu.com", "HM.baidu.com.", "s4.cnzz.com", "js.users.51.la", "www.google-analytics.com", "tongji.baidu.com"],
)
def test_statistics_are_blocked(host: str) -> None:
    assert blocked_hosts(SHIPPED.read_text(encoding="utf-8")).blocks(host)


@pytest.mark.parametrize(
    "host", ["www.baidu.com", "baidu.com", "51.la.gov.cn", "notcnzz.com", "www.gov.cn", "tongji.some.gov.cn", "", "la"]
)
def test_others_are_not(host: str) -> None:
    assert not blocked_hosts(SHIPPED.read_text(encoding="utf-8")).blocks(host)


def test_remarks_and_blank_lines() -> None:
    assert blocked_hosts("\ufeff# 说明\n\n A.Cn. # 说明\n") == BlockedHosts(frozenset({"a.cn"}))


@pytest.mark.parametrize("line", ["http://a.cn/", "a.cn b.cn", "cn", "-a.cn", "某.cn", "a.cn/x"])
def test_a_mistake_is_told_with_its_line(line: str) -> None:
    with pytest.raises(ValueError, match=r"^第2行“.*”不是域名"):
        blocked_hosts(f"a.cn\n{line}\n")
