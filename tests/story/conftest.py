"""The two months, played once for all the tests of this folder."""

from collections.abc import Iterator

import pytest

from ledger.ledger import Ledger
from tests.story.story_office import Office
from tests.story.story_play import Played, play
from tests.story.story_tables import ledger_end
from tests.story.story_world import serving


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Played]:
    root = tmp_path_factory.mktemp("story")
    with serving() as world:
        yield play(Office(root / "工作区", world.port), world, root / "out")


@pytest.fixture(scope="session")
def ledger(played: Played) -> Iterator[Ledger]:
    with Ledger.open_for_reading(played.office.ledger) as opened:
        yield opened


@pytest.fixture(scope="session")
def names(ledger: Ledger) -> dict[int, str]:
    """What the tables call each finding; one that they do not know bears its identity."""
    known = {identity: row.name for row in ledger_end() for identity in row.identities}
    identities = {f.id: (f.criterion, f.subject, f.place) for f in ledger.findings.find()}
    return {number: known.get(identity, "·".join(identity)) for number, identity in identities.items()}
