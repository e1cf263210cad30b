"""What a notice tells of 网民留言: plain frozen figures, counted by whoever calls."""

from dataclasses import dataclass


@dataclass(frozen=True)
class MessageFigures:
    """Messages that the boxes named in ``sources`` received in the period, and what had become of these by its end.

    ``answered``, ``in_time``, ``mean_days`` (working days): ``None`` where it is not known of every one.
    ``by_unit``: (name, count), most first; empty where it is not known of every one.
    """

    sources: tuple[str, ...]
    received: int
    answered: int | None = None
    in_time: int | None = None
    mean_days: float | None = None
    by_unit: tuple[tuple[str, int], ...] = ()
