"""A settings file as frozen dataclasses, read by pydantic: every mistake at once, each as one of our sentences."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any, ClassVar, TypeVar, get_args

from pydantic import ConfigDict, ValidationError
from pydantic.fields import FieldInfo

from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from ledger.codec import adapter

T = TypeVar("T")
Loc = tuple[int | str, ...]
Tell = Callable[[Loc, str, str, object], ConfigMistake]
# kinds of mistakes, as pydantic calls them
UNKNOWN, MISSING, NO_TABLE = "unexpected_keyword_argument", "missing", "dataclass_type"


class Closed:
    """A table that has no other keys than its fields."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")


def validated(model: type[T], given: object, tell: Tell, known: object = None) -> T:
    """``given`` as ``model``. ConfigError with all that is wrong, as ``tell`` says it: where it is, pydantic's word for
    its kind, the advice that the value's reader gave ("" on other kinds), and the value. ``known``: what readers may
    hold values against, as ``info.context``."""
    try:
        return adapter(model).validate_python(given, context=known)
    except ValidationError as error:
        wrong = [
            tell(one["loc"], one["type"], str(one.get("ctx", {}).get("error", "")), one["input"])
            for one in error.errors()
        ]
        raise ConfigError(*dict.fromkeys(wrong)) from None


def keys(model: type[Any]) -> dict[str, Any]:
    """The keys of a table as they are written, with the types of their values."""
    named = {
        f.name: next((one.alias for one in get_args(f.type) if isinstance(one, FieldInfo)), None) for f in fields(model)
    }
    return {named[f.name] or f.name: f.type for f in fields(model)}


def by_key(model: type[Any], file: str, prefix: str = "") -> Tell:
    """How mistakes are told of a file with single keys and tables of them; ``prefix`` names the table of ``model``."""

    def tell(loc: Loc, kind: str, advice: str, _: object) -> ConfigMistake:
        key = prefix + ".".join(map(str, loc))
        if kind == UNKNOWN:
            table = keys(model)[str(loc[0])] if len(loc) > 1 else model
            return ConfigMistake(file, f"不认识“{key}”", f"请删去或改正；可用的有：{'、'.join(keys(table))}")
        if kind == NO_TABLE:
            return ConfigMistake(file, f"“{key}”应是一节", f"请写成单独一行 [{key}]，下面逐行写各项")
        return ConfigMistake(file, f"“{key}”的值不对", advice)

    return tell
