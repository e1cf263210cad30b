"""Many sites side by side at the pace of the register: how much of what each allows is used, and never more.

python -m bench.many_sites [SITES] [PAGES] [RATE]       300 sites, 120 pages each, 2 requests a second

One server on loopback is all the sites, told apart by their names; it writes down when each was asked. Of a site that
was asked n times from its first to its last request, (n - 1) / RATE seconds were allowed for.
"""

import asyncio
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
from bisect import bisect_left
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from ledger.calendar import SHANGHAI

WINDOW = 10.0  # seconds in which no more than RATE * WINDOW + 1 requests may fall
WORDS = "本页介绍办事流程和有关政策请携带有效证件到窗口办理咨询电话见首页供群众查阅"


def page(host: str, number: int, pages: int) -> bytes:
    links = "".join(f'<a href="/p/{n % pages}.html">第{n % pages}页</a>' for n in range(number + 1, number + 31))
    drawn = random.Random(number)  # pages of their own: a site that shows one page everywhere is not itself
    text = "".join(f"<p>{''.join(drawn.choices(WORDS, k=60))}。</p>" for _ in range(20))
    return f'<html><head><meta charset="utf-8"><title>{host}第{number}页</title></head>{links}{text}</html>'.encode()


async def serve(pages: int) -> None:
    """Prints its port; at the end of its input, when each site was asked: ``host moment`` a line."""
    asked: list[tuple[str, float]] = []

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            path, host, now = line.split()[1].decode(), "", monotonic()
            while head := (await reader.readline()).strip():
                if head.lower().startswith(b"host:"):
                    host = head[5:].strip().decode()
            name = "0" if path == "/" else path.removeprefix("/p/").removesuffix(".html")
            known = name.isdecimal()
            body = page(host, int(name), pages) if known else b"<title>404</title>"
            asked.append((host, now))
            status = "200 OK" if known else "404 Not Found"
            head_ = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\n\r\n"
            writer.write(head_.encode() + body)
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0, backlog=4096)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    sys.stdout.writelines(f"{host} {moment}\n" for host, moment in asked)


def used(moments: list[float], rate: float) -> tuple[float, int]:
    """The share of what was allowed, and by how many requests the fullest window is above it."""
    share = (len(moments) - 1) / rate / (moments[-1] - moments[0])
    most = max(bisect_left(moments, first + WINDOW) - at for at, first in enumerate(moments))
    return share, most - int(rate * WINDOW) - 1


def crawl_all(port: int, sites: int, pages: int, rate: float, folder: Path) -> None:
    # here, because the crawl's child process loads this file again
    from crawler.spiders.task import CrawlSettings, CrawlTask
    from desk.inspections.shards import crawl
    from ledger.vocabulary import RobotsPolicy, Site

    made = [Site(f"s{n}", f"站{n}", f"http://s{n}.bench.invalid/", "u", rate=rate, robots=RobotsPolicy.AUTHORISED,
                 connect=f"127.0.0.1:{port}") for n in range(sites)]  # fmt: skip
    tasks = tuple(
        CrawlTask(site, (), "r", folder / f"{site.id}.sqlite", max_pages=pages, deadline=timedelta(minutes=30))
        for site in made
    )
    settings = CrawlSettings("bench", allow_private=True, now=datetime(2026, 11, 20, 9, tzinfo=SHANGHAI),
                             controls=(f"127.0.0.1:{port}",))  # fmt: skip
    reports = crawl(tasks, settings, folder, None)
    print(f"{sum(r.finished for r in reports)} of {sites} sites finished, {sum(r.pages for r in reports)} pages")


def main(sites: int, pages: int, rate: float) -> None:
    command = [sys.executable, "-m", "bench.many_sites", "serve", str(pages)]
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        assert server.stdout is not None
        began = monotonic()
        crawl_all(int(server.stdout.readline()), sites, pages, rate, Path(folder))
        seconds = monotonic() - began
        told, _ = server.communicate("\n")
    asked: dict[str, list[float]] = defaultdict(list)
    for line in told.splitlines():
        host, moment = line.split()
        asked[host].append(float(moment))
    shares, above = zip(*(used(sorted(moments), rate) for moments in asked.values()), strict=True)
    rss = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
    print(
        f"{len(asked)} sites in {seconds:.0f} s on {os.cpu_count()} processors: used {statistics.mean(shares):.1%} of"
        f" what is allowed (worst site {min(shares):.1%}), at most {max(above)} requests above it in {WINDOW:.0f} s,"
        f" largest process {rss} MiB"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        asyncio.run(serve(int(sys.argv[2])))
    else:
        given = [float(word) for word in sys.argv[1:]] + [300, 120, 2][len(sys.argv) - 1 :]
        main(int(given[0]), int(given[1]), given[2])
