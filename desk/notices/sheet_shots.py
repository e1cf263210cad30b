"""Which screenshots a unit's sheet shows: of what a browser saw, and of what a person saw and kept. No network."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import time
from itertools import islice
from pathlib import Path

from desk.context import Desk
from desk.facts.account_judging import archive_path
from ledger.archive.accounts import AccountArchive
from ledger.archive.errors import ArchiveError
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Source
from reports.documents.shots import LARGEST, MOST, pixels
from reports.figures.groups import place_text
from reports.figures.models import ProblemLine, Shot
from reports.figures.text import local, stamp


def shots(desk: Desk, problems: Sequence[ProblemLine]) -> tuple[Shot, ...]:
    """Vetoes first; what is no longer kept, broken or too large is left out, and one file stands once a problem."""
    return tuple(islice(_shots(desk, problems), MOST))


def _shots(desk: Desk, problems: Sequence[ProblemLine]) -> Iterator[Shot]:
    lines = [(problem, one) for problem in problems for one in (problem, *problem.parts) if one.picture or one.record]
    seen: set[tuple[int, bytes]] = set()
    for problem, line in sorted(lines, key=lambda pair: not pair[1].veto):
        data = _browsers(desk, line) if line.picture else b""
        taken = f"{stamp(line.pictured)}起的检查中由浏览器打开" if line.pictured else "检查中由浏览器打开"
        if not pixels(data):
            data, taken = _persons(desk, line) if line.record else b"", f"{_looked(line)}人工查看"
        if pixels(data) and (problem.finding, data) not in seen:
            seen.add((problem.finding, data))
            yield Shot(problem.finding, place_text(line), taken, data)


def _looked(line: ProblemLine) -> str:
    """A record that names the day alone is as of its midnight."""
    seen = local(line.evidence.seen)
    return stamp(seen) if seen.time() != time() else f"{seen:%Y-%m-%d}"


def _browsers(desk: Desk, line: ProblemLine) -> bytes:
    file = desk.workspace.answers / line.picture
    try:
        return file.read_bytes() if file.stat().st_size <= LARGEST else b""
    except OSError:
        return b""


def _persons(desk: Desk, line: ProblemLine) -> bytes:
    """The file that belongs to just this record; the evidence's body may as well be what an interface answered."""
    site = line.platform == "网站"
    path = desk.workspace.archive(line.record) if site else archive_path(desk)
    if not path.is_file():
        return b""
    try:
        return (_of_column if site else _of_account)(path, line) or b""
    except (ArchiveError, zlib.error, ValueError):
        return b""


def _of_account(path: Path, line: ProblemLine) -> bytes | None:
    seen, sha = line.evidence.seen, line.evidence.body
    with AccountArchive(path) as archive:
        told = archive.readings(line.record, seen)
        kept = any(r.source is Source.PERSON and r.seen == seen and r.body == sha for r in told)
        return archive.body(sha) if kept else None


def _of_column(path: Path, line: ProblemLine) -> bytes | None:
    seen, sha = line.evidence.seen, line.evidence.body
    with ArchiveReader(path) as archive:
        kept = any(r.seen == seen and r.picture == sha for r in archive.column_records(seen))
        return archive.body(sha) if kept else None
