"""Run as a program: fetches every address of a JSON task with the engine in use and prints a Look each as JSON."""

import json
import sys
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from scrapy import Request, Spider
from scrapy.crawler import AsyncCrawlerProcess
from twisted.python.failure import Failure

from crawler.connect.guard import AddressGuard
from crawler.connect.handler import ELAPSED
from crawler.connect.limits import Limits
from crawler.connect.settings import scrapy_settings
from crawler.looking.classify import classify, classify_error, wants_second_look
from crawler.looking.controls import Controls
from crawler.looking.scrapy_bridge import answer_of
from crawler.looking.second_opinion import look_again

TASK = json.load(sys.stdin)
GUARD = AddressGuard({k: (v[0], v[1]) for k, v in TASK["pins"].items()}, TASK.get("allow_private", False))
LIMITS = Limits(body=2_000_000, seconds=TASK.get("seconds", 4.0))
CONTROLS = Controls(TASK["controls"], guard=AddressGuard(allow_private=True))
LOOKS: dict[str, list[Any]] = {}


def exception_of(failure: Failure) -> BaseException:
    """The exception of an errback, for ``classify_error``."""
    assert failure.value is not None
    return failure.value


def elapsed_of(failure: Failure) -> float:
    """Seconds until the failure."""
    request = getattr(failure, "request", None)
    return float(request.meta.get(ELAPSED, 0.0)) if request is not None else 0.0


def now() -> datetime:
    return datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Asia/Shanghai"))


class Rows(Spider):
    name = "rows"

    async def start(self) -> Any:
        for url, wanted in TASK["urls"].items():
            meta = {"asked": url, "wanted": wanted}
            yield Request(url, self.seen, errback=self.failed, dont_filter=True, meta=meta)

    async def seen(self, response: Any) -> None:
        look = classify(answer_of(response), now=now(), wanted=response.meta["wanted"])
        await self.keep(response.meta, look)

    async def failed(self, failure: Any) -> None:
        meta = failure.request.meta
        state = await CONTROLS.state(now())
        error, seconds = exception_of(failure), elapsed_of(failure)
        look = classify_error(error, url=failure.request.url, now=now(), elapsed=seconds, controls=state, guard=GUARD)
        await self.keep(meta, look)

    async def keep(self, meta: dict[str, Any], look: Any) -> None:
        looks = [look]
        if wants_second_look(look):
            again, _ = await look_again(
                meta["asked"],
                guard=GUARD,
                contact="a@b",
                now_fn=now,
                controls=CONTROLS,
                limits=LIMITS,
                wanted=meta["wanted"],
            )
            looks.append(again)
        LOOKS[meta["asked"]] = [
            [k.standing.value, k.reason and k.reason.value, k.status, k.final_url, k.detail, k.elapsed] for k in looks
        ]


process = AsyncCrawlerProcess(
    {**scrapy_settings(contact="a@b", guard=GUARD, limits=LIMITS, per_host=16), "LOG_LEVEL": "ERROR"}
)
process.crawl(Rows)
process.start()
print(json.dumps(LOOKS))
