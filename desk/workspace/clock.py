"""The one place where the real time enters; everything else gets ``now``."""

from datetime import datetime

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.calendar import SHANGHAI as SHANGHAI


def now_or(text: str | None) -> datetime:
    """``--now`` as an aware time in Asia/Shanghai, or the present moment; ConfigError on no ISO time."""
    if text is None:
        return datetime.now(SHANGHAI).replace(microsecond=0)
    try:
        moment = datetime.fromisoformat(text)
        return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
    except (ValueError, OverflowError) as error:
        raise ConfigError(ConfigMistake("--now", f"“{text}”不是时间", "请写成 2026-11-23T08:30 这样的时间")) from error
