"""What a site is known by, from its archive: its pages as they were when it was last itself. Writes nothing."""

from crawler.likeness.judge import KnownSite
from crawler.likeness.portrait import Portrait, portrait_of
from ledger.archive.writer import ArchiveReader
from ledger.vocabulary import Site


def known_of(site: Site, archive: ArchiveReader) -> KnownSite:
    accepted = archive.accepted()
    return KnownSite(
        site,
        _portrait(archive, archive.last_good_home(site.home)),
        _portrait(archive, (accepted.url, accepted.body)) if accepted else None,
    )


def known_page(archive: ArchiveReader, url: str, run: int = 0, since: float = 0.0) -> Portrait | None:
    """The page as it was last seen while the site was itself; not as ``run`` first saw it after ``since``."""
    return _portrait(archive, archive.last_good(url, run, since))


def _portrait(archive: ArchiveReader, place: tuple[str, str] | None) -> Portrait | None:
    body = archive.body(place[1]) if place else None
    return portrait_of(body, place[0]) if body and place else None
