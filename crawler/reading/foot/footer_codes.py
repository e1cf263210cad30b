"""Numbers and names as a foot writes them. Every pattern is linear: between two parts stands one blank or line break,
because the words come squeezed."""

import re

from ledger.vocabulary import PROVINCES

_G = r"[ \n]?"
_DASH = r"[-—－–]"


def _spaced(word: str) -> str:
    return _G.join(word)


_LETTERS = rf"ICP{_G}备{_G}案?{_G}(?:编?号|序号)?{_G}[:：]?{_G}第?{_G}"
# whole, in pieces, or too few for any number, which is told only where 号 shows that no more follow
_SERIAL = rf"(?:\d{{8,12}}(?!\d)|\d{{5,7}}(?!\d)(?![ ]\d)|\d(?:{_G}\d){{7,11}}(?!{_G}\d)|\d{{1,4}}(?={_G}号))"
_ICP = re.compile(
    rf"(?:[{PROVINCES}]{_G})?(?:[A-Z]\d?{_G}-{_G})?{_LETTERS}"
    rf"{_SERIAL}{_G}(?:{_DASH}{_G}\d{{1,3}}{_G}号|号?(?:{_G}{_DASH}{_G}\d{{1,3}}(?!\d))?)",
    re.I,
)
_AFTER_BEI = re.compile(r"(?<=备)(?:案?)(?:编?号|序号)?[:：]?第?(?=\d)")
_DIGITS = r"(\d(?:[ \n]?\d){13}(?!\d)|\d{6,20})"
_POLICE = re.compile(
    rf"[{PROVINCES}]{_G}(?:{_spaced('公网安备')}|公安网备){_G}案?{_G}(?:编?号)?{_G}[:：]?{_G}第?{_G}{_DIGITS}{_G}号?"
)
_POLICE_LABEL = re.compile(
    rf"(?:公安(?:机关|部)?(?:联网|网络?)?(?:安全)?备案?|网警备案?|网安备案?|网监备案?|公网安备案?|公安网备案?){_G}(?:证?编?号码?|标识|序号)?"
    rf"{_G}[:：]?{_G}{_DIGITS}"
)
_CODE_LABEL = rf"标识码?{_G}(?:编码|代码|编号)?{_G}[为是]?{_G}[:：]?{_G}[(（]?{_G}"
_CODE = re.compile(
    rf"{_CODE_LABEL}([a-zA-Z]{{2}}\d{{8}}(?!\d)|\d{{10}}(?!\d)|(?:[a-zA-Z]{_G}[a-zA-Z]|\d{_G}\d)(?:{_G}\d){{8}}(?!{_G}\d))"
)
# what is no code, to its end: where digits follow after a blank, nobody knows which of them belong to it
_CODE_BROKEN = re.compile(rf"标识码{_G}(?:编码|代码|编号)?{_G}[为是]?{_G}[:：]{_G}([0-9a-zA-Z]{{4,20}}+)(?![ ]?[0-9])")
_STOP = (
    r"(?=\n|$|[|丨©]|[ ]?[(（]\d|[ ]?(?:承办|主办|主管|协办|版权|地址|电话|联系|邮编|邮箱|技术|网站|备案|维护|运维"
    rf"|政府网站|Copyright|ICP|标识码|[{PROVINCES}]{_G}ICP|[{PROVINCES}]{_G}公{_G}网))"
)
_BODY = r"(?:党委|政府|局|委员会|委|办公室|厅|部|署|院|中心|网|会|街道|镇|乡|学校|馆|所|站)"
_NAME = rf"{_G}[:：]{_G}([^\n:：|丨©]{{3,50}}?)" + _STOP
_SPONSOR = re.compile(rf"主{_G}办{_G}(?:单{_G}位|方)?" + _NAME, re.I)
# a label in a cell of its own, the name in the next
_SPONSOR_CELL = re.compile(rf"(?:^|\n)主{_G}办{_G}单{_G}位\n([^\n:：|丨©─]{{3,40}}{_BODY})(?=\n|$)")
_OPERATOR = re.compile(rf"承{_G}办{_G}(?:单{_G}位|方)?" + _NAME, re.I)
_LABEL = re.compile(r"承办|协办|主管|技术|网站|站点|联系|关于|版权|地址|电话|备案|标识码|邮编|维护|您是|政府网站")
_RIGHTS_AFTER = re.compile(rf"版权所有{_G}(?:[:：©]{_G}){{1,2}}([^\n:：|丨©\s]{{4,40}}" + _BODY + ")")
_RIGHTS_BEFORE = re.compile(r"([^\n:：|丨©\s\d─]{3,40}" + _BODY + r")[ ]?版权所有")
_DONE = r"(?=\s|$|[|丨]|主办|主管|承办|版权|技术|网站|[a-zA-Z])"
_NAMES = r"((?:[^\n:：，。|丨©\s\d]{2,20}(?:委|会|府)[ ])?[^\n:：，。|丨©\s\d]{3,40}" + _BODY + r")[ ]?"
_SPONSOR_BEFORE = re.compile(_NAMES + r"主[ ]?办" + _DONE)
_OPERATOR_BEFORE = re.compile(_NAMES + r"承[ ]?办" + _DONE)
_PHONE = (
    rf"(?:\+?86[- ]?)?(?:[(（][ ]?0\d{{2,3}}[ ]?[)）][- ]?|0\d{{2,3}}[ ]?{_DASH}[ ]?|0\d{{2,3}}[ ])?"
    rf"\d{{3,12}}(?:{_DASH}\d{{2,8}}){{0,3}}(?:[ ]?转[ ]?\d{{1,6}})?"
)
_MAIL = r"[A-Za-z0-9_.+-]{1,64}(?:@|#|\(at\)|\[at\])[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
_CONTACT = re.compile(
    rf"(?:联{_G}系{_G}(?:电{_G}话|方{_G}式|我们)|电{_G}话|热{_G}线|邮{_G}箱|电子邮件|E-?mail|Tel|Phone){_G}"
    rf"(?:[(（][^\n()（）]{{1,20}}[)）])?{_G}[:：]?{_G}({_MAIL}|{_PHONE})",
    re.I,
)
_BARE_PHONE = re.compile(rf"(?<![\d-])(?:[(（]0\d{{2,3}}[)）][- ]?|0\d{{2,3}}{_DASH})\d{{7,8}}(?![\d])")
_EDGE = " 　·,，。;；"


