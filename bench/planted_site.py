"""A make-believe site of any size on loopback, with every kind of dead link and of living decoy planted in it.

python -m bench.planted_site 2000 [60]   serves until its standard input ends; prints the port. Each 60th page (each
                                         tenth, unless told) plants a dead target, each 60th a decoy
"""

import asyncio
import sys
from datetime import date, timedelta

LINKS = 60
COLUMNS = 20
PARAGRAPHS = 78
EVERY = 10  # each tenth page plants a dead target, each tenth a decoy
NEWEST = date(2026, 11, 20)
CODE = "9900000001"
FILLER = (
    '<p style="text-indent:2em;line-height:200%"><span style="font-family:仿宋;font-size:16pt">'
    + "本页介绍办事流程和有关政策，供群众查阅。请携带有效证件到窗口办理，咨询电话见首页。" * 3
    + "</span></p>\n"
)
CLOSED = "http://127.0.0.1:1"  # nothing listens there

# kind → how a page uses the target; {u} is the target's address
TAGS = {
    "404": '<a href="{u}.html">失效</a>',
    "410": '<a href="{u}.html">已移除</a>',
    "500": '<a href="{u}.jsp">出错</a>',
    "502": '<a href="{u}.html">出错</a>',
    "soft": '<a href="{u}.html">软错误</a>',
    "loop": '<a href="{u}.html">循环</a>',
    "hop": '<a href="{u}.html">跳到失效</a>',
    "file": '<a href="{u}.pdf">附件</a>',
    "dns": '<a href="{u}">站外</a>',
    "refused": '<a href="{u}">站外</a>',
    "bad": '<a href="{u}">本机文件</a>',
    "img": '<img src="{u}.jpg">',
    "srcset": '<img src="/ok.png" srcset="{u}.png 2x">',
    "style": '<link rel="stylesheet" href="{u}.css">',
    "script": '<script src="{u}.js"></script>',
    "frame": '<iframe src="{u}.html"></iframe>',
    "video": '<video src="{u}.mp4"></video>',
    "source": '<audio><source src="{u}.mp3"></audio>',
    "object": '<object data="{u}.swf"></object>',
    "embed": '<embed src="{u}.swf">',
    "area": '<map name="m"><area href="{u}.html"></map>',
    "form": '<form action="{u}.do" method="get"><input name="q"></form>',
    "css": "<div style=\"background:url('{u}.gif')\">图</div>",
    "input": '<input type="image" src="{u}.gif">',
}
DECOYS = {
    "401": '<a href="{u}.html">需登录</a>',
    "403": '<a href="{u}.html">禁止</a>',
    "412": '<a href="{u}.html">防护</a>',
    "521": '<a href="{u}.html">防护</a>',
    "503": '<a href="{u}.html">繁忙</a>',
    "429": '<a href="{u}.html">过快</a>',
    "challenge": '<a href="{u}.html">验证</a>',
    "empty": '<a href="{u}.html">空白</a>',
    "999": '<a href="{u}.html">怪状态</a>',
    "words": '<a href="{u}.html">关于“页面不存在”问题的答复</a>',
    "moved": '<a href="{u}.html">已迁移</a>',
    "flap": '<a href="{u}.html">时好时坏</a>',
    "comment": '<!-- <a href="{u}.html">旧</a> -->',
    "string": "<script>var old = \"<a href='{u}.html'>旧</a>\";</script>",
    "template": '<template><a href="{u}.html">旧</a></template>',
    "mailto": '<a href="mailto:office@bench.invalid">信箱</a><a href="javascript:void(0)">展开</a>',
}
NEVER_ASKED = ("comment", "string", "template")
KINDS, DECOY_KINDS = tuple(TAGS), tuple(DECOYS)


