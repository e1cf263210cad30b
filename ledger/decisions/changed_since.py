"""What became of a finding between a person's look at it and the decision. Pure."""

from ledger.vocabulary import Finding


def changed(was: Finding, now: Finding) -> str:
    """In a few Chinese words, or "". That it was merely seen again, or could not be looked at, changes nothing."""
    if was.state is not now.state:
        return f"由“{was.state}”变为“{now.state}”"
    if was.confirmed_at != now.confirmed_at:
        return "已经核实" if now.confirmed_at else "重新出现，还没有核实"
    if was.dismissed_until != now.dismissed_until:
        return f"已判为误报，至 {now.dismissed_until}" if now.dismissed_until else "误报已经撤销"
    if was.appeal != now.appeal:
        return "单位提出了申诉" if now.appeal else "申诉已经裁定"
    if was.place != now.place:
        return f"位置改为 {now.place}"
    if (was.manner, was.held) != (now.manner, now.held):
        return "是用另一种读法读到的，或另作了暂扣"
    return ""
