"""Loads config/criteria/*.toml. Every mistake of every file is told at once, and nothing is started."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType, UnionType
from typing import TypeVar, get_args

from checks.registry import Rule, rules
from desk.workspace.problems import ConfigError, Problem
from desk.workspace.textfiles import read_toml
from ledger.vocabulary import Confirm, Criterion, Grade, ProblemClass

E = TypeVar("E", bound=StrEnum)
Table = Mapping[str, object]

KEYS: Mapping[str, type | UnionType] = {
    "code": str,
    "title": str,
    "clause": str,
    "wording": str,
    "rule": str,
    "manual": bool,
    "params": dict,
    "veto": bool,
    "confirm": str,
    "looks": list,
    "problem_class": str,
    "days_to_fix": int,
    "points": int | float,
    "grades": dict,
    "enabled": bool,
    "demand": str,
    "told_as": str,
    "stands_for": list,
    "once": bool,
}
REQUIRED = ("code", "title", "clause", "wording", "problem_class", "grades", "demand")
TYPE_WORDS: Mapping[type | UnionType, str] = {
    str: "文字（加引号）",
    bool: "true 或 false",
    int: "整数",
    int | float: "数字",
    list: "列表（[…]）",
    dict: "表（{…}）",
    list | str: "列表或文字",
    int | None: "整数",
    bool | None: "true 或 false",
    list | None: "列表（[…]）",
}
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


@dataclass
class _Block:
    """One ``[[criterion]]`` being read, and where its mistakes are collected."""

    file: str
    row: int | None
    table: Table
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, key: str, text: str, advice: str) -> None:
        name = self.table.get("code", "（无代码）")
        self.problems.append(Problem(self.file, f"指标“{name}”的 {key} {text}", advice, self.row))

    def text(self, key: str) -> str:
        value = self.table.get(key, "")
        return value if isinstance(value, str) else ""

    def sub(self, key: str) -> Table:
        value = self.table.get(key, {})
        return value if isinstance(value, dict) else {}


def load_criteria(folder: Path) -> dict[str, Criterion]:
    """Every criterion of every .toml file of the folder, by code."""
    problems: list[Problem] = []
    criteria: dict[str, Criterion] = {}
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        problems.append(Problem(str(folder), "没有指标文件（*.toml）", "恢复 config/criteria 下的指标文件"))
    for path in paths:
        for criterion, block in _read_file(path, problems):
            if criterion.code in criteria:
                block.wrong("code", "重复", "每个指标用不同的代码")
            criteria.setdefault(criterion.code, criterion)
            problems.extend(block.problems)
    problems.extend(_unknown_codes(criteria))
    if problems:
        raise ConfigError(*problems)
    return criteria


def _read_file(path: Path, problems: list[Problem]) -> list[tuple[Criterion, _Block]]:
    try:
        text, data = read_toml(path)
    except ConfigError as error:
        problems.extend(error.problems)
        return []
    standard = data.get("standard")
    if not isinstance(standard, str) or not standard:
        problems.append(Problem(path.name, "缺少 standard", "在文件开头写明 standard = “文号”"))
        standard = ""
    problems.extend(
        Problem(path.name, f"有不认识的键“{key}”", "删除它，或改为 [[criterion]] 的内容")
        for key in data.keys() - {"standard", "name", "short", "criterion"}
    )
    names = [data.get(key, "") for key in ("name", "short")]
    if not all(isinstance(name, str) for name in names):
        problems.append(Problem(path.name, "name 或 short 不是文字", "写成 name = “《文件名称》”，或删去"))
    tables = data.get("criterion")
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        problems.append(Problem(path.name, "没有 [[criterion]]", "至少写一个指标"))
        return []
    blocks = [_Block(path.name, _row(text, t), t) for t in tables]
    return [(_criterion(block, (standard, *map(str, names))), block) for block in blocks]


def _row(text: str, table: Table) -> int | None:
    """The line of the block's code: tomllib gives no line for what it has read."""
    wanted = re.compile(rf"\s*code\s*=\s*[\"']{re.escape(str(table.get('code')))}[\"']")
    return next((n for n, line in enumerate(text.splitlines(), 1) if wanted.match(line)), None)


