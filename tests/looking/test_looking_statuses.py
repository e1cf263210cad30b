"""What each status says by RFC 9110 and the facts of the wire, and what stands where the answer is not whole."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from crawler.connect.answer import HttpAnswer
from crawler.looking.challenge import challenge_of
from crawler.looking.classify import classify, wants_second_look
from ledger.vocabulary import Look, Reason, Standing

NOW = datetime(2026, 11, 30, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
URL = "http://h.gov.cn/a/1.html"
PAGE = "<html><head><title>公告</title></head><body><p>区里召开会议。</p></body></html>"
NO_PAGE = "<html><head><title>页面不存在</title></head><body><p>返回首页</p></body></html>"


def look(
    body: str | bytes = PAGE,
    status: int = 200,
    *,
    url: str = URL,
    to: str = "",
    flags: tuple[str, ...] = (),
    wanted: str = "page",
) -> Look:
    raw = body if isinstance(body, bytes) else body.encode()
    kind = ((b"Content-Type", b"text/html"),)
    answer = HttpAnswer(url, to or url, status, kind, raw, 0.5, frozenset(flags), (url,) if to else ())
    return classify(answer, now=NOW, wanted=wanted)


def said(seen: Look) -> str:
    return seen.reason.value if seen.reason else "ok"


ANSWERED = (*range(100, 104), *range(200, 209), *range(300, 309), *range(400, 452), *range(500, 512))
GIVEN = {  # RFC 9110 15: the page as the host, a proxy (203) or a range (206) gives it; 304: unchanged since last time
    "ok": {200, 203, 206, 304},
    "not_found": {404},
    "gone": {410},
    "blocked": {202, 401, 403, 405, 406, 412, 418, 421, 429, 432, 503},
    "server_error": {500, 501, 502, 504, 505, 506, 507, 508},
    "empty_answer": {204, 205},
    "timeout": {408},
}


@pytest.mark.parametrize("status", ANSWERED)
def test_only_what_the_host_says_is_gone_is_dead(status: int) -> None:
    seen = look(status=status)
    assert said(seen) == next((word for word, known in GIVEN.items() if status in known), "odd_status")
    assert (seen.standing is Standing.DEAD) == (status in {404, 410})
    assert (seen.standing is Standing.OK) == (status in GIVEN["ok"])


@pytest.mark.parametrize("status", [468, 491, 493, 521, 567])
def test_the_numbers_of_firewalls_are_refusals(status: int) -> None:
    assert said(look(status=status)) == "blocked"


@pytest.mark.parametrize("status", [202, 401, 500, 204, 408, 302])
def test_the_number_is_told(status: int) -> None:
    assert look(status=status).detail == str(status)


@pytest.mark.parametrize("status", [200, 203, 206])
def test_what_the_page_says_counts_wherever_a_page_was_given(status: int) -> None:
    assert said(look(NO_PAGE, status)) == "soft_404"


@pytest.mark.parametrize(("size", "says"), [(2047, "blocked"), (2048, "odd_status")])
def test_a_202_without_much_to_show_is_a_firewalls(size: int, says: str) -> None:
    assert said(look(PAGE.encode().ljust(size), 202)) == says


@pytest.mark.parametrize(
    ("status", "says"),
    [(200, "ok"), (404, "not_found"), (410, "gone"), (400, "odd_status"), (403, "odd_status"), (500, "odd_status")],
)
def test_a_form_with_nothing_typed_in(status: int, says: str) -> None:
    seen = look(status=status, wanted="form")
    assert said(seen) == says
    assert ("empty form" in seen.detail) == (says == "odd_status")


@pytest.mark.parametrize(
    ("flag", "says"),
    [
        ("truncated", "truncated"),
        ("dataloss", "truncated"),
        ("undecoded", "malformed"),
        ("too_large", "too_large"),
        ("partial", "ok"),  # no length was told: the end of the connection is the end
        ("tls_unverified", "ok"),
    ],
)
def test_an_answer_that_is_not_whole_says_nothing(flag: str, says: str) -> None:
    seen = look(flags=(flag,))
    assert said(seen) == says
    assert seen.standing is (Standing.OK if says == "ok" else Standing.UNKNOWN)
    cut = look(NO_PAGE, flags=(flag,))
    assert said(cut) == ("soft_404" if says == "ok" else says)


def test_the_rung_of_tls_is_told_with_what_was_found() -> None:
    assert look(flags=("tls_legacy", "partial")).detail == "tls_legacy"
    assert look(status=403, flags=("tls_unverified",)).detail == "403 tls_unverified"
    assert look(status=403).detail == "403"


@pytest.mark.parametrize("reason", Reason)
def test_the_lenient_client_looks_again_where_the_engine_could_not_read(reason: Reason) -> None:
    """Wire 8.4: malformed, cut, reset, handshake, 200 without a body; and an error of the server's."""
    again = {"malformed", "truncated", "tls", "reset", "empty_answer", "server_error"}
    seen = Look(at=NOW, standing=Standing.UNKNOWN, reason=reason)
    assert wants_second_look(seen) == (reason.value in again)


