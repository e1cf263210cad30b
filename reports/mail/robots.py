"""What the office's group robots (群机器人) are told of urgent problems: the words, and each platform's own form of
them. Sends nothing."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote_plus

from ledger.encoding.masking import mask
from reports.figures.text import han_date, han_time, plain, sentence, shorten


class Platform(StrEnum):
    WECOM = "企业微信"
    DINGTALK = "钉钉"
    FEISHU = "飞书"


# how the address of a robot begins: nothing is ever sent elsewhere
ADDRESSES: Mapping[Platform, str] = {
    Platform.WECOM: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
    Platform.DINGTALK: "https://oapi.dingtalk.com/robot/send?access_token=",
    Platform.FEISHU: "https://open.feishu.cn/open-apis/bot/v2/hook/",
}
# bytes of UTF-8 that one text may have; the whole request of the latter two may have 20 KB
LIMITS: Mapping[Platform, int] = {Platform.WECOM: 2048, Platform.DINGTALK: 16_000, Platform.FEISHU: 16_000}
_REFUSALS: Mapping[tuple[Platform, int], str] = {
    (Platform.WECOM, 93000): "机器人地址无效或机器人已被移出群，请在群里重新添加，并更新密码文件",
    (Platform.WECOM, 45009): "发得太密，稍后会再发",
    (Platform.DINGTALK, 310000): "没有通过机器人的安全设置（关键词、加签或 IP），请核对密钥、关键词和本机时间",
    (Platform.DINGTALK, 130101): "发得太密，稍后会再发",
    (Platform.DINGTALK, 300001): "机器人地址无效，请更新密码文件",
    (Platform.FEISHU, 19021): "签名没有通过，请核对密钥和本机时间",
    (Platform.FEISHU, 19022): "本机的 IP 不在机器人的白名单里，请在群里修改设置",
    (Platform.FEISHU, 19024): "消息里没有机器人要求的关键词，请在 robots.toml 里写上 keyword",
    (Platform.FEISHU, 19001): "机器人地址无效，请更新密码文件",
    (Platform.FEISHU, 11232): "发得太密，稍后会再发",
}


@dataclass(frozen=True)
class UrgentLine:
    """One urgent problem as a group is told of it. ``late``: its day has passed."""

    unit: str
    site: str
    place: str
    title: str
    message: str
    demand: str
    due: date | None = None
    late: bool = False


@dataclass(frozen=True)
class RobotRequest:
    """One POST. The address holds the secret of the robot."""

    url: str
    body: bytes


@dataclass(frozen=True)
class Message:
    """A text that fits, and how many of the lines it tells, counted from the first."""

    text: str
    told: int


def message(office: str, lines: Sequence[UrgentLine], at: datetime, limit: int, keyword: str = "") -> Message:
    """As many lines as fit, at least one. The rest wants a message of its own."""
    for told in range(len(lines), 0, -1):
        text = _text(office, lines[:told], at, keyword)
        if len(text.encode()) <= limit:
            return Message(text, told)
    return Message(cut(_text(office, lines[:1], at, keyword), limit), 1)


def _text(office: str, lines: Sequence[UrgentLine], at: datetime, keyword: str) -> str:
    head = f"【紧急整改】{office}网站和政务新媒体巡查发现{len(lines)}个须立即处置的问题："
    rows = [f"{no}. {_row(line)}" for no, line in enumerate(lines, 1)]
    return keyworded("\n".join((mask(plain(head)), *rows, f"（{han_time(at)}）")), keyword)


def _row(line: UrgentLine) -> str:
    due = f"请于{han_date(line.due)}前改好。" if line.due else ""
    if line.due and line.late:
        due = f"整改时限{han_date(line.due)}已过，请立即改好。"
    where = f"{line.unit}，{line.site}，{line.place}：{line.title}"
    return mask(f"{shorten(where, 120)}。{sentence(line.message, 200)}。{sentence(line.demand, 100)}。{due}")


def trial(office: str, at: datetime, keyword: str = "") -> str:
    """A message that says nothing but that messages arrive."""
    text = f"【测试】{office}网站和政务新媒体巡查的测试消息，收到即表示群机器人设置正确。（{han_time(at)}）"
    return keyworded(plain(text), keyword)


def keyworded(text: str, keyword: str) -> str:
    """Some robots take only what holds a word that the group has set."""
    return text if keyword in text else f"{keyword}\n{text}"


def cut(text: str, limit: int) -> str:
    """At most ``limit`` bytes of UTF-8, no character broken, with … where something was cut."""
    raw = text.encode()
    return text if len(raw) <= limit else raw[: limit - len("…".encode())].decode(errors="ignore") + "…"


def request(platform: Platform, address: str, secret: str, text: str, at: datetime) -> RobotRequest:
    """The platform's own form, signed where the robot has a secret."""
    match platform:
        case Platform.WECOM:
            return RobotRequest(address, _json({"msgtype": "text", "text": {"content": text}}))
        case Platform.DINGTALK:
            stamp = str(int(at.timestamp() * 1000))
            sign = quote_plus(_sign(secret, f"{stamp}\n{secret}"))
            signed = f"{address}&timestamp={stamp}&sign={sign}" if secret else address
            return RobotRequest(signed, _json({"msgtype": "text", "text": {"content": text}}))
        case Platform.FEISHU:
            stamp = str(int(at.timestamp()))
            signed_by = {"timestamp": stamp, "sign": _sign(f"{stamp}\n{secret}", "")} if secret else {}
            return RobotRequest(address, _json({**signed_by, "msg_type": "text", "content": {"text": text}}))


def _sign(key: str, said: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), said.encode(), hashlib.sha256).digest()).decode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def refusal_of(platform: Platform, status: int, body: bytes) -> str:
    """Why the platform did not take the message; "" where it did."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        said = None
    said = said if isinstance(said, dict) else {}
    code = said.get("code", said.get("StatusCode")) if platform is Platform.FEISHU else said.get("errcode")
    if not isinstance(code, int) or isinstance(code, bool):
        return f"对方的答复不是约定的格式（HTTP {status}），请核对机器人地址和网络"
    if code == 0 and status == 200:
        return ""
    known = _REFUSALS.get((platform, code), "请对照该平台的错误代码说明")
    return f"{platform}没有接收（代码 {code}，HTTP {status}）：{known}"