def dead_target(number: int) -> tuple[str, str] | None:
    """(kind, address) of what the page plants; None where it plants nothing."""
    if number % EVERY:
        return None
    kind = KINDS[number // EVERY % len(KINDS)]
    place = {"dns": f"http://gone-{number}.bench.invalid/", "refused": f"{CLOSED}/{number}.html"}
    return kind, place.get(kind, f"file:///C:/xxgk/{number}.doc" if kind == "bad" else f"/dead/{kind}-{number}")


def truth(pages: int, root: str) -> set[str]:
    """Every dead target as its full address."""
    found = set()
    for number in range(0, pages, EVERY):
        planted = dead_target(number)
        assert planted is not None
        _, place = planted
        html = TAGS[planted[0]].format(u=place)
        full = html[html.index(place) :].partition('"')[0].partition("'")[0].partition(" ")[0]
        found.add(full if ":" in full.split("/")[0] else root + full)
    return found


def page(number: int, pages: int) -> bytes:
    """The home page, a dated list, or an article; an article is as large as the median one of 36 real ones (42 KB,
    370 elements, 45 to 70 links)."""
    targets = [(number * 7 + i * 13 + i * i) % pages for i in range(1, LINKS // 2)] + list(range(LINKS // 2))
    targets.append((number + 1) % pages)
    day = NEWEST - timedelta(days=number % 300)
    rows = "".join(
        f'<li><a href="/p/{t}.html">关于第{t}号事项的通知</a><span>{NEWEST - timedelta(days=t % 300)}</span></li>'
        for t in targets
    )
    planted, decoy = dead_target(number), ""
    dead = TAGS[planted[0]].format(u=planted[1]) if planted else ""
    if number % EVERY == EVERY // 2:
        kind = DECOY_KINDS[number // EVERY % len(DECOY_KINDS)]
        decoy = DECOYS[kind].format(u=f"/decoy/{kind}-{number}")
    shown = "" if number <= COLUMNS else f"<div>发布时间：{day} 来源：试验区办公室</div>"
    text = FILLER * (PARAGRAPHS if number > COLUMNS else 4)
    tags = f'<meta name="SiteName" content="试验站"><meta name="SiteIDCode" content="{CODE}">'
    title = "试验站" if number == 0 else f"第{number}页_试验站"
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title>{tags}</head><body>'
        f"<h1>{title}</h1>{shown}<ul>{rows}</ul>{dead}{decoy}{text}"
        f"<div>主办：试验区办公室　网站标识码：{CODE}</div></body></html>"
    ).encode()


SHELL = "<html><head><script>$_ts=window['$_ts'];if(!$_ts)$_ts={};</script></head><body></body></html>"
WORDS = f"<title>关于“页面不存在”问题的答复</title><p>您反映的页面不存在的问题已处理。</p>{FILLER * 40}"
PLAIN = {"401", "403", "412", "521", "503", "429", "999", "404", "410", "500", "502"}


def answer(path: str, pages: int, asked: dict[str, int]) -> tuple[int, str, bytes]:
    """(status, location, body) of one request."""
    name = "0" if path == "/" else path.removeprefix("/p/").removesuffix(".html")
    if name.isdecimal() and int(name) < pages:
        return 200, "", page(int(name), pages)
    asked[path] = asked.get(path, 0) + 1
    kind = path.rpartition("/")[2].partition("-")[0] if path.startswith(("/dead/", "/decoy/")) else ""
    if kind in PLAIN:
        return int(kind), "", f"<title>{kind}</title>".encode()
    if kind in {"soft", "file"}:
        title, said = ("404 页面不存在", "没有这一页") if kind == "soft" else ("试验站首页", FILLER * 4)
        return 200, "", f"<html><title>{title}</title><body>{said}</body></html>".encode()
    if kind in {"loop", "hop", "moved"}:
        return 302, {"loop": path, "hop": "/nowhere.html", "moved": "/p/3.html"}[kind], b""
    if kind in {"challenge", "words", "empty"}:
        return 200, "", {"challenge": SHELL, "words": WORDS, "empty": ""}[kind].encode()
    if path == "/ok.png" or (kind == "flap" and asked[path] > 1):
        return 200, "", b"\x89PNG" + b"0" * 60
    return 404, "", b"<title>404</title>"


async def serve(pages: int) -> None:
    asked: dict[str, int] = {}

    async def connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            method, path, _ = line.decode("latin-1").split(" ", 2)
            close = False
            while head := (await reader.readline()).strip():
                close = close or head.lower() == b"connection: close"
            status, location, body = answer(path, pages, asked)
            to = f"Location: {location}\r\n" if location else ""
            # the header lifts LinkChecker's own limit of requests a second
            start = f"HTTP/1.1 {status} X\r\nContent-Type: text/html\r\nLinkChecker: yes\r\n{to}"
            writer.write(f"{start}Content-Length: {len(body)}\r\n\r\n".encode() + (b"" if method == "HEAD" else body))
            if close:
                break
        writer.close()

    server = await asyncio.start_server(connection, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    EVERY = int(sys.argv[2]) if len(sys.argv) > 2 else EVERY
    asyncio.run(serve(int(sys.argv[1])))
