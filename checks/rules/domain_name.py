"""域名名称: the ending of the site's domain name."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.about import About, Relook, Reports
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import Criterion, DeadGrade, Evidence, PlaceKind, Verdict

PLACE = "域名"


@rule(
    About(PlaceKind.ELEMENT, Relook.REGISTER, reports=Reports(names=(("", PLACE),)), alone=True),
    suffixes=list,
    freed=list | None,
)
def domain_name(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part II 域名名称 and 47号: the English domain name of a site ends in .gov.cn, a Chinese one in .政务.
    国办函〔2018〕55号: an institution without administrative functions should not use .gov.cn at all. ``freed`` names
    such kinds of sites (登记的类别): another ending is right; whether one that does use it may is for a person.
    """
    say = VerdictFactory.of(facts, criterion)
    suffixes = criterion.params["suffixes"]
    if not isinstance(suffixes, list):
        raise TypeError("suffixes")
    host = _readable(urlsplit(facts.site.home).hostname or "")
    freed = criterion.params.get("freed", [])
    if isinstance(freed, list) and any(str(word) in facts.site.kind for word in freed):
        yield _institution(say, facts, host, host.endswith(tuple(map(str, suffixes))))
        return
    if host.endswith(tuple(map(str, suffixes))):
        yield say.passed(PLACE, f"网站域名为{host}")
        return
    wanted = "或".join(map(str, suffixes))
    evidence = Evidence(facts.site.home, facts.now, quote=host)
    yield say.failed(PLACE, f"网站域名“{host}”不以{wanted}结尾", evidence)


def _institution(say: VerdictFactory, facts: Facts, host: str, official: bool) -> Verdict:
    if not official:
        return say.passed(PLACE, f"网站域名为{host}，{facts.site.kind}可不使用政府网站域名")
    evidence = Evidence(facts.site.home, facts.now, quote=host, grade=DeadGrade.SOFT)
    message = f"{facts.site.kind}使用政府网站域名“{host}”，不承担行政职能的事业单位原则上不得使用，请核实"
    return say.failed(PLACE, message, evidence)


def _readable(host: str) -> str:
    """``xn--…`` labels as people read them."""
    try:
        return host.rstrip(".").encode("ascii").decode("idna")
    except UnicodeError:
        return host.rstrip(".")
