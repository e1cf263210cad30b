"""The one place where the real time enters; everything else gets ``now``."""

from datetime import datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def now_or(text: str | None) -> datetime:
    """``--now`` as an aware time in Asia/Shanghai, or the present moment. Raises ValueError on no ISO time."""
    if text is None:
        return datetime.now(SHANGHAI).replace(microsecond=0)
    moment = datetime.fromisoformat(text)
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
