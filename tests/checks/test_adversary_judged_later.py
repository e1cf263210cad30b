"""What was seen in November and is judged again in January is judged as of November."""

from dataclasses import replace
from datetime import date, timedelta

from ledger.vocabulary import ColumnKind, HomePage, Item, Outcome


def test_a_column_is_judged_as_of_the_look(judged, column, listing):
    seen = listing(date(2026, 9, 20))
    old = replace(seen, seen=seen.seen - timedelta(days=60))  # looked at on 24 September
    assert judged("column-news-stale", [old], [column(kind=ColumnKind.NEWS)])["c1"].outcome is Outcome.PASS


def test_a_home_page_is_judged_as_of_the_look(judged, listing, whole_identity):
    day = date(2026, 9, 20)
    seen = listing(day).seen - timedelta(days=60)
    home = HomePage("http://h/", seen, "ab", "网", whole_identity, (Item("信息", "/1.html", day),))
    assert judged("home-not-updated", [home])["首页"].outcome is Outcome.PASS


def test_old_hands_of_writing_a_number_are_right(judged, listing, whole_identity):
    identity = replace(whole_identity, icp="粤icp备12345678号—3")
    home = HomePage("http://h/", listing().seen, "ab", "网", identity)
    assert judged("site-identity", [home])["ICP备案号"].outcome is Outcome.PASS
