"""The one table of what may happen to a finding in which state (状态表). Pure: no database, no clock."""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.vocabulary import Event, State


class ForbiddenChange(ValueError):
    """The event cannot happen in that state."""

    def __init__(self, before: State | None, event: Event, why: str = "") -> None:
        self.before, self.event = before, event
        state = before.value if before else "尚无记录"
        advice = "请先用 xuncha findings --all 查看它现在的状态"
        super().__init__(why or f"问题处于“{state}”状态，不能做“{WORDS[event]}”；{advice}。")


WORDS: Mapping[Event, str] = MappingProxyType(
    {
        Event.FOUND: "发现",
        Event.CONFIRM: "核实",
        Event.UNCONFIRM: "退回核实",
        Event.NOTIFY: "通报",
        Event.UNTELL: "撤回通报",
        Event.URGE: "督促整改",
        Event.REPORT_FIXED: "反馈已整改",
        Event.STILL_THERE: "复查仍存在",
        Event.PASSED: "复查通过",
        Event.RETURNED: "再次发现",
        Event.DISMISS: "判为误报",
        Event.RESTORE: "撤销误报",
        Event.APPEAL: "申诉",
        Event.RULE_ON_APPEAL: "申诉裁定",
        Event.MOVED: "迁址",
    }
)

_OPEN = (State.SUSPECTED, State.CONFIRMED, State.NOTIFIED, State.FIXING, State.RECHECK, State.REOPENED)
_TOLD = (State.CONFIRMED, State.NOTIFIED, State.FIXING, State.RECHECK, State.REOPENED)

TABLE: Mapping[tuple[State | None, Event], State] = MappingProxyType(
    {
        (None, Event.FOUND): State.SUSPECTED,
        (State.SUSPECTED, Event.CONFIRM): State.CONFIRMED,
        # a returned finding stays 重新出现, the word a notice prints; that it is confirmed is its confirmed_at
        (State.REOPENED, Event.CONFIRM): State.REOPENED,
        # only what nobody was told of; one that was seen fixed meanwhile is told by no notice then
        (State.CONFIRMED, Event.UNCONFIRM): State.SUSPECTED,
        (State.REOPENED, Event.UNCONFIRM): State.REOPENED,
        (State.CLOSED, Event.UNCONFIRM): State.CLOSED,
        (State.CONFIRMED, Event.NOTIFY): State.NOTIFIED,
        (State.REOPENED, Event.NOTIFY): State.NOTIFIED,
        # urged, reported fixed or closed before its month's notice went out: the notice tells it all the same
        (State.FIXING, Event.NOTIFY): State.FIXING,
        (State.RECHECK, Event.NOTIFY): State.RECHECK,
        (State.CLOSED, Event.NOTIFY): State.CLOSED,
        (State.NOTIFIED, Event.UNTELL): State.CONFIRMED,
        **{(s, Event.UNTELL): s for s in (State.FIXING, State.RECHECK, State.CLOSED, State.REOPENED)},
        (State.CONFIRMED, Event.URGE): State.FIXING,
        (State.REOPENED, Event.URGE): State.FIXING,
        (State.NOTIFIED, Event.URGE): State.FIXING,
        (State.FIXING, Event.URGE): State.FIXING,
        (State.CONFIRMED, Event.REPORT_FIXED): State.RECHECK,
        (State.REOPENED, Event.REPORT_FIXED): State.RECHECK,
        (State.NOTIFIED, Event.REPORT_FIXED): State.RECHECK,
        (State.FIXING, Event.REPORT_FIXED): State.RECHECK,
        **{(state, Event.STILL_THERE): state for state in _OPEN},
        (State.RECHECK, Event.STILL_THERE): State.FIXING,
        **{(state, Event.PASSED): State.CLOSED for state in _OPEN},
        (State.CLOSED, Event.RETURNED): State.REOPENED,
        **{(state, event): state for state in State for event in (Event.DISMISS, Event.RESTORE, Event.MOVED)},
        # nobody was told of a 待核实 finding, so nobody can appeal against it
        **{(s, e): s for s in (*_TOLD, State.CLOSED) for e in (Event.APPEAL, Event.RULE_ON_APPEAL)},
    }
)


def after(before: State | None, event: Event) -> State:
    """The state that ``event`` leads to; ``ForbiddenChange`` where it cannot happen."""
    try:
        return TABLE[before, event]
    except KeyError:
        raise ForbiddenChange(before, event) from None
