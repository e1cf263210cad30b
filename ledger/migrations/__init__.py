"""The ledger's tables, step by step: a step that has gone out is never edited, only followed.

The files run in the order of their numbers. A ledger knows the steps that it has by the names in them, which stay.
"""

from importlib import import_module
from pkgutil import iter_modules

from sqlite_utils import Migrations

migrations = Migrations("ledger")

for _step in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_step}")
