"""网站标识: what the foot of the home page must show, its form, and whether it agrees with the register."""

import re
from collections.abc import Iterator
from dataclasses import replace

from checks.about import About, Reports
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import PROVINCES, Criterion, DeadGrade, Evidence, Failure, HomePage, PlaceKind, Reason, Verdict

_DASH = "[-—－–]"

# place, field of Identity, name in official words
ELEMENTS = (
    ("主办单位", "sponsor", "主办单位"),
    ("联系方式", "contact", "联系方式"),
    ("网站标识码", "site_code", "网站标识码"),
    ("ICP备案号", "icp", "ICP备案编号"),
    ("公安备案号", "police", "公安机关备案号"),
    ("党政机关网站标识", "conac", "党政机关网站标识"),
    ("找错入口", "report_error", "“我为政府网站找错”入口"),
    ("网站地图", "site_map", "网站地图入口"),
)
# what of it a third party's text speaks of
NAMES = (
    (r"标识码", "网站标识码"),
    (r"公安|网安", "公安备案号"),
    (r"icp|工信", "ICP备案号"),
    (r"党政机关", "党政机关网站标识"),
    (r"找错", "找错入口"),
    (r"网站地图|站点地图", "网站地图"),
    (r"主办", "主办单位"),
    (r"联系(?:方式|电话)", "联系方式"),
)
FORMS = {
    "site_code": re.compile(r"(?:\d{10}|bm\d{8})", re.IGNORECASE),
    "icp": re.compile(rf"[{PROVINCES}](?:[A-Z]\d?-)?ICP备\d{{6,10}}(?:号(?:{_DASH}\d+)?|{_DASH}\d+号)", re.IGNORECASE),
    # some feet give the digits only
    "police": re.compile(rf"(?:[{PROVINCES}](?:公网安备|公安网备|公网备)(?:案?号?))?\d{{14}}号?"),
}


@rule(About(PlaceKind.ELEMENT, reports=Reports(names=NAMES), alone=True), HomePage, Failure)
def site_identity(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part II 网站标识 and 47号 底部功能区: the foot of the home page shows the sponsor, contact, 网站标识码, ICP
    number, 公安备案 number, the badge of the Party and government bodies, the 找错 entry and the site map, in their
    right form and as registered. What is pointed to and was not understood is not missing but unknown, and that a
    mark is missing is for a person to confirm. A registered ICP number without its last 号 is in order.
    """
    say = VerdictFactory.of(facts, criterion)
    home = max(facts.read(HomePage), key=lambda h: h.seen, default=None)
    if home is None:
        failure = next((f for f in facts.read(Failure) if f.place == facts.site.home), None)
        reason = failure.reason if failure else Reason.NOT_LOOKED
        for place, _, name in ELEMENTS:
            yield say.unknown(place, f"首页未能读取，{name}未能核查", reason)
        return
    for place, key, name in ELEMENTS:
        yield _element(say, facts, home, place, key, name)


def _element(say: VerdictFactory, facts: Facts, home: HomePage, place: str, key: str, name: str) -> Verdict:
    value = getattr(home.identity, key)
    if value is None and key in home.identity.undetermined:
        return say.unknown(place, f"首页的{name}可能由脚本、框架或图片显示，未能核查", Reason.SCRIPT_DRAWN)
    evidence = Evidence(home.url, home.seen, quote=value or "", body=home.body)
    if not value:
        return say.failed(place, f"首页底部未见{name}", replace(evidence, grade=DeadGrade.SOFT))
    wanted = getattr(facts.site, key) if key in FORMS else ""
    agrees = bool(wanted) and _number(key, value) == _number(key, wanted)
    if key == "icp" and _lacks_hao(value) and (agrees or not wanted):
        if agrees:
            return say.passed(place, f"首页标明了{name}")
        return say.failed(place, f"首页标明的{name}“{value}”缺少“号”字", replace(evidence, grade=DeadGrade.SOFT))
    if key in FORMS and not FORMS[key].fullmatch(_plain(value)):
        return say.failed(place, f"首页标明的{name}“{value}”格式不正确", evidence)
    if wanted and not agrees:
        return say.failed(place, f"首页标明的{name}“{value}”与登记的“{wanted}”不一致", evidence)
    return say.passed(place, f"首页标明了{name}")


def _lacks_hao(value: str) -> bool:
    """Whether only the last sign is missing: a formality, which proves no wrong number. Where the register vouches for
    the number it is in order, else a person looks."""
    plain = _plain(value)
    return not FORMS["icp"].fullmatch(plain) and FORMS["icp"].fullmatch(f"{plain}号") is not None


def _plain(value: str) -> str:
    """Without blanks; 粤ICP备：…, 粤公网安备：… are the numbers themselves."""
    return re.sub(r"\s+|(?<=备)[:：]", "", value)


def _number(key: str, value: str) -> str:
    """What must agree: the serial of one site of an ICP subject (``-1``), before or behind 号, and a final 号 are
    often left out."""
    plain = _plain(value).lower()
    if key == "icp":
        plain = re.sub(rf"{_DASH}\d+(?=号?$)", "", plain)
    if key == "police":
        plain = re.sub(r"\D", "", plain)
    return plain.removesuffix("号")
