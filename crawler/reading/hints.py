"""Does a page show, by its headline, what may be a day that no reader of ours reads? It reads no day itself."""

import re

from crawler.reading.page import View

_LINES = 12  # of the text, from the headline on
_SHORT, _PARAGRAPH = 80, 60
_LIKE_A_DAY = re.compile(
    r"(?<!\d)\d{1,4}[^\S\n]?[-\u2010-\u2015./／．年月,，·][^\S\n]?\d{1,2}[^\S\n]?[-\u2010-\u2015./／．年月日,，·][^\S\n]?\d{0,4}"
    r"|[〇零一二三四五六七八九十廿]{1,4}[年月][〇零一二三四五六七八九十廿]{1,3}[月日]"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
    r"|(?:今|昨|前)[天日]|[天日时钟]前|刚刚"
    r"|(?<!\d)(?:19|20)\d{6}(?!\d)"
    r"|(?:时间|日期|发布于|发表于)[^\S\n]?[:：]?[^\S\n]?\d",
    re.I,
)
_OF_THE_DOCUMENT = re.compile(r"(?:成文|印发|签发|制发|形成|施行|实施|生效)[^\n:：]{0,4}[:：]?[^\S\n]{0,3}$")


def hints_at_day(view: View) -> bool:
    """In the lines about the headline, as far as the first paragraph. A day that its label gives to the document itself
    (成文日期) was read, and is none of publishing."""
    heading = view.tree.css_first("h1, h2, .title, .tit")
    words = " ".join(heading.text().split()) if heading else view.title
    lines = view.ascii_digits.split("\n")
    start = next((n for n, line in enumerate(lines) if words and words[:20] in line), 0)
    for line in lines[max(start - 2, 0) : start + _LINES]:
        if len(line) > _PARAGRAPH and "。" in line:
            return False
        found = _LIKE_A_DAY.search(line) if len(line) <= _SHORT and words not in line else None
        if found and not _OF_THE_DOCUMENT.search(line[: found.start()]):
            return True
    return False
