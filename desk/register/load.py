"""The register of a workspace, from its CSV files. Writes nothing."""

from pathlib import Path

from desk.problems import ConfigError, Problem
from desk.register.cells import Mistakes
from desk.register.parse import parse
from desk.register.sources import read_folder
from desk.register.tables import SITES
from ledger.vocabulary import Register


def load_register(folder: Path) -> Register:
    """The register in ``folder`` (config/register); every mistake of its files in one ConfigError."""
    mistakes = Mistakes()
    return parse(read_folder(folder, mistakes), mistakes)


def require_sites(register: Register) -> None:
    """An inspection of an empty register would say that all is well: say what to do instead."""
    if not register.sites:
        advice = "请用 xuncha register export 名册.xlsx 得到空表,填好后用 xuncha register import 名册.xlsx 导入"
        raise ConfigError(Problem(SITES.file, "登记册里还没有网站", advice))
