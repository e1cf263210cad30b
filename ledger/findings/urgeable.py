"""What keeps a unit from being pressed for a finding on a day (可否催办). Pure: no database, no clock."""

from datetime import date

from ledger.vocabulary import Finding, State


def stance(finding: Finding, day: date) -> str:
    """Why the unit is not to be pressed for it on ``day``, by the finding alone; "" where it is."""
    if finding.state is State.CLOSED:
        return "已经销号"
    if finding.dismissed_on(day):
        return "已判为误报"
    return resting(finding) if finding.confirmed_at else "等待核实"


def stands(finding: Finding, day: date) -> bool:
    """Confirmed, open and no 误报: a unit may be told of it, though perhaps not pressed just now (``resting``)."""
    return stance(finding, day) in ("", resting(finding))


def resting(finding: Finding) -> str:
    """Why the unit is not pressed for it just now, or ""."""
    if finding.appeal:
        return "单位已申诉，尚未裁定"
    return "单位已反馈整改，待复查" if finding.state is State.RECHECK else ""
