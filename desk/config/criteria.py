"""Loads config/criteria/*.toml. Every mistake of every file is told at once, and nothing is started."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import Annotated, Any, get_args

from pydantic import Field, PlainValidator

from checks.registry import Rule, rules
from desk.workspace.config_mistakes import ConfigError, ConfigMistake
from desk.workspace.textfiles import read_toml
from desk.workspace.validation import MISSING, NO_TABLE, UNKNOWN, Closed, Loc, keys, validated
from ledger.vocabulary import Confirm, Criterion, Grade, ProblemClass

Table = Mapping[str, object]

TYPE_WORDS: Mapping[type | UnionType, str] = {
    str: "文字（加引号）",
    bool: "true 或 false",
    int: "整数",
    int | float: "数字",
    list | str: "列表或文字",
    int | None: "整数",
    bool | None: "true 或 false",
    list | None: "列表（[…]）",
}
_WORDS = {  # of the types below, by what pydantic calls a value of another
    "string_type": "文字（加引号）",
    "bool_type": "true 或 false",
    "int_type": "整数",
    "float_type": "数字",
    "tuple_type": "列表（[…]）",
    "dict_type": "表（{…}）",
    NO_TABLE: "表（{…}）",
}
_EMPTY, _NEGATIVE = "string_too_short", "greater_than_equal"
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def _one_of(words: type[StrEnum]) -> PlainValidator:
    def read(value: object) -> StrEnum:
        if isinstance(value, str) and value in tuple(words):
            return words(value)
        raise ValueError(f"应为：{'、'.join(words)}")

    return PlainValidator(read)


def _gap(value: object) -> timedelta:
    match = re.fullmatch(r"(\d{1,6})([smhd])", str(value))
    if match is None:
        raise ValueError("写成数字加单位 s、m、h、d，如 10m、6h")
    return timedelta(**{UNITS[match[2]]: int(match[1])})


Words = Annotated[str, Field(strict=True)]
Said = Annotated[str, Field(strict=True, min_length=1)]
Flag = Annotated[bool, Field(strict=True)]


@dataclass(frozen=True)
class _Grades(Closed):
    requirement: Annotated[Grade, _one_of(Grade)]
    points: Annotated[Grade, _one_of(Grade)] = Grade.R


@dataclass(frozen=True, kw_only=True)
class _Written(Closed):
    """``[[criterion]]`` as written. ``enabled``: None where the grade of its source decides."""

    code: Said
    title: Said
    clause: Said
    wording: Said
    rule: Words = ""
    manual: Flag = False
    params: dict[str, Any] = field(default_factory=dict)
    veto: Flag = False
    confirm: Annotated[Confirm, _one_of(Confirm)] = Confirm.MACHINE
    looks: tuple[Annotated[timedelta, PlainValidator(_gap)], ...] = ()
    problem_class: Annotated[ProblemClass, _one_of(ProblemClass)]
    days_to_fix: Annotated[int, Field(strict=True, ge=0)] = 5
    points: Annotated[float | None, Field(strict=True, ge=0)] = None
    grades: _Grades
    enabled: Flag | None = None
    demand: Said
    told_as: Words = ""
    stands_for: tuple[Annotated[str, PlainValidator(str)], ...] = ()
    once: Flag = False


@dataclass
class _Block:
    """One ``[[criterion]]`` being read, and where its mistakes are collected."""

    file: str
    row: int | None
    table: Table
    problems: list[ConfigMistake] = field(default_factory=list)

    def problem(self, key: str, text: str, advice: str) -> ConfigMistake:
        name = self.table.get("code", "（无代码）")
        return ConfigMistake(self.file, f"指标“{name}”的 {key} {text}", advice, self.row)

    def wrong(self, key: str, text: str, advice: str) -> None:
        self.problems.append(self.problem(key, text, advice))

    def text(self, key: str) -> str:
        value = self.table.get(key, "")
        return value if isinstance(value, str) else ""


def load_criteria(folder: Path) -> dict[str, Criterion]:
    """Every criterion of every .toml file of the folder, by code."""
    problems: list[ConfigMistake] = []
    criteria: dict[str, Criterion] = {}
    written: set[str] = set()
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        problems.append(ConfigMistake(str(folder), "没有指标文件（*.toml）", "恢复 config/criteria 下的指标文件"))
    for path in paths:
        for criterion, block in _read_file(path, problems):
            if (code := block.text("code")) in written:
                block.wrong("code", "重复", "每个指标用不同的代码")
            written.add(code)
            if criterion:
                criteria[code] = criterion
            problems.extend(block.problems)
    problems.extend(_unknown_codes(criteria, written))
    if problems:
        raise ConfigError(*problems)
    return criteria


def _read_file(path: Path, problems: list[ConfigMistake]) -> list[tuple[Criterion | None, _Block]]:
    try:
        text, data = read_toml(path)
    except ConfigError as error:
        problems.extend(error.problems)
        return []
    standard = data.get("standard")
    if not isinstance(standard, str) or not standard:
        problems.append(ConfigMistake(path.name, "缺少 standard", "在文件开头写明 standard = “文号”"))
        standard = ""
    problems.extend(
        ConfigMistake(path.name, f"有不认识的键“{key}”", "删除它，或改为 [[criterion]] 的内容")
        for key in data.keys() - {"standard", "name", "short", "criterion"}
    )
    names = [data.get(key, "") for key in ("name", "short")]
    if not all(isinstance(name, str) for name in names):
        problems.append(ConfigMistake(path.name, "name 或 short 不是文字", "写成 name = “《文件名称》”，或删去"))
    tables = data.get("criterion")
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        problems.append(ConfigMistake(path.name, "没有 [[criterion]]", "至少写一个指标"))
        return []
    blocks = [_Block(path.name, _row(text, t), t) for t in tables]
    return [(_criterion(block, (standard, *map(str, names))), block) for block in blocks]


def _row(text: str, table: Table) -> int | None:
    """The line of the block's code: tomllib gives no line for what it has read."""
    wanted = re.compile(rf"\s*code\s*=\s*[\"']{re.escape(str(table.get('code')))}[\"']")
    return next((n for n, line in enumerate(text.splitlines(), 1) if wanted.match(line)), None)


