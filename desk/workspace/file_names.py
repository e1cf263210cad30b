"""File names made of what people named: without the signs that Windows does not take. Touches no file."""

import re

from reports.figures.text import plain

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\s]')


def in_file_name(text: str) -> str:
    """``text`` as a part of a file's name, of bounded length."""
    return _FORBIDDEN.sub("", plain(text))[:60]
