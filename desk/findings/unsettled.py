"""What a round of inspection has seen, or is about to see, and has not put into the ledger: said beside what is written
meanwhile, and never in a letter."""

from desk.context import Desk
from desk.presenters.place_names import site_name
from ledger.ledger import Ledger
from reports.figures.text import plain

NAMES = 10  # sites that are named


def unsettled(desk: Desk, ledger: Ledger) -> str:
    """One sentence without its full stop, or "" where no round goes on."""
    left = ledger.inspection.unsettled()
    if left is None:
        return ""
    names = "、".join(plain(site_name(desk, subject)) for subject in left.subjects[:NAMES])
    more = " 等" if len(left.subjects) > NAMES else ""
    begun = f"{left.since:%Y-%m-%d %H:%M}开始的一轮巡查还没有做完"
    return f"{begun}，{len(left.subjects)} 个网站或账号这一轮的情况还没有入账，没有写在里面：{names}{more}"
