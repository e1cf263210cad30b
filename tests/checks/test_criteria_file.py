"""config/criteria and config/words/reasons.toml: what ships, and what a mistake in them is told as."""

from datetime import timedelta
from pathlib import Path

import pytest

from desk.config.criteria import load_criteria
from desk.config.reasons import load_reasons
from desk.workspace.config_mistakes import ConfigError
from ledger.vocabulary import Grade, Reason

ROOT = Path(__file__).parents[2]
GOOD = """
standard = "示例"
[[criterion]]
code = "x"
title = "甲"
clause = "第一条"
wording = "要求"
rule = "blank_column"
problem_class = "信息更新"
grades = { requirement = "A" }
demand = "改正。"
"""


def test_every_criterion_has_a_rule_or_is_manual_and_unverified_ones_are_off(criteria):
    assert {c.code for c in criteria.values() if not c.enabled} == {
        c.code for c in criteria.values() if c.requirement_grade is Grade.R
    }
    assert criteria["link-home"].looks == (timedelta(minutes=10), timedelta(hours=6))
    assert criteria["guide-incomplete"].rule is None


def test_a_good_file_loads(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD, encoding="utf-8")
    assert list(load_criteria(tmp_path)) == ["x"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('demand = "改正。"', 'demnd = "改正。"', ["demand 缺少", "demnd 不认识"]),
        ('"blank_column"', '"blank"', ["“blank”不存在"]),
        ('rule = "blank_column"', "manual = 1", ["manual 的值“1”类型不对", "有且只有一个"]),
        ('title = "甲"', "title = 3", ["title 的值“3”类型不对"]),
        ('requirement = "A"', 'requirement = "Z"', ["grades.requirement 的值“Z”不对"]),
        ('requirement = "A"', 'points = "A"', ["缺少 requirement"]),
        ('demand = "', 'looks = ["6 hours"]\ndemand = "', ["looks 的值“6 hours”不对"]),
        ('demand = "', 'days_to_fix = -1\ndemand = "', ["days_to_fix 为-1"]),
        ('demand = "', 'params = { days = 3 }\ndemand = "', ["params.days 不认识"]),
        ('requirement = "A" }', 'requirement = "R" }\nenabled = true', ["为 true"]),
        ('"信息更新"', '"别的"', ["problem_class 的值“别的”不对"]),
        ('standard = "示例"', "", ["缺少 standard"]),
    ],
)
def test_mistakes_are_told(tmp_path, old, new, words):
    assert old in GOOD
    (tmp_path / "a.toml").write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_criteria(tmp_path)
    for word in words:
        assert word in str(told.value)


def test_all_mistakes_of_all_files_at_once_with_their_lines(tmp_path):
    (tmp_path / "a.toml").write_text(GOOD.replace('"甲"', "3"), encoding="utf-8")
    (tmp_path / "b.toml").write_text('standard = "示例"\ncode = = 1\n', encoding="utf-8")
    (tmp_path / "c.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_criteria(tmp_path)
    assert {(p.file, p.row) for p in told.value.problems} == {("a.toml", 4), ("b.toml", 2), ("c.toml", 4)}


def test_a_count_of_unknown_criteria_and_an_empty_folder(tmp_path):
    with pytest.raises(ConfigError, match="没有指标文件"):
        load_criteria(tmp_path)
    count = GOOD.replace('"blank_column"', '"count_of"\nparams = { of = ["y"], at_least = 5 }')
    (tmp_path / "a.toml").write_text(count, encoding="utf-8")
    with pytest.raises(ConfigError, match="“y”不存在"):
        load_criteria(tmp_path)


def test_every_reason_has_its_words():
    words = load_reasons(ROOT / "config" / "words" / "reasons.toml")
    assert set(words) == set(Reason)
    assert len({w.label for w in words.values()}) == len(words)


def test_a_strange_reason_and_one_without_words_are_told_a_missing_one_is_ours(tmp_path):
    path = tmp_path / "reasons.toml"
    whole = (ROOT / "config" / "words" / "reasons.toml").read_text(encoding="utf-8")
    ours = load_reasons(ROOT / "config" / "words" / "reasons.toml")
    path.write_text("", encoding="utf-8")
    assert load_reasons(path) == ours
    path.write_text(whole.replace("[gone]", "[went]").replace('label = "循环', 'lable = "循环'), encoding="utf-8")
    with pytest.raises(ConfigError) as told:
        load_reasons(path)
    assert "“went”" in str(told.value)
    assert "“redirect_loop”缺少内容" in str(told.value)
    assert "“gone”" not in str(told.value)
