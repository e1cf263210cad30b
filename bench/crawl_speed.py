"""How fast, and in how much memory, one process walks and archives a site on loopback. Not a test: figures vary.

python -m bench.crawl_speed 2000 20000
"""

import asyncio
import resource
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from crawler.spiders.shard import CrawlSettings, CrawlTask, crawl_shard
from ledger.archive import ArchiveReader
from ledger.vocabulary import RobotsPolicy, Site, Standing

LINKS = 60
FILLER = "<p>" + "本页介绍办事流程和有关政策，供群众查阅。" * 12 + "</p>\n"


def page(number: int, pages: int) -> bytes:
    """About 30 KiB with ~60 links; every tenth page links to an address that is not there."""
    targets = [(number * 7 + i * 13 + i * i) % pages for i in range(1, LINKS // 2)] + list(range(LINKS // 2))
    targets.append((number + 1) % pages)
    links = "".join(f'<li><a href="/p/{t}.html">关于第{t}号事项的通知</a></li>' for t in targets)
    dead = f'<a href="/gone/{number}.html">失效</a>' if number % 10 == 0 else ""
    body = f"<html><head><title>第{number}页</title></head><body><ul>{links}</ul>{dead}{FILLER * 34}</body></html>"
    return body.encode()


def serve(pages: int, pipe: Connection) -> None:
    asyncio.run(_serve(pages, pipe))


async def _serve(pages: int, pipe: Connection) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            while (await reader.readline()).strip():
                pass
            path = line.split()[1].decode()
            name = "0" if path == "/" else path.removeprefix("/p/").removesuffix(".html")
            found = name.isdecimal() and int(name) < pages
            body = page(int(name), pages) if found else b"<title>404</title>"
            status = b"200 OK" if found else b"404 Not Found"
            head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
            writer.write(head % (status, len(body)) + body)
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    pipe.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def measure(port: int, pages: int, archive: Path) -> tuple[float, int]:
    home = f"http://127.0.0.1:{port}/"
    site = Site("b", "b", home, "u", rate=1e6, robots=RobotsPolicy.AUTHORISED)
    task = CrawlTask(site, (), "r", archive, max_pages=pages + 10_000, max_depth=10**6, outside_rate=1e6, workers=16)
    report = crawl_shard((task,), CrawlSettings("bench@localhost", allow_private=True))
    return report.seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(sizes: list[int]) -> None:
    spawn = get_context("spawn")
    for pages in sizes:
        ours, theirs = spawn.Pipe()
        server = spawn.Process(target=serve, args=(pages, theirs), daemon=True)
        server.start()
        with tempfile.TemporaryDirectory() as folder, ProcessPoolExecutor(1, mp_context=spawn) as pool:
            archive = Path(folder) / "a.db"
            seconds, rss = pool.submit(measure, ours.recv(), pages, archive).result()
            with ArchiveReader(archive) as reader:
                seen = sum(1 for _ in reader.pages("r"))
                dead = {k.target for k in reader.links("r") if all(x.standing is Standing.DEAD for x in k.looks)}
        wanted = len(range(0, pages, 10))
        right = sum("/gone/" in target for target in dead)
        print(f"{pages} pages: seen {seen}, {seen / seconds:.0f} pages/s, peak {rss / 1024:.0f} MiB,", end=" ")
        print(f"dead {right}/{wanted} found, {len(dead) - right} wrong")
        server.terminate()
        server.join()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [2000])
