"""A stored page, as hostile as pages come: read it can be, nothing of it runs, loads or leads away."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from lxml import html

from desk.web.here import Here
from desk.web.inert import inert
from desk.web.roles import Role
from ledger.archive.writer import Archive
from tests.web.world import HOSTILE, LIST

GONE = {"script", "iframe", "object", "embed", "link", "meta", "base", "svg", "form", "video"}
LOADS = {"src", "href", "action", "background", "poster", "ping", "data", "srcset", "formaction", "xlink:href"}


def _checked(text: str) -> html.HtmlElement:
    root = html.document_fromstring(text)
    for element in root.iter():
        assert isinstance(element.tag, str), "a comment"
        assert element.tag not in {
            "script",
            "iframe",
            "object",
            "embed",
            "link",
            "meta",
            "base",
            "svg",
            "form",
            "video",
        }
        for name, value in element.attrib.items():
            assert name not in LOADS, (element.tag, name)
            assert not name.startswith("on"), (element.tag, name)
            assert "url(" not in value.replace(" ", ""), (element.tag, name)
        if element.tag == "style":
            assert not re.search(r"url|@import", element.text or "")
    return root


def test_nothing_of_it_runs_loads_or_leads() -> None:
    root = _checked(inert(HOSTILE.encode(), "", LIST))
    said = root.text_content()
    assert "稿件" in said
    assert "背景" in said
    assert "138****5678" in said
    assert "13812345678" not in said
    assert "evil" not in said.replace("ran", "")


def test_what_is_quoted_is_marked() -> None:
    (mark,) = _checked(inert(HOSTILE.encode(), "", LIST, quote="稿件 2026-10-01")).iter("mark")
    assert mark.text_content().split() == ["稿件2026-10-01"]
    assert mark.getparent().tag == "li"


def test_every_use_of_a_dead_link_is_marked() -> None:
    page = '<p><a href="gone.html">一</a>，<a href="/yw/gone.html">二</a>，<a href="/gone.html">三</a></p>'
    root = _checked(inert(page.encode(), "", LIST, target=LIST + "gone.html"))
    assert [mark.text_content() for mark in root.iter("mark")] == ["一", "二"]
    assert root.text_content().strip().endswith("一，二，三")


def test_what_is_not_there_marks_nothing() -> None:
    for quote in ("没有这句", "要闻稿件背景"):
        assert not list(_checked(inert(HOSTILE.encode(), "", LIST, quote=quote)).iter("mark"))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" \n",
        b"<!-- only a comment -->",
        b"plain words",
        "<p>国标编码</p>".encode("gbk"),
        b"\xff\xfe<\x00p\x00>\x00",
        b"\x00\x01\x02%PDF-1.4",
        b"<frameset><frame src='http://evil.example/'></frameset>",
        b"<div>" * 3000,
        b"<a href='http://[::1'>x</a>",
        b"<p style='background:u\\72l(http://evil.example/)'>x</p>",
        b"<style>@im\\port 'http://evil.example/';</style><p>y</p>",
        b"<noscript><img src='http://evil.example/'></noscript>",
        b'<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
        b'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
        b"<template><script>alert(1)</script></template><plaintext><script>alert(2)</script>",
    ],
)
def test_whatever_a_page_is(body: bytes) -> None:
    _checked(inert(body, "", LIST, quote="x", target="http://evil.example/"))


def test_the_page_is_served_with_headers_that_hold_it(home: Here, signed_in: Callable[..., Any]) -> None:
    with home.reading() as ledger:
        finding = next(f for f in ledger.findings.find() if f.column)
    client = signed_in(Role.READER)
    shown = client.get(f"/problems/{finding.id}").content.decode()
    address = f"/pages/{finding.id}/{finding.evidence.body}"
    assert re.search(rf'<iframe [^>]*src="{address}" sandbox ', shown)
    answer = client.get(address)
    policy = answer["Content-Security-Policy"].split("; ")
    assert {"sandbox", "default-src 'none'", "form-action 'none'"} <= set(policy)
    assert not [one for one in policy if "script" in one or "http" in one]
    assert answer["X-DNS-Prefetch-Control"] == "off"
    assert "xuncha" in answer.content.decode()


def test_only_what_a_problem_rests_on_is_shown(home: Here, signed_in: Callable[..., Any]) -> None:
    with home.reading() as ledger:
        found = ledger.findings.find()
    body = next(f.evidence.body for f in found if f.column)
    link = next(f for f in found if f.evidence.referrers)
    client = signed_in(Role.CLERK)
    assert client.get(f"/pages/{link.id}/{body}").status_code == 200  # the page that uses the dead link
    assert client.get(f"/pages/1/{body}").status_code == 404
    with Archive(home.workspace.archive("jia")) as archive:
        other = archive.store_body(b"<p>another page of the same site</p>")
        archive.commit()
    assert client.get(f"/pages/{link.id}/{other}").status_code == 404
    for name in ("../ledger.sqlite", "desk.key", "0" * 64 + ".svg", "0" * 64 + ".png"):
        assert client.get(f"/pictures/{name}").status_code == 404, name
    pictures = home.workspace.answers
    pictures.mkdir(exist_ok=True)
    (pictures / ("1" * 64 + ".png")).write_bytes(b"<svg onload=alert(1)>")
    assert client.get(f"/pictures/{'1' * 64}.png").status_code == 404
    (pictures / ("2" * 64 + ".png")).write_bytes(b"\x89PNG\r\n\x1a\n")
    assert client.get(f"/pictures/{'2' * 64}.png")["Content-Type"] == "image/png"
