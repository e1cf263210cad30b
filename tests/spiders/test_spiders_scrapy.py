"""The spider to who knows Scrapy: its own settings, an extension and a middleware of one's own are obeyed."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.spiders.shard import CrawlTask, ShardReport
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import RobotsPolicy

PAGES = 30
TOLD = "OFFICE_TOLD"  # a setting of one's own
HERE = "tests.spiders.test_spiders_scrapy."


class Telling:
    """An extension of one's own: writes down what the signals bring and what stands in the stats at the end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.heard: dict[str, int] = {}
        self.delays: list[float] = []
        for name in ("request_reached_downloader", "response_downloaded", "response_received"):
            crawler.signals.connect(self.count(name), getattr(signals, name), weak=False)
        crawler.signals.connect(self.closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> "Telling":
        return cls(crawler)

    def count(self, name: str) -> Callable[[], None]:
        def heard() -> None:
            self.heard[name] = self.heard.get(name, 0) + 1
            self.delays += [slot.delay for slot in self.crawler.engine.downloader.slots.values()]

        return heard

    def closed(self, reason: str) -> None:
        stats = {name: value for name, value in self.crawler.stats.get_stats().items() if isinstance(value, int)}
        told = {"heard": self.heard, "stats": stats, "reason": reason, "delay": max(self.delays, default=0.0)}
        Path(self.crawler.settings[TOLD]).write_text(json.dumps(told), encoding="utf-8")


class Marking:
    """A downloader middleware of one's own: one address is written anew, one answer is another."""

    def process_request(self, request: Request) -> None:
        request.headers["X-Office"] = "wangshu"

    def process_response(self, request: Request, response: Response) -> Response:
        return response.replace(status=410) if request.url.endswith("/n7") else response


@pytest.fixture
def telling(tmp_path: Path) -> dict[str, object]:
    return {"EXTENSIONS": {HERE + "Telling": 500}, TOLD: str(tmp_path / "told.json")}


def _told(telling: dict[str, object]) -> Any:
    return json.loads(Path(str(telling[TOLD])).read_text(encoding="utf-8"))


@pytest.fixture
def task(planted: Any, tmp_path: Path) -> CrawlTask:
    words = "本页介绍办事流程和有关政策，供群众查阅。" * 12
    links = "".join(f"<a href=/n{n}>第{n}页</a>" for n in range(PAGES))
    head = {"Content-Type": "text/html; charset=utf-8"}
    planted.pages = {f"/n{n}": (200, head, f"<title>第{n}页</title><p>{words}{n}</p>".encode()) for n in range(PAGES)}
    planted.pages["/"] = (200, head, f"<title>测试站</title>{links}<p>{words}</p>".encode())
    site = planted.site(robots=RobotsPolicy.AUTHORISED)
    return CrawlTask(site, (), "r1", tmp_path / "s.db", outside_rate=1000.0)


Crawl = Callable[..., ShardReport]


def test_an_extension_hears_every_answer_and_the_stats_count_them(
    planted: Any, task: CrawlTask, crawl: Crawl, telling: dict[str, object]
) -> None:
    assert crawl(task, scrapy={**telling, "DOWNLOADER_STATS": True}).sites[0].finished
    said, asked = _told(telling), sum(planted.asked.values())
    by_another_client = asked - said["stats"]["downloader/request_count"]
    assert said["reason"] == "finished"
    assert by_another_client == 0
    assert said["heard"] == dict.fromkeys(
        ("request_reached_downloader", "response_downloaded", "response_received"), asked
    )
    assert said["stats"]["response_received_count"] == asked
    assert said["stats"]["downloader/response_status_count/200"] == asked - 1  # but the address that cannot exist
    assert asked > PAGES


def test_a_middleware_of_ones_own_changes_what_is_asked_and_answered(
    planted: Any, task: CrawlTask, crawl: Crawl
) -> None:
    crawl(task, scrapy={"DOWNLOADER_MIDDLEWARES": {HERE + "Marking": 610}})
    with ArchiveReader(task.archive) as reader:
        first = {link.target: link.looks[0].status for link in reader.links("r1")}
    assert first[f"{planted.root}/n7"] == 410
    assert first[f"{planted.root}/n8"] == 200
    assert planted.heads["x-office"] == "wangshu"


def test_a_table_that_names_no_classes_is_a_setting_like_any_other(planted: Any, task: CrawlTask, crawl: Crawl) -> None:
    assert crawl(task, scrapy={"DEFAULT_REQUEST_HEADERS": {"X-Office": "wangshu"}}).sites[0].finished
    assert planted.heads["x-office"] == "wangshu"


def test_closespider_pagecount_ends_the_walk_and_the_next_start_goes_on(
    planted: Any, task: CrawlTask, crawl: Crawl, telling: dict[str, object]
) -> None:
    report = crawl(task, scrapy={**telling, "CLOSESPIDER_PAGECOUNT": 12})
    assert [(site.finished, site.error) for site in report.sites] == [(False, "")]
    assert _told(telling)["reason"] == "closespider_pagecount"
    asked = sum(planted.asked.values())
    assert 12 <= asked <= 12 + task.workers
    with sqlite3.connect(task.archive) as db:  # everything that was asked is stored, but what was under way
        (looks,) = db.execute("SELECT COUNT(*) FROM look").fetchone()
    assert looks >= 12 - 3 - task.workers
    assert crawl(task).sites[0].finished
    with ArchiveReader(task.archive) as reader:
        assert len({page.url for page in reader.pages("r1")}) == PAGES + 1


def test_autothrottle_slows_a_host_that_answers_slowly(
    planted: Any, task: CrawlTask, crawl: Crawl, telling: dict[str, object]
) -> None:
    def slowly(body: Any) -> Callable[[int, str], Any]:
        return lambda *_: (sleep(0.1), body)[1]

    planted.pages = {path: slowly(body) for path, body in planted.pages.items()}
    slow = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0.01, "AUTOTHROTTLE_TARGET_CONCURRENCY": 0.5}
    report = crawl(task, scrapy={**telling, **slow, "CLOSESPIDER_PAGECOUNT": 8})
    assert 0.2 <= _told(telling)["delay"] < 0.4  # an answer takes 0.1 s, and half a request is to be under way
    assert report.seconds > 6 * 0.2


def test_a_class_that_is_not_there_is_named_before_anything_is_asked(
    planted: Any, task: CrawlTask, crawl: Crawl
) -> None:
    (site,) = crawl(task, scrapy={"EXTENSIONS": {"office.Nobody": 500}}).sites
    assert not site.finished
    assert "[scrapy.EXTENSIONS] 中“office.Nobody”未能载入" in site.error
    assert not planted.asked
