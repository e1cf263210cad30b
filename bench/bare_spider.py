"""The least that a Scrapy spider does with a site: asks each page once, parses it, follows its links. It stores and
judges nothing: the floor to hold our own cost against.

python -m bench.bare_spider PORT
"""

import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response
from selectolax.lexbor import LexborHTMLParser

SETTINGS = {
    "CONCURRENT_ITEMS": 1,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 16,
    "COOKIES_ENABLED": False,
    "LOG_LEVEL": "ERROR",
    "RETRY_ENABLED": False,
    "ROBOTSTXT_OBEY": False,
}


class BareSpider(scrapy.Spider):
    name = "bare"

    def __init__(self, home: str, **kw: Any) -> None:
        super().__init__(**kw)
        self.home = home
        self.seen: set[str] = set()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for request in self._wanted(self.home):
            yield request

    def _wanted(self, url: str) -> Iterator[scrapy.Request]:
        """Known addresses are dropped before a request is made of them."""
        if url.startswith(self.home) and url not in self.seen:
            self.seen.add(url)
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: Response, **_kw: Any) -> Iterator[scrapy.Request]:
        for node in LexborHTMLParser(response.body).css("a[href]"):
            yield from self._wanted(urljoin(response.url, node.attributes["href"] or ""))


if __name__ == "__main__":
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(BareSpider, home=f"http://127.0.0.1:{sys.argv[1]}/")
    process.start()
