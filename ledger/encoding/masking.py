"""Personal numbers (身份证号, 手机号, 银行卡号) masked before anything is kept or told. Pure text to text.

Addresses are not for here: a masked address no longer leads anywhere.
"""

import re
from datetime import date

# digits that go on, and names of files or elements (t20231123_110…, 634….html), are no personal numbers
_BEFORE = r"(?<![\dA-Za-z_])"
_AFTER = r"(?![\dA-Za-z_]|\.[A-Za-z])"
_ID18 = re.compile(_BEFORE + r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXxＸｘ]" + _AFTER)
_ID15 = re.compile(_BEFORE + r"\d{15}" + _AFTER)
# letters may stand before a telephone number: TEL13…
_MOBILE = re.compile(r"(?<![\d_])((?:\+?86[ -]?)?)(1[3-9]\d)([ -]?)\d{4}\3(\d{4})" + _AFTER)
_CARD = re.compile(_BEFORE + r"\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?:\1?\d{1,3})?" + _AFTER)
_CARD_PREFIX = re.compile(r"62\d{14,17}|4\d{15}|5[1-5]\d{14}")  # UnionPay, and the two others of exactly 16 digits
_CARD_WORD = re.compile(r"(?:卡号|账号|帐号|账户|帐户|银行卡|开户行)[^\d]{0,12}$")

_PROVINCES = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")


def mask(text: str) -> str:
    """``text`` with every personal number masked as notices print them: 138****1234, 35*************123."""
    text = _ID18.sub(lambda m: _hide(m[0], 2, 3) if _is_id18(_plain(m[0])) else m[0], text)
    text = _CARD.sub(lambda m: _hide(m[0], 4, 4) if _is_card(m) else m[0], text)
    text = _ID15.sub(lambda m: _hide(m[0], 2, 3) if _is_id15(_plain(m[0])) else m[0], text)
    return _MOBILE.sub(r"\g<1>\g<2>****\g<4>", text)


def _plain(number: str) -> str:
    """Without separators; wide digits made narrow."""
    return "".join("X" if c in "xXｘＸ" else str(int(c)) for c in number if c not in " -")


def _hide(number: str, head: int, tail: int) -> str:
    bare = re.sub(r"[ -]", "", number)
    return bare[:head] + "*" * (len(bare) - head - tail) + bare[-tail:]


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return 1880 <= year <= 2099


def _is_id18(number: str) -> bool:
    from stdnum.cn import ric  # here, because it loads ssl: few texts have such a number

    # not ric.is_valid: it knows no district that was founded after its list
    if not _PROVINCES.match(number) or not _is_day(int(number[6:10]), int(number[10:12]), int(number[12:14])):
        return False
    return ric.calc_check_digit(number) == number[17]


def _is_id15(number: str) -> bool:
    return _PROVINCES.match(number) is not None and _is_day(
        1900 + int(number[6:8]), int(number[8:10]), int(number[10:12])
    )


def _is_card(match: re.Match[str]) -> bool:
    from stdnum import luhn

    number = _plain(match[0])
    named = _CARD_WORD.search(match.string, 0, match.start()) is not None
    if not (named or _CARD_PREFIX.fullmatch(number)) or _is_credit_code(number):
        return False
    return luhn.is_valid(number)


def _is_credit_code(number: str) -> bool:
    """统一社会信用代码 of digits only (GB 32100-2015); one with letters is stopped by the patterns."""
    from stdnum.cn import uscc

    return number[0] in "159" and uscc.is_valid(number)
