"""链接可用性: one verdict for each target that pages of the site use."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from checks.about import About, Params, Reports
from checks.facts import Facts
from checks.registry import rule
from checks.verdicts import VerdictFactory
from ledger.vocabulary import (
    DEAD_REASONS,
    Criterion,
    DeadGrade,
    Evidence,
    HomePage,
    Link,
    Look,
    PlaceKind,
    Reason,
    Standing,
    Verdict,
    grade_of,
)

DAYS = timedelta(days=3)
HOME_WORDS = re.compile(r"(?:返回|回到)?(?:网站|本站|门户|官网|.{0,12}网)?(?:首页|主页)|home(?:page)?", re.IGNORECASE)
WORDS = {
    Reason.NOT_FOUND: "页面不存在",
    Reason.GONE: "页面已被移除",
    Reason.DNS_NOT_FOUND: "域名不存在",
    Reason.REFUSED: "服务器拒绝连接",
    Reason.ERROR_FOR_DAYS: "连续多日服务器出错",
    Reason.SOFT_404: "页面显示内容不存在",
    Reason.SENT_HOME: "打开的是网站首页，不是所指的页面",
    Reason.REDIRECT_LOOP: "循环跳转，始终不能到达",
    Reason.WRONG_TYPE: "应为文件，实际打开的是网页",
    Reason.BAD_ADDRESS: "地址书写有误，访问者无法打开",
}


def _mistake(params: Params) -> str:
    return "" if params["where"] in ("home", "other") else "where 只能是 home 或 other"


def _of_home(params: Params) -> bool:
    return params.get("where") == "home"


@rule(
    About(
        PlaceKind.LINK,
        of_home=_of_home,
        reports=Reports(told="无法打开", missing="没有写明打不开的链接"),
        alone=True,
    ),
    *(Link, HomePage),
    mistake=_mistake,
    where=str,
)
def dead_link(facts: Facts, criterion: Criterion) -> Iterator[Verdict]:
    """19号 Part II 可用性: links of the home page (``where = "home"``) and of the other pages (``"other"``) that do not
    open: pages, pictures, attachments, links to the outside. A target used on the home page is charged there only.
    One that pages use only where they show nothing is for a person, whatever its host says.
    """
    say = VerdictFactory.of(facts, criterion)
    home = _of_home(criterion.params)
    what = "首页" if home else "其他页面"
    home_read = any(True for _ in facts.read(HomePage))
    said = False
    for link in facts.read(Link):
        last = link.looks[-1] if link.looks else None
        if link.on_home == home or link.uses == 0:
            said = True
            yield _judge(say, link, what)
        elif last and last.standing is Standing.OK:
            # charged to the other criterion now; what was found under this one is settled where it opens
            yield say.passed(link.target, "链接可以打开")
        elif home and home_read and last and last.standing is Standing.DEAD:
            # the home page was read and no longer uses it: from now on it is told of the pages that do
            said = True
            yield say.passed(link.target, "首页未使用该链接")
    if not said and home_read:
        yield say.not_applicable(what, f"本轮未发现{what}的链接")
    elif not said:
        yield say.unknown(what, f"{what}的链接本轮未检查", Reason.NOT_LOOKED)


def _judge(say: VerdictFactory, link: Link, what: str) -> Verdict:
    if link.looks and link.looks[-1].standing is Standing.OK:
        return say.passed(link.target, "链接可以打开")
    if link.uses == 0:
        return say.passed(link.target, "已没有页面使用该链接")
    if not link.looks:
        return say.unknown(link.target, f"{what}链接{link.target}本轮未检查", Reason.NOT_LOOKED)
    last = link.looks[-1]
    if days := _error_for_days(link):
        bad = replace(last, reason=Reason.ERROR_FOR_DAYS)
        return say.failed(link.target, _message(link, bad, len(days), what), _evidence(link, bad, days))
    if last.standing is Standing.UNKNOWN or last.reason not in DEAD_REASONS:
        message = f"{what}链接{link.target}未能核查"
        return say.unknown(link.target, message, last.reason or Reason.UNREADABLE)
    agreeing = tuple(takewhile(lambda look: look.standing is Standing.DEAD, reversed(link.looks)))[::-1]
    if last.reason is Reason.SENT_HOME and _says_home(link):
        return say.passed(link.target, "链接指的就是网站首页")
    if len(agreeing) < 2 and last.reason is not Reason.BAD_ADDRESS and grade_of(last.reason) is DeadGrade.HARD:
        # the host's word counts when two clients have it
        return say.unknown(link.target, f"{what}链接{link.target}只检查了一次", Reason.INTERRUPTED)
    return say.failed(link.target, _message(link, last, len(agreeing), what), _evidence(link, last, agreeing))


def _unseen(link: Link) -> bool:
    """Whether every use of the target is known, and stands where the page shows a visitor nothing: perhaps a menu that
    opens, perhaps a row for a script to copy or a trap for robots."""
    known = sum(referrer.uses for referrer in link.referrers) >= link.uses
    return known and all(referrer.hidden for referrer in link.referrers)


def _error_for_days(link: Link) -> tuple[Look, ...]:
    """The looks that all ended in an error of the server, where they span the days it takes. Of earlier runs only
    those come with a link in which other pages of its host opened."""
    same = tuple(takewhile(lambda look: look.reason is Reason.SERVER_ERROR, reversed(link.looks)))[::-1]
    return same if same and same[-1].at - same[0].at >= DAYS else ()


def _says_home(link: Link) -> bool:
    words = [referrer.text.strip() for referrer in link.referrers if referrer.text.strip()]
    return bool(words) and all(HOME_WORDS.fullmatch(word) for word in words)


def _message(link: Link, last: Look, looks: int, what: str) -> str:
    text = next((r.text.strip() for r in link.referrers if r.text.strip()), "")
    name = f"“{text}”（{link.target}）" if text else link.target
    status = f"（HTTP {last.status}）" if last.status and last.status != 200 else ""
    why = WORDS.get(last.reason, "") if last.reason else ""
    times = f"，检查{looks}次均如此" if looks > 1 else ""
    unseen = "，该链接在页面上平时不显示" if _unseen(link) else ""
    return f"{what}链接{name}无法打开：{why}{status}{times}，被{link.pages}个页面使用{link.uses}次{unseen}"


def _evidence(link: Link, last: Look, agreeing: tuple[Look, ...]) -> Evidence:
    return Evidence(
        link.target,
        last.at,
        quote=last.detail,
        body=last.body,
        reason=last.reason,
        status=last.status,
        looks=tuple(look.at for look in agreeing),
        referrers=link.referrers,
        uses=link.uses,
        figures=(("pages", str(link.pages)),),
        grade=DeadGrade.SOFT if _unseen(link) else grade_of(last.reason) if last.reason else None,
    )
