"""域名名称: the ending of the site's domain name."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from checks.facts import Facts
from checks.registry import rule
from checks.saying import Voice
from ledger.vocabulary import Criterion, Evidence, Verdict

PLACE = "域名"


@rule(suffixes=list)
def domain_name(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part II 域名名称 and 47号: the English domain name of a site ends in .gov.cn, a Chinese one in .政务."""
    say = Voice.of(facts, criterion)
    suffixes = criterion.params["suffixes"]
    if not isinstance(suffixes, list):
        raise TypeError("suffixes")
    host = _readable(urlsplit(facts.site.home).hostname or "")
    if host.endswith(tuple(map(str, suffixes))):
        yield say.passed(PLACE, f"网站域名为{host}")
        return
    wanted = "或".join(map(str, suffixes))
    evidence = Evidence(facts.site.home, facts.now, quote=host)
    yield say.failed(PLACE, f"网站域名“{host}”不以{wanted}结尾", evidence)


def _readable(host: str) -> str:
    """``xn--…`` labels as people read them."""
    try:
        return host.rstrip(".").encode("ascii").decode("idna")
    except UnicodeError:
        return host.rstrip(".")
