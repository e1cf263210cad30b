"""More new problems at once than anything explains: one below the number and one at it, explained and not."""

from dataclasses import replace

from ledger.decisions.jumps import LINKS, OTHERS, SITES_OF_HOST, SITES_OF_MANNER, NewFail, jumped
from ledger.vocabulary import Hold, Manner

LINK, LIST = Manner("dead_link", "hard:not_found"), Manner("column_not_updated", "own_place")


def links(count: int, site: str = "s", *, host: str = "s.example", explained: bool = False) -> list[NewFail]:
    return [NewFail(("link", site, f"http://{host}/{n}.html"), LINK, explained) for n in range(count)]


def lists(count: int, site: str = "s", *, explained: bool = False) -> list[NewFail]:
    return [NewFail(("stale", site, f"{site}-{n}"), LIST, explained) for n in range(count)]


def reach(new: list[NewFail], national: tuple[str, ...] = (), through: frozenset = frozenset()) -> set[Hold]:  # type: ignore[type-arg]
    told = jumped(new, {"s.example", "t.example"}, national, through)
    assert set(told) <= {one.key for one in new}
    return set(told.values())


def test_many_on_one_site() -> None:
    assert reach(links(LINKS - 1)) == set()
    assert reach(links(LINKS)) == {Hold.SITE}
    assert reach(lists(OTHERS - 1)) == set()
    assert reach(lists(OTHERS)) == {Hold.SITE}
    assert reach(links(LINKS - 1) + lists(OTHERS - 1)) == set()
    assert len(jumped(links(LINKS) + lists(OTHERS - 1), {"s.example"}, (), frozenset())) == LINKS


def test_what_is_explained_is_no_jump() -> None:
    assert reach(links(500, explained=True)) == set()
    assert reach(lists(50, explained=True) + lists(OTHERS - 1, "t")) == set()


def test_one_outside_host_on_many_sites() -> None:
    def on(count: int, host: str) -> list[NewFail]:
        return [one for n in range(count) for one in links(1, f"s{n}", host=host)]

    assert reach(on(SITES_OF_HOST - 1, "far.example")) == set()
    assert reach(on(SITES_OF_HOST, "far.example")) == {Hold.HOST}
    assert reach(on(SITES_OF_HOST, "t.example")) == set(), "a site of the register may be dead by itself"
    spread = [one for n in range(SITES_OF_HOST) for one in links(1, f"s{n}", host=f"far{n}.example")]
    assert reach(spread) == set()


def test_a_host_that_every_footer_links_is_held_even_at_a_first_look() -> None:
    first = links(1, host="beian.example", explained=True)
    assert reach(first, ("beian.example",)) == {Hold.HOST}
    assert reach(first) == set()


def test_one_manner_on_many_sites() -> None:
    few = [one for n in range(SITES_OF_MANNER - 1) for one in lists(1, f"s{n}")]
    assert reach(few) == set()
    assert reach([*few, *lists(1, "last")]) == {Hold.ESTATE}
    assert reach([*few, *lists(1, "last", explained=True)]) == set()


def test_what_a_person_let_through_is_held_no_more() -> None:
    let = frozenset({(Hold.SITE, "s", LINK)})
    assert reach(links(LINKS), through=let) == set()
    assert reach(links(LINKS, "t"), through=let) == {Hold.SITE}
    assert reach(lists(OTHERS), through=let) == {Hold.SITE}


def test_what_gathered_in_a_month_is_no_jump_of_a_day() -> None:
    def after(weeks: int, new: list[NewFail]) -> list[NewFail]:
        return [replace(one, weeks=weeks) for one in new]

    assert reach(after(4, links(LINKS * 4 - 1))) == set()
    assert reach(after(4, links(LINKS * 4))) == {Hold.SITE}
    many = [one for n in range(SITES_OF_MANNER) for one in lists(1, f"s{n}")]
    assert reach(after(2, many)) == set()
