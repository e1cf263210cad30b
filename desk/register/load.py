"""The register of a workspace, from its CSV files. Writes nothing."""

from pathlib import Path

from desk.register.cells import Mistakes
from desk.register.parse import parse
from desk.register.sources import read_folder
from ledger.vocabulary import Register


def load_register(folder: Path) -> Register:
    """The register in ``folder`` (config/register); every mistake of its files in one ConfigError."""
    mistakes = Mistakes()
    return parse(read_folder(folder, mistakes), mistakes)
