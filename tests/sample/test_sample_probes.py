"""The week of probes that the sample district has behind it: the shares follow by counting."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from demo.sample.probes import probes

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def test_probes() -> None:
    shares = {}
    for site, visits in probes(NOW).items():
        judged = [visit for visit in visits if visit.controls_ok]
        assert visits[0].at == NOW - timedelta(days=6, hours=23, minutes=30)
        assert visits[-1].at < NOW
        for day in range(7):
            start = NOW - timedelta(days=7 - day)
            assert sum(start <= visit.at < start + timedelta(days=1) for visit in judged) >= 20
        shares[site] = sum(not visit.opened for visit in judged) / len(judged)
    assert shares == {"portal": 0, "jiaoyu": 0, "zhujian": 0, "qingshui": 7 / 168, "wenhua": 9 / 168}
    assert sum(not visit.controls_ok for visit in probes(NOW)["zhujian"]) == 12
