"""A host on loopback that answers as a test says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from http.server import BaseHTTPRequestHandler

from tests import served

HTML = served.HTML
Answers = Callable[[str, str], tuple[int, str, str]]  # path and agent → status, media type, body


def serving(answers: Answers) -> AbstractContextManager[int]:
    """Its port."""

    def answer(asked: BaseHTTPRequestHandler) -> served.Answer:
        status, media, body = answers(asked.path, asked.headers.get("User-Agent", ""))
        return status, {"Content-Type": media}, body.encode()

    return served.serving(answer)
