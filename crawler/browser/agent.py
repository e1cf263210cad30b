"""Whether only the agent made the difference: a plain client that gives the browser's agent is answered alike."""

from crawler.browser.opening import same_words
from crawler.browser.visited import Visit
from crawler.connect.answer import HttpAnswer
from crawler.connect.errors import MalformedAnswer, RedirectLoop
from crawler.connect.guard import AddressGuard
from crawler.connect.lenient import fetch
from crawler.connect.limits import Limits


def answer_to(agent: str, url: str, *, guard: AddressGuard, limits: Limits) -> HttpAnswer | None:
    """What a plain client is answered that gives ``agent`` (``Visitor.agent``). One GET. None where it could not be
    asked: then it is not known to be the agent."""
    try:
        return fetch(url, guard=guard, limits=limits, agent=agent)
    except (OSError, ValueError, MalformedAnswer, RedirectLoop):
        return None


def agent_suffices(visit: Visit, answer: HttpAnswer | None) -> bool:
    """``visit`` opens in the browser; ``answer``: that to its agent."""
    return answer is not None and answer.status == visit.status and (not visit.html or same_words(visit, answer))
