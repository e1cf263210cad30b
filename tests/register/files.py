"""A register's files as a clerk writes them, with any of them changed."""

from pathlib import Path

import pytest

from desk.register import load_register
from desk.workspace.config_mistakes import ConfigError

UNITS = "编号,名称,分组,联系人,电话,邮箱,曾用名,撤并日期,承接单位\n"

SITES = "编号,名称,首页地址,主办单位,承办单位,网站标识码,ICP备案号,公安备案号,每秒页数,robots,指定连接\n"

COLUMNS = "编号,网站,名称,地址,类别,一级栏目,允许间隔天数,状态,状态原因,状态截止,责任单位,责任自,责任至\n"

ACCOUNTS = "编号,单位,平台,名称,地址,状态,状态原因,状态截止,责任单位,责任自,责任至\n"

GOOD = {
    "units.csv": UNITS
    + "u1,望舒区民政局,部门,某甲,020-1,a@example.gov.cn,望舒区社会局至2024-03-31;望舒区福利科至2019/1/5,,\n"
    + "\nu2,望舒区城建局,部门,,,,,2025年6月1日,u1\n",
    "sites.csv": SITES
    + "s1,望舒区政府网,http://www.wangshu.example/,u1,望舒区民政局,9900010001,粤ICP备19092744号-3,"
    + "粤公网安备 99000102000005号,0.5,已授权,127.0.0.1:8080\n",
    "columns.csv": COLUMNS
    + "c1,s1,要闻,http://www.wangshu.example/yw/,动态要闻,是,14,,,,u2,,2025.5.31\n"
    + "c1,,,,,,,,,,u1,20250601,\n"
    + "c2,s1,旧栏目,http://www.wangshu.example/old/,,,,归档,机构调整,2026-12-31,,,\n",
    "accounts.csv": ACCOUNTS + "a1,u1,微信,望舒民政,,,,,,,\n",
}


def write(folder: Path, **tables: str) -> Path:
    for name, text in GOOD.items():
        (folder / name).write_text(tables.get(name.removesuffix(".csv"), text), encoding="utf-8")
    return folder


def mistakes(folder: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(ConfigError) as caught:
        load_register(folder)
    assert all(p.text and p.advice for p in caught.value.problems)
    return [(p.file, p.row, p.column) for p in caught.value.problems]
