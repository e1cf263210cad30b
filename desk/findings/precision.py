"""How often each manner of reading was right, as people decided, and whether the machine may confirm it (准确率)."""

from collections.abc import Iterator

from desk.context import Desk
from desk.presenters.manners import manner_words, standing
from desk.presenters.place_names import site_name
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.decisions.trust import Precision, Trust
from ledger.vocabulary import Manner


def precision_lines(desk: Desk, trust: Trust) -> Iterator[str]:
    """One line a manner; most decided first."""
    if not trust.by_manner:
        yield "还没有人对问题作出过决定。"
    for one in sorted(trust.by_manner.values(), key=lambda p: (-p.decided, p.manner)):
        yield f"{manner_words(desk, one.manner)}（{one.manner}）：{_counts(one)}；{standing(one)}"
        for site in one.revoked:
            told = f"    {site_name(desk, site)}（{site}）读错过，由人核实"
            yield f"{told}；恢复：xuncha trust restore {one.manner} --site {site}"


def _counts(one: Precision) -> str:
    start = f"（含自带底数{one.started}）" if one.started else ""
    share = f"，对的在 {one.low:.0%}–{one.high:.0%} 之间" if one.right + one.misread else ""
    return f"判过{one.decided}次{start}，对{one.right}，读错{one.misread}，属实但不计或登记有误{one.excused}{share}"


def precision_json(trust: Trust) -> list[dict[str, object]]:
    """The contract of ``xuncha precision --json``."""
    return [
        {
            "manner": str(p.manner),
            "decided": p.decided,
            "right": p.right,
            "misread": p.misread,
            "excused": p.excused,
            "started": p.started,
            "low": round(p.low, 4),
            "high": round(p.high, 4),
            "trusted": p.trusted,
            "left_to_persons": p.left_to_persons,
            "revoked": list(p.revoked),
        }
        for p in trust.by_manner.values()
    ]


def manner_of(trust: Trust, text: str, subject: str) -> Manner:
    """The manner of that name, which was revoked on that subject; ConfigError says what there is not."""
    manner = Manner.parse(text)
    known = trust.by_manner.get(manner)
    if known is None:
        raise ConfigError(ConfigMistake("读法", f"没有“{text}”这种读法", "请用 xuncha precision 核对"))
    if subject not in known.revoked:
        raise ConfigError(ConfigMistake("--site", f"“{text}”在 {subject} 没有停用", "请用 xuncha precision 核对"))
    return manner
