"""From Scrapy's response to ours. Judges nothing."""

from scrapy.http import Response

from crawler.connect.answer import HttpAnswer
from crawler.connect.handler import ELAPSED


def answer_of(response: Response) -> HttpAnswer:
    hops = tuple(response.meta.get("redirect_urls", ()))
    return HttpAnswer(
        url=hops[0] if hops else response.url,
        final_url=response.url,
        status=response.status,
        headers=tuple((name, value) for name in response.headers for value in response.headers.getlist(name)),
        body=response.body,
        elapsed=response.meta.get(ELAPSED, 0.0),
        flags=frozenset(response.flags),
        hops=hops,
    )
