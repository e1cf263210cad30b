"""A web page where a document or a picture was promised: a way round to it, the thing itself in HTML, or neither."""

import re
from urllib.parse import urlsplit

from crawler.connect.answer import HttpAnswer
from crawler.looking.text import rough, title_of, visible
from crawler.looking.words import JUMP, STEP
from ledger.vocabulary.reason import Reason

PROMISES = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|jpe?g|png|gif|bmp|mp4|mp3)$", re.IGNORECASE)
_OFFICE = re.compile(r"\.(docx?|wps|rtf|xlsx?|et)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(jpe?g|png|gif|bmp)$", re.IGNORECASE)
_OFFICE_HTML = re.compile(r"urn:schemas-microsoft-com:office|<!--\[if gte mso|ProgId|mso-", re.IGNORECASE)
_OFFICE_TYPE = re.compile(r"excel|msword|officedocument|octet-stream|x-download|force-download|wps", re.IGNORECASE)
_VIEWER = re.compile(r"<(?:iframe|embed|object|frame)\b", re.IGNORECASE)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s?=\s?['\"]?password", re.IGNORECASE)
# a link on the page that leads to such a file
_FILE_LINK = re.compile(
    r"href\s?=\s?['\"]?[^'\"\s>]{0,500}(?:\.(?:pdf|docx?|xlsx?|pptx?|wps|et|ofd|rtf|zip|rar|7z|jpe?g|png)\b|down(?:load)?\b)",
    re.IGNORECASE,
)
_FEW_WORDS, _STEP_WORDS, _ARTICLE_LINKS = 200, 1000, 40


def promises(url: str) -> bool:
    return PROMISES.search(urlsplit(url).path) is not None


def judge_promised(answer: HttpAnswer, wanted: str) -> tuple[Reason | None, str]:
    """Of an HTML answer to an address that ends in .pdf and the like: dead only where it is a page of its own."""
    html, path = rough(answer.body), urlsplit(answer.url).path
    if _OFFICE.search(path) and _office(answer, html):
        return None, ""
    if _VIEWER.search(html):
        return Reason.UNREADABLE, "viewer"
    if _PASSWORD.search(html):
        return Reason.LOGIN, answer.final_url
    words = visible(html)
    if (_SCRIPT.search(html) or JUMP.search(html)) and len(words) < _FEW_WORDS:
        return Reason.SCRIPT_DRAWN, "jump or viewer"
    few_links = html.count("</a>") < _ARTICLE_LINKS
    if len(words) < _STEP_WORDS and few_links and (step := STEP.search(f"{title_of(html)} {words}")):
        return Reason.UNREADABLE, step[0]
    if len(words) < _STEP_WORDS and few_links and _FILE_LINK.search(html):
        return Reason.UNREADABLE, "下载页"
    if _PICTURE.search(path) and wanted != "image":
        return Reason.UNREADABLE, "图片的网页"  # the page about a picture may bear the picture's name
    return Reason.WRONG_TYPE, answer.header("content-type")


def _office(answer: HttpAnswer, html: str) -> bool:
    """HTML that Excel and Word open as their own, as many systems write it."""
    told = f"{answer.header('content-type')} {answer.header('content-disposition')}"
    table = "<table" in html.lower() and "</a>" not in html.lower()
    return bool(_OFFICE_TYPE.search(told) or "attachment" in told.lower() or _OFFICE_HTML.search(html) or table)