def _criterion(block: _Block, document: tuple[str, ...]) -> Criterion:
    _check_keys(block)
    _check_rule(block)
    grades = block.sub("grades")
    requirement = _member(block, "grades.requirement", grades.get("requirement"), Grade, Grade.R)
    if "requirement" not in grades:
        block.wrong("grades", "缺少 requirement", "写明要求的来源等级 A、B、C 或 R")
    enabled = block.table.get("enabled", requirement is not Grade.R) is True
    if enabled and requirement is Grade.R:
        block.wrong("enabled", "为 true，但要求的来源等级为 R（未核实）", "核对原文后先改等级，或改为 false")
    points, days = block.table.get("points"), block.table.get("days_to_fix", 5)
    return Criterion(
        code=block.text("code"),
        title=block.text("title"),
        standard=document[0],
        clause=block.text("clause"),
        wording=block.text("wording"),
        rule=block.text("rule") or None,
        problem_class=_member(
            block, "problem_class", block.table.get("problem_class"), ProblemClass, ProblemClass.OTHER
        ),
        demand=block.text("demand"),
        params=MappingProxyType(dict(block.sub("params"))),
        veto=block.table.get("veto") is True,
        confirm=_member(block, "confirm", block.table.get("confirm", "machine"), Confirm, Confirm.PERSON),
        looks=_looks(block),
        days_to_fix=days if isinstance(days, int) else 5,
        points=float(points) if isinstance(points, int | float) else None,
        requirement_grade=requirement,
        points_grade=_member(block, "grades.points", grades.get("points", "R"), Grade, Grade.R),
        enabled=enabled,
        standard_name=document[1],
        standard_short=document[2],
        told_as=block.text("told_as"),
        stands_for=tuple(str(code) for code in _list(block.table.get("stands_for"))),
        once=block.table.get("once") is True,
    )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _check_keys(block: _Block) -> None:
    for key in REQUIRED:
        if key not in block.table or block.table[key] == "":
            block.wrong(key, "缺少", f"补写 {key}")
    for key, value in block.table.items():
        if key not in KEYS:
            block.wrong(key, "不认识", f"删除或改正，可用的键：{'、'.join(KEYS)}")
        else:
            _check_type(block, key, value, KEYS[key])
    for key in block.sub("grades").keys() - {"requirement", "points"}:
        block.wrong(f"grades.{key}", "不认识", "可用的键：requirement、points")
    for key in ("days_to_fix", "points"):
        value = block.table.get(key, 0)
        if isinstance(value, int | float) and value < 0:
            block.wrong(key, f"为{value}", "填写不小于0的数")


def _check_type(block: _Block, key: str, value: object, wanted: type | UnionType) -> None:
    if not isinstance(value, wanted) or (isinstance(value, bool) and bool not in (get_args(wanted) or (wanted,))):
        block.wrong(key, f"的值“{value}”类型不对", f"应为{TYPE_WORDS[wanted]}")


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
    known, given, told = {**judge.params, "cap": int | float}, block.sub("params"), len(block.problems)
    for key, value in given.items():
        if key not in known:
            block.wrong(f"params.{key}", "不认识", f"请删去，或改成规则“{judge.name}”可用的参数：{'、'.join(known)}")
        else:
            _check_type(block, f"params.{key}", value, known[key])
    for key in judge.required:
        if key not in given:
            block.wrong(f"params.{key}", "缺少", f"规则“{judge.name}”要写参数 {key}，应为{TYPE_WORDS[known[key]]}")
    if len(block.problems) == told and (mistake := judge.mistake(given)):
        block.wrong("params", f"写错了（{mistake}）", f"对照出厂的指标文件改正，规则是“{judge.name}”")


def _member(block: _Block, key: str, value: object, words: type[E], fallback: E) -> E:
    for word in words:
        if value == word.value:
            return word
    if value is not None:
        block.wrong(key, f"的值“{value}”不对", f"应为：{'、'.join(words)}")
    return fallback


def _looks(block: _Block) -> tuple[timedelta, ...]:
    found = []
    for gap in _list(block.table.get("looks")):
        match = re.fullmatch(r"(\d{1,6})([smhd])", str(gap))
        if match is None:
            block.wrong("looks", f"的值“{gap}”不对", "写成数字加单位 s、m、h、d，如 10m、6h")
        else:
            found.append(timedelta(**{UNITS[match[2]]: int(match[1])}))
    return tuple(found)


def _unknown_codes(criteria: Mapping[str, Criterion]) -> list[Problem]:
    """Criteria that name a criterion nobody has written."""
    problems = []
    for criterion in criteria.values():
        for key, codes in (("params.of", _list(criterion.params.get("of"))), ("stands_for", criterion.stands_for)):
            for code in codes:
                if code not in criteria:
                    text = f"指标“{criterion.code}”的 {key} 中的“{code}”不存在"
                    problems.append(Problem("config/criteria", text, "改为已有指标的代码"))
    return problems
