"""What a page says to the person: the messages of its last act."""

import html
import re
from typing import Any


def told(answer: Any) -> str:
    """All messages of the page, without marks."""
    found = re.findall(r'<p class="message[^"]*"[^>]*>(.*?)</p>', answer.content.decode(), re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", "\n", "\n".join(found)))
