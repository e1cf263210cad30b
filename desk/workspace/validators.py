"""What a value of a settings file must look like: types that pydantic reads, each with the advice on a mistake."""

import re
from datetime import time
from typing import Annotated

from pydantic import PlainValidator

FASTEST = 1000  # pages a second, as much as anybody may write


def text(value: object) -> str:
    """A line of text without the blanks around it."""
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError("要写成带双引号的一行文字")
    return value.strip()


def switch(value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise ValueError("要写成 true（是）或 false（否），不加引号")  # noqa: TRY004 -- pydantic collects ValueErrors
    return value


def clock(value: object) -> time:
    """A time of day, as "22:00" or as TOML's own."""
    if isinstance(value, time):
        return value
    if isinstance(value, str) and re.fullmatch(r"([01]?[0-9]|2[0-3]):[0-5][0-9]", value.strip()):
        hour, minute = value.strip().split(":")
        return time(int(hour), int(minute))
    raise ValueError('要写成时刻，如 "22:00"')


def whole(least: int, most: int) -> PlainValidator:
    """A whole number between the two, both included."""

    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise ValueError(f"要写成 {least} 到 {most} 的整数")
        return value

    return PlainValidator(read)


def number(least: float, most: float) -> PlainValidator:
    """A number between the two, both included, in hundredths."""

    def read(value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise ValueError(f"要写成 {least:g} 到 {most:g} 的数")
        return round(float(value), 2)

    return PlainValidator(read)


Text = Annotated[str, PlainValidator(text)]
Switch = Annotated[bool, PlainValidator(switch)]
Clock = Annotated[time, PlainValidator(clock)]
