"""`xuncha read`: shows what the readers see in a page, so that a doubtful finding can be understood."""

from collections.abc import Iterator
from pathlib import Path

import httpx

from crawler.reading import Reading, read_page
from desk.problems import CannotLook, ConfigError, Problem
from desk.textfiles import decode
from ledger.refusals import refusal

WHY = {
    httpx.TimeoutException: "没有按时答复",
    httpx.ConnectError: "连接不上",
    httpx.TooManyRedirects: "跳转太多次",
    httpx.UnsupportedProtocol: "不是 http 或 https 的地址",
}


def read_one(source: str, base: str | None) -> dict[str, object]:
    """One page, from a file or an http(s) address. Raises ConfigError on no such file, CannotLook on no answer."""
    if source.startswith(("http://", "https://")):
        return _fetched(source, base).as_json(source)
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigError(Problem(source, f"读不了这个文件（{refusal(error)}）", "请核对路径")) from error
    return read_page(body, base or path.resolve().as_uri()).as_json(source)


def _fetched(url: str, base: str | None) -> Reading:
    try:
        answer = httpx.get(url, follow_redirects=True, timeout=30)
    except httpx.InvalidURL as error:
        raise ConfigError(Problem(url, "不是网址", "请写成 http://www.….gov.cn/ 的样子")) from error
    except httpx.HTTPError as error:
        why = next((words for kind, words in WHY.items() if isinstance(error, kind)), "答复不合规矩")
        raise CannotLook(f"打不开 {url}（{why}）；请核对地址和网络后再试") from error
    return read_page(answer.content, base or str(answer.url), answer.headers.get("content-type"))


def read_list(listing: Path) -> Iterator[dict[str, object]]:
    """Many pages: a tab-separated file whose heading has ``file`` and ``url``; files are relative to it."""
    try:
        text = decode(listing.read_bytes())
    except OSError as error:
        raise ConfigError(Problem(str(listing), f"读不了这个文件（{refusal(error)}）", "请核对路径")) from error
    if text is None:
        raise ConfigError(Problem(str(listing), "文件的编码认不出来", "请用记事本打开，另存为 UTF-8 编码"))
    lines = text.splitlines()
    heading = lines[0].split("\t") if lines else []
    if "file" not in heading or "url" not in heading:
        raise ConfigError(Problem(str(listing), "缺少表头 file、url", "首行写 file、url，以制表符分隔", row=1))
    for row, line in enumerate(lines[1:], 2):
        cells = dict(zip(heading, line.split("\t"), strict=False))
        if not line:
            continue
        if not cells.get("file"):
            raise ConfigError(Problem(str(listing), "没有填写", "请写页面文件的路径", row, "file"))
        yield read_one(str(listing.parent / cells["file"]), cells.get("url") or None) | {"file": cells["file"]}
