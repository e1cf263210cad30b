"""`/pages/N/HASH`: a page as it was stored, inert, what a problem quotes marked; `/pictures/NAME`: a picture kept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from desk.web.here import here
from desk.web.inert import HEADERS, inert
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Finding, PlaceKind

_SHA = re.compile(r"[0-9a-f]{64}")
_PICTURE = re.compile(r"[0-9a-f]{64}\.(png|jpg|jpeg|gif)")
_BEGINS = {b"\x89PNG": "image/png", b"\xff\xd8": "image/jpeg", b"GIF8": "image/gif"}
USERS = 5  # pages that use a dead link, looked for in the archive


@dataclass(frozen=True)
class Stored:
    """A stored page that a problem rests on: its hash, its address and when it was stored."""

    body: str
    address: str
    seen: datetime


def stored_of(finding: Finding) -> Iterator[Stored]:
    """The pages that show the problem: the one it was read from, or the newest of those that use the dead link."""
    path = here().workspace.archive(finding.subject)
    if not path.is_file():
        return
    evidence = finding.evidence
    with ArchiveReader(path) as archive:
        if finding.where.kind is PlaceKind.LINK:
            for user in evidence.referrers[:USERS]:
                page = archive.page(user.page)
                if page is not None:
                    yield Stored(page.body, user.page, page.seen)
        elif evidence.body:
            yield Stored(evidence.body, evidence.address, evidence.seen)


@require_safe
def stored_page(request: HttpRequest, number: int, body: str) -> HttpResponse:
    with here().reading() as ledger:
        finding = ledger.findings.get(number)
    return shown_page(finding, body)


def shown_page(finding: Finding, body: str) -> HttpResponse:
    """A stored page that this problem rests on, and no other."""
    known = {one.body: one.address for one in stored_of(finding)}
    if not _SHA.fullmatch(body) or body not in known:
        raise Http404
    with ArchiveReader(here().workspace.archive(finding.subject)) as archive:
        data = archive.body(body)
    if data is None:
        raise Http404
    target = finding.where.value if finding.where.kind is PlaceKind.LINK else ""
    text = inert(data, "", known[body], quote=finding.evidence.quote, target=target)
    return HttpResponse(text, content_type="text/html; charset=utf-8", headers=HEADERS)


def picture_of(finding: Finding) -> str:
    """The name of the browser's picture of it, or ""."""
    return dict(finding.evidence.figures).get("picture", "")


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    return shown_picture(name)


def shown_picture(name: str) -> HttpResponse:
    """A browser's picture, or a person's: only what is one."""
    path = here().workspace.answers / name
    if not _PICTURE.fullmatch(name) or not path.is_file():
        raise Http404
    data = path.read_bytes()
    kind = next((kind for begin, kind in _BEGINS.items() if data.startswith(begin)), None)
    if kind is None:
        raise Http404
    return HttpResponse(data, content_type=kind, headers=HEADERS)
