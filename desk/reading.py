"""`xuncha read`: shows what the readers see in a page, so that a doubtful finding can be understood."""

from collections.abc import Iterator
from pathlib import Path

import httpx

from crawler.reading import Reading, read_page
from desk.problems import CannotLook, ConfigError, Problem


def read_one(source: str, base: str | None) -> dict[str, object]:
    """One page, from a file or an http(s) address. Raises ConfigError on no such file, CannotLook on no answer."""
    if source.startswith(("http://", "https://")):
        return _fetched(source, base).as_json(source)
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigError(Problem(source, f"读不了这个文件({error.strerror})", "请核对路径")) from error
    return read_page(body, base or path.resolve().as_uri()).as_json(source)


def _fetched(url: str, base: str | None) -> Reading:
    try:
        answer = httpx.get(url, follow_redirects=True, timeout=30)
    except httpx.HTTPError as error:
        raise CannotLook(f"打不开 {url}:{error};请核对地址和网络") from error
    return read_page(answer.content, base or str(answer.url), answer.headers.get("content-type"))


def read_list(listing: Path) -> Iterator[dict[str, object]]:
    """Many pages: a tab-separated file whose heading has ``file`` and ``url``; files are relative to it."""
    try:
        lines = listing.read_text(encoding="utf-8-sig").splitlines()
    except OSError as error:
        raise ConfigError(Problem(str(listing), f"读不了这个文件({error.strerror})", "请核对路径")) from error
    heading = lines[0].split("\t") if lines else []
    if "file" not in heading or "url" not in heading:
        raise ConfigError(Problem(str(listing), "缺少表头 file、url", "首行写 file、url,以制表符分隔", row=1))
    for line in filter(None, lines[1:]):
        cells = dict(zip(heading, line.split("\t"), strict=False))
        yield read_one(str(listing.parent / cells["file"]), cells.get("url") or None) | {"file": cells["file"]}
