"""Whether only the agent made the difference: a plain client that gives the browser's agent is answered alike."""

from functools import partial

from crawler.browser.opening import same_words
from crawler.browser.visited import Visit
from crawler.connect.errors import MalformedAnswer, RedirectLoop
from crawler.connect.guard import AddressGuard
from crawler.connect.lenient import fetch
from crawler.connect.limits import Limits
from crawler.connect.threads import in_thread


async def agent_suffices(visit: Visit, *, agent: str, guard: AddressGuard, limits: Limits) -> bool:
    """``visit`` opens in the browser; ``agent``: ``Visitor.agent``. One GET. ``False`` also where it could not be
    asked, for then it is not known to be the agent."""
    try:
        answer = await in_thread(partial(fetch, visit.asked, guard=guard, limits=limits, agent=agent))
    except (OSError, ValueError, MalformedAnswer, RedirectLoop):
        return False
    return answer.status == visit.status and (not visit.html or same_words(visit, answer))
