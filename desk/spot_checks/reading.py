"""`xuncha read`: shows what the readers see in a page, so that a doubtful finding can be understood."""

from collections.abc import Iterator
from pathlib import Path

from crawler.reading import Reading, read_page
from crawler.reading.time_limit import TooLong
from desk.config.reasons import load_reasons
from desk.workspace.config_mistakes import CannotLook, ConfigError, ConfigMistake
from desk.workspace.textfiles import decode
from desk.workspace.workspace import shipped_config
from ledger.refusals import refusal
from ledger.vocabulary import Reason

SECONDS = 30.0


def read_one(source: str, base: str | None, *, allow_private: bool = False) -> dict[str, object]:
    """One page, from a file or an http(s) address. Raises ConfigError on no such file, CannotLook on no answer."""
    if source.startswith(("http://", "https://")):
        return _fetched(source, base, allow_private=allow_private).as_json(source)
    path = Path(source)
    try:
        body = path.read_bytes()
    except OSError as error:
        raise ConfigError(ConfigMistake(source, f"读不了这个文件（{refusal(error)}）", "请核对路径")) from error
    return _read(body, base or path.resolve().as_uri()).as_json(source)


def _read(body: bytes, url: str, content_type: str | None = None) -> Reading:
    try:
        return read_page(body, url, content_type)
    except TooLong as error:
        raise CannotLook(f"{url} {error}；这一页没有读，请用浏览器打开看一看") from error


def _fetched(url: str, base: str | None, *, allow_private: bool) -> Reading:
    # the network's libraries, which reading a file does not need
    from crawler.connect.errors import MalformedAnswer, RedirectLoop
    from crawler.connect.guard import AddressGuard
    from crawler.connect.lenient import fetch
    from crawler.connect.limits import Limits
    from crawler.connect.settings import user_agent
    from crawler.looking.errors import reason_of

    guard = AddressGuard({}, allow_private=allow_private)
    try:
        answer = fetch(url, guard=guard, limits=Limits(seconds=SECONDS), agent=user_agent("xuncha read"))
    except (OSError, MalformedAnswer, RedirectLoop) as error:
        reason = reason_of(error, url)
        why = load_reasons(shipped_config() / "words" / "reasons.toml")[reason].label
        advice = "确要访问请加 --allow-private" if reason is Reason.PRIVATE_ADDRESS else "请核对地址和网络后再试"
        raise CannotLook(f"打不开 {url}（{why}）；{advice}") from error
    except ValueError as error:
        raise ConfigError(ConfigMistake(url, "不是网址", "请写成 http://www.….gov.cn/ 的样子")) from error
    return _read(answer.body, base or answer.final_url, answer.header("content-type"))


def read_list(listing: Path) -> Iterator[dict[str, object]]:
    """Many pages: a tab-separated file whose heading has ``file`` and ``url``; files are relative to it."""
    try:
        text = decode(listing.read_bytes())
    except OSError as error:
        raise ConfigError(ConfigMistake(str(listing), f"读不了这个文件（{refusal(error)}）", "请核对路径")) from error
    if text is None:
        raise ConfigError(ConfigMistake(str(listing), "文件的编码认不出来", "请用记事本打开，另存为 UTF-8 编码"))
    lines = text.splitlines()
    heading = lines[0].split("\t") if lines else []
    if "file" not in heading or "url" not in heading:
        raise ConfigError(ConfigMistake(str(listing), "缺少表头 file、url", "首行写 file、url，以制表符分隔", row=1))
    for row, line in enumerate(lines[1:], 2):
        cells = dict(zip(heading, line.split("\t"), strict=False))
        if not line:
            continue
        if not cells.get("file"):
            raise ConfigError(ConfigMistake(str(listing), "没有填写", "请写页面文件的路径", row, "file"))
        yield read_one(str(listing.parent / cells["file"]), cells.get("url") or None) | {"file": cells["file"]}