@pytest.mark.parametrize("body", [b"", b" \r\n\t "])
def test_a_200_without_a_body_is_not_known(body: bytes) -> None:
    assert (said(look(body)), look(body).standing) == ("empty_answer", Standing.UNKNOWN)


@pytest.mark.parametrize(
    ("url", "to", "says"),
    [
        (URL, "http://h.gov.cn/login", "login"),
        (URL, "http://sso.h.gov.cn/", "login"),
        (URL, "http://h.gov.cn/loginout-guide.html", "ok"),
        ("http://h.gov.cn/login", "http://h.gov.cn/sso/", "ok"),  # who asks for a log-in gets one
        ("http://h.gov.cn/login", "", "ok"),
    ],
)
def test_a_redirect_to_a_log_in(url: str, to: str, says: str) -> None:
    assert said(look(url=url, to=to)) == says


@pytest.mark.parametrize(
    ("body", "wanted", "says"),
    [
        ('{"code":404,"msg":"not found"}', "page", "soft_404"),
        ('{"code":410,"msg":"gone"}', "page", "soft_404"),
        ('{"code":411,"msg":"length"}', "page", "blocked"),
        ('{"code":400,"msg":"bad"}', "page", "blocked"),
        ('{"code":401,"msg":"login"}', "page", "blocked"),
        ('{"code":499,"msg":"closed"}', "page", "blocked"),
        ('{"code":500,"msg":"error"}', "page", "server_error"),
        ('{"code":599,"msg":"error"}', "page", "server_error"),
        ('{"code":600,"msg":"?"}', "page", "ok"),
        ('{"code":399,"msg":"?"}', "page", "ok"),
        ('{"code":404,"msg":"not found"}', "form", "soft_404"),
        ('{"code":404,"msg":"not found"}', "attachment", "ok"),  # a file of data may hold any number
        ('{"code":200,"data":[]}', "page", "ok"),
    ],
)
def test_an_interface_that_says_by_json_what_it_has(body: str, wanted: str, says: str) -> None:
    seen = look(body, wanted=wanted)
    assert said(seen) == says
    assert (seen.standing is Standing.DEAD) == (says == "soft_404")


def test_the_words_of_an_interface_are_told() -> None:
    assert look('{"code":500,"msg":"error"}').detail == "500 error"
    assert look('{"code":401,"message":"login"}').detail == "401 login"
    assert look('{"code":404}').detail == "404"
    assert len(look('{"code":404,"msg":"' + "x" * 300 + '"}').detail) == 120
    assert len(look('{"code":500,"msg":"' + "x" * 300 + '"}').detail) == 120


COOKIE = (b"Set-Cookie", b"__jsluid_s=abc; path=/")


@pytest.mark.parametrize(
    ("status", "body", "product"),
    [
        (200, PAGE, ""),
        (200, PAGE.replace("会议", "会议，通报环境异常情况"), ""),  # a word of a firewall's page, and the cookie
        (203, PAGE, ""),
        (299, PAGE, ""),
        (202, PAGE, "加速乐"),
        (300, PAGE, "加速乐"),
        (302, PAGE, "加速乐"),
        (403, PAGE, "加速乐"),
    ],
)
def test_a_firewalls_cookie_proves_a_challenge_where_no_page_was_given(status: int, body: str, product: str) -> None:
    assert challenge_of(HttpAnswer(URL, URL, status, (COOKIE,), body.encode(), 0.1)) == product


def test_a_header_is_found_by_its_name_in_any_case_and_the_first_counts() -> None:
    answer = HttpAnswer(
        URL, URL, 200, ((b"X-A", b" 1 "), (b"content-type", b"text/a"), (b"Content-Type", b"b")), b"", 0.1
    )
    assert [answer.header(name) for name in ("Content-Type", "x-a", "Location")] == ["text/a", "1", ""]