def _criterion(block: _Block, document: tuple[str, ...]) -> Criterion | None:
    """``None`` where something in it is wrong."""
    _check_rule(block)
    try:
        written = validated(_Written, block.table, partial(_tell, block))
    except ConfigError as error:
        block.problems.extend(error.problems)
        return None
    verified = written.grades.requirement is not Grade.R
    if written.enabled and not verified:
        block.wrong("enabled", "为 true，但要求的来源等级为 R（未核实）", "核对原文后先改等级，或改为 false")
    same = {key: value for key, value in vars(written).items() if key not in ("manual", "grades")}
    return Criterion(
        **same
        | {
            "standard": document[0],
            "standard_name": document[1],
            "standard_short": document[2],
            "rule": written.rule or None,
            "params": MappingProxyType(written.params),
            "requirement_grade": written.grades.requirement,
            "points_grade": written.grades.points,
            "enabled": verified if written.enabled is None else written.enabled,
        }
    )


def _tell(block: _Block, loc: Loc, kind: str, advice: str, value: object) -> ConfigMistake:
    key = ".".join(part for part in loc if isinstance(part, str))
    if kind == UNKNOWN and len(loc) > 1:
        return block.problem(key, "不认识", f"可用的键：{'、'.join(keys(_Grades))}")
    if kind == UNKNOWN:
        return block.problem(key, "不认识", f"删除或改正，可用的键：{'、'.join(keys(_Written))}")
    if key == "grades.requirement" and kind == MISSING:
        return block.problem("grades", "缺少 requirement", "写明要求的来源等级 A、B、C 或 R")
    if kind in (MISSING, _EMPTY):
        return block.problem(key, "缺少", f"补写 {key}")
    if kind == _NEGATIVE:
        return block.problem(key, f"为{value}", "填写不小于0的数")
    if kind in _WORDS:
        return block.problem(key, f"的值“{value}”类型不对", f"应为{_WORDS[kind]}")
    return block.problem(key, f"的值“{value}”不对", advice)


def _check_rule(block: _Block) -> None:
    name, manual = block.text("rule"), block.table.get("manual") is True
    if manual == bool(name):
        block.wrong("rule", "与 manual 应有且只有一个", "由系统检查的写 rule，由人检查的写 manual = true")
    if not name:
        return
    if name not in rules():
        block.wrong("rule", f"“{name}”不存在", f"请改成可用的规则：{'、'.join(rules())}")
        return
    _check_params(block, rules()[name])


def _check_params(block: _Block, judge: Rule) -> None:
    known, told = {**judge.params, "cap": int | float}, len(block.problems)
    given = params if isinstance(params := block.table.get("params", {}), dict) else {}
    for key, value in given.items():
        if key not in known:
            block.wrong(f"params.{key}", "不认识", f"请删去，或改成规则“{judge.name}”可用的参数：{'、'.join(known)}")
        elif not isinstance(value, known[key]) or (
            isinstance(value, bool) and bool not in (get_args(known[key]) or (known[key],))
        ):
            block.wrong(f"params.{key}", f"的值“{value}”类型不对", f"应为{TYPE_WORDS[known[key]]}")
    for key in judge.required:
        if key not in given:
            block.wrong(f"params.{key}", "缺少", f"规则“{judge.name}”要写参数 {key}，应为{TYPE_WORDS[known[key]]}")
    if len(block.problems) == told and (mistake := judge.mistake(given)):
        block.wrong("params", f"写错了（{mistake}）", f"对照出厂的指标文件改正，规则是“{judge.name}”")


def _unknown_codes(criteria: Mapping[str, Criterion], written: Container[str]) -> list[ConfigMistake]:
    """Criteria that name a criterion nobody has written."""
    problems = []
    for criterion in criteria.values():
        for key, codes in (("params.of", criterion.params.get("of")), ("stands_for", criterion.stands_for)):
            for code in codes if isinstance(codes, list | tuple) else ():
                if code not in written:
                    text = f"指标“{criterion.code}”的 {key} 中的“{code}”不存在"
                    problems.append(ConfigMistake("config/criteria", text, "改为已有指标的代码"))
    return problems