def _last(pattern: re.Pattern[str], text: str) -> str | None:
    found = [name for name in (m.strip(_EDGE) for m in pattern.findall(text)) if name and not _LABEL.match(name)]
    return found[-1] if found else None


def _packed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def icp(text: str) -> str | None:
    """As it stands, without blanks; 粤ICP备：06004659号 is that number."""
    found = _ICP.search(text)
    return _AFTER_BEI.sub("", _packed(found.group())) if found else None


def police(text: str) -> str | None:
    """As it stands, without blanks and colon; of a number beneath a label (网警备案号) the digits."""
    found = _POLICE.search(text)
    if found:
        return re.sub("[:：]", "", _packed(found.group()))
    label = _POLICE_LABEL.search(text)
    return _packed(label[1]) if label else None


def site_code(text: str) -> str | None:
    """The code as shown, without blanks."""
    shown = _CODE.search(text)
    return _packed(shown[1]).lower() if shown else None


def broken_code(text: str) -> str | None:
    """What stands in the code's place and is none: ``text`` with its lines whole, or a piece would be quoted."""
    shown = _CODE_BROKEN.search(text)
    return shown[1].lower() if shown else None


def sponsor(foot: str) -> str | None:
    name = _last(_SPONSOR, foot) or _last(_SPONSOR_CELL, foot) or _last(_SPONSOR_BEFORE, foot)
    name = name or _last(_RIGHTS_AFTER, foot) or _last(_RIGHTS_BEFORE, foot)
    return name.removeprefix("中国·").removeprefix("©").strip() if name else None


def longer(name: str | None, joined: str | None) -> str | None:
    """The name of one piece, or of its whole block where that only goes on to a body's end (松溪区 + 教育局)."""
    goes_on = name and joined and joined.startswith(name) and re.search(_BODY + "$", joined)
    return joined if goes_on else name


def operator(foot: str) -> str | None:
    return _last(_OPERATOR, foot) or _last(_OPERATOR_BEFORE, foot)


def contact(foot: str) -> str | None:
    """A telephone number or an address of mail beneath its label; else a number with an area code."""
    found = [m for m in _CONTACT.findall(foot) if len(re.sub(r"\D", "", m)) >= 5 or "." in m]
    bare = None if found else _BARE_PHONE.search(foot)
    return found[-1].strip() if found else bare.group() if bare else None
