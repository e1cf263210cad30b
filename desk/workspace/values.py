"""What a value of a settings file must look like. Each reader gives the value or raises ValueError with the advice."""

import re
from collections.abc import Callable
from datetime import time
from typing import Any

Read = Callable[[object], Any]


def text(value: object) -> str:
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("要写成带双引号的一行文字")
    return value.strip()


def switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError("要写成 true（是）或 false（否），不加引号")  # noqa: TRY004 -- as every reader here
    return value


def whole(least: int, most: int) -> Read:
    """A whole number between the two, both included."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"要写成 {least} 到 {most} 的整数")
        return value

    return read


def clock(value: object) -> time:
    """A time of day, as "22:00" or as TOML's own."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value.strip()):
        hour, minute = value.strip().split(":")
        return time(int(hour), int(minute))
    raise ValueError('要写成时刻，如 "22:00"')
