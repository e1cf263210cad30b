"""Each platform's own form of a message, its signature, its length, and how its answers are read."""

import json
from datetime import date, datetime
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.mail.robots import LIMITS, Platform, UrgentLine, cut, message, refusal_of, request, trial

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # 1795395600 s
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k-1"
DINGTALK = "https://oapi.dingtalk.com/robot/send?access_token=t-1"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/h-1"
# reckoned with `printf … | openssl dgst -sha256 -hmac KEY -binary | base64`
DINGTALK_SIGN = "P9LQO4SE0ADC7iaKOIJO0X4CMRBrngAk26jAj58BV0E="
FEISHU_SIGN = "2Jrx7BBLdGRSwBtZKPwTnAyVAIu2FJQ+C4NMxhz7m1w="


def line(**changes: object) -> UrgentLine:
    values: dict[str, object] = {
        "unit": "望舒区教育局",
        "site": "望舒教育网",
        "place": "首页",
        "title": "首页不更新",
        "message": "首页最近一条信息发布于2026年9月16日，至检查时已68天未更新（要求2周内更新）",
        "demand": "及时更新首页信息，并建立信息更新的日常保障机制。",
    }
    return UrgentLine(**{**values, **changes})  # type: ignore[arg-type]  # the tests name real fields


def test_wecom_is_sent_plain_text() -> None:
    made = request(Platform.WECOM, WECOM, "", "你好", NOW)
    assert made.url == WECOM
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": "你好"}}


def test_dingtalk_is_signed_in_its_address() -> None:
    made = request(Platform.DINGTALK, DINGTALK, "SECabc", "你好", NOW)
    asked = parse_qs(urlsplit(made.url).query)
    assert asked == {"access_token": ["t-1"], "timestamp": ["1795395600000"], "sign": [DINGTALK_SIGN]}
    assert json.loads(made.body) == {"msgtype": "text", "text": {"content": "你好"}}


def test_feishu_is_signed_in_its_body() -> None:
    made = request(Platform.FEISHU, FEISHU, "SECabc", "你好", NOW)
    assert made.url == FEISHU
    assert json.loads(made.body) == {
        "timestamp": "1795395600",
        "sign": FEISHU_SIGN,
        "msg_type": "text",
        "content": {"text": "你好"},
    }


@pytest.mark.parametrize(("platform", "address"), [(Platform.DINGTALK, DINGTALK), (Platform.FEISHU, FEISHU)])
def test_without_a_secret_nothing_is_signed(platform: Platform, address: str) -> None:
    made = request(platform, address, "", "你好", NOW)
    assert made.url == address
    assert b"sign" not in made.body


def test_the_words_of_a_message() -> None:
    made = message("望舒区人民政府办公室", [line(due=date(2026, 11, 30))], NOW, 2048)
    assert made.told == 1
    assert made.text == (
        "【紧急整改】望舒区人民政府办公室网站和政务新媒体巡查发现1个须立即处置的问题：\n"
        "1. 望舒区教育局，望舒教育网，首页：首页不更新。"
        "首页最近一条信息发布于2026年9月16日，至检查时已68天未更新（要求2周内更新）。"
        "及时更新首页信息，并建立信息更新的日常保障机制。请于2026年11月30日前改好。\n"
        "（2026年11月23日9时00分）"
    )


def test_crawled_words_are_made_harmless_and_personal_numbers_masked() -> None:
    title = "\x1b[31m标题\x07\n2. 假的一行 联系13812345678"
    made = message("办公室", [line(message=title)], NOW, 2048)
    assert len(made.text.splitlines()) == 3
    assert "\x1b" not in made.text
    assert "138****5678" in made.text


def test_what_does_not_fit_waits_for_the_next_message() -> None:
    lines = [line(site=f"第{n}个网站") for n in range(30)]
    made = message("办公室", lines, NOW, LIMITS[Platform.WECOM])
    assert 1 < made.told < 30
    assert len(made.text.encode()) <= 2048
    assert f"发现{made.told}个" in made.text
    assert f"第{made.told - 1}个网站" in made.text
    assert f"第{made.told}个网站" not in made.text


@given(st.text(max_size=300), st.text(max_size=3000), st.integers(300, 2048))
def test_any_words_fit_and_are_whole_characters(site: str, said: str, limit: int) -> None:
    made = message("办公室", [line(site=site, message=said)], NOW, limit)
    assert made.told == 1
    assert len(made.text.encode()) <= limit


@pytest.mark.parametrize(
    ("limit", "expected"), [(12, "望舒区网"), (11, "望舒…"), (10, "望舒…"), (9, "望舒…"), (8, "望…")]
)
def test_text_is_cut_between_characters(limit: int, expected: str) -> None:
    assert cut("望舒区网", limit) == expected


def test_a_keyword_is_there_once() -> None:
    assert trial("办公室", NOW, "监管").startswith("监管\n【测试】")
    assert trial("办公室", NOW, "测试").startswith("【测试】")


@pytest.mark.parametrize(
    ("platform", "status", "body", "told"),
    [
        (Platform.WECOM, 200, '{"errcode":0,"errmsg":"ok"}', ""),
        (Platform.DINGTALK, 200, '{"errcode":0,"errmsg":"ok"}', ""),
        (Platform.FEISHU, 200, '{"code":0,"msg":"success","data":{}}', ""),
        (Platform.FEISHU, 200, '{"StatusCode":0,"StatusMessage":"success"}', ""),
        (Platform.WECOM, 200, '{"errcode":93000,"errmsg":"invalid webhook url"}', "重新添加"),
        (Platform.WECOM, 200, '{"errcode":45009,"errmsg":"api freq out of limit"}', "太密"),
        (Platform.DINGTALK, 200, '{"errcode":310000,"errmsg":"sign not match"}', "安全设置"),
        (Platform.FEISHU, 200, '{"code":19021,"msg":"sign match fail"}', "签名"),
        (Platform.FEISHU, 400, '{"code":9499,"msg":"Bad Request"}', "HTTP 400"),
        (Platform.WECOM, 200, '{"errcode":-1,"errmsg":"system busy"}', "代码 -1"),
        (Platform.WECOM, 200, "<html>登录</html>", "约定的格式"),
        (Platform.WECOM, 302, "", "HTTP 302"),
        (Platform.WECOM, 200, "[]", "约定的格式"),
        (Platform.DINGTALK, 200, "{}", "约定的格式"),
    ],
)
def test_answers(platform: Platform, status: int, body: str, told: str) -> None:
    said = refusal_of(platform, status, body.encode())
    assert (said == "") == (told == "")
    assert told in said


def test_a_day_that_has_passed_is_not_asked_to_be_kept() -> None:
    made = message("望舒区人民政府办公室", [line(due=date(2026, 11, 20), late=True)], NOW, 2048)
    assert "整改时限2026年11月20日已过，请立即改好。" in made.text
    assert "请于" not in made.text


@pytest.mark.parametrize("body", ["[" * 100_000, '{"errcode": false}', '{"errcode": "0"}'])
def test_an_answer_that_is_not_the_platforms_is_none(body: str) -> None:
    assert "不是约定的格式" in refusal_of(Platform.WECOM, 200, body.encode())
