"""config/xuncha.toml: what is read, and every mistake at once."""

from datetime import time
from pathlib import Path

import pytest

from desk.config.settings import (
    Crawl,
    DeskSettings,
    MessageSettings,
    NoticeSettings,
    OfficeSettings,
    ProbeSettings,
    Rectify,
    Settings,
    load_settings,
)
from desk.workspace.config_mistakes import ConfigError

SHIPPED = Path(__file__).parents[2] / "config" / "xuncha.toml"


def load(tmp_path: Path, text: str, encoding: str = "utf-8") -> Settings:
    path = tmp_path / "xuncha.toml"
    path.write_bytes(text.encode(encoding))
    return load_settings(path)


def test_what_we_ship_is_what_the_code_assumes() -> None:
    assert load_settings(SHIPPED) == Settings()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_everything_can_be_set(tmp_path: Path, encoding: str) -> None:
    text = """\
controls = ["a.example", "127.0.0.1:8080"]\r
[office]\r
name = "望舒区人民政府办公室"\r
address_to = "各镇街"\r
contact = "某甲"\r
phone = "020-1"\r
[crawl]\r
pages = 10\r
depth = 3\r
deadline_minutes = 5\r
timeout = 20\r
rate = 1\r
night_from = "21:30"\r
night_to = 05:00:00\r
outside_rate = 0.5\r
fastest = 1000\r
[probe]\r
per_day = 4\r
[rectify]\r
answer_days = 7\r
remind_days = 0\r
supervise_days = 10\r
[messages]\r
answer_days = 15\r
[people]\r
Wang = "王某"\r
"li.si@ws.example" = "李某"\r
[notice]\r
older_annex = true\r
[scrapy]\r
CLOSESPIDER_PAGECOUNT = 500\r
[scrapy.EXTENSIONS]\r
"office.Telling" = 10\r
[desk]\r
bind = "10.1.2.3:443"\r
names = ["xuncha.example.gov.cn"]\r
tls = true\r
"""
    assert load(tmp_path, text, encoding) == Settings(
        OfficeSettings("望舒区人民政府办公室", "各镇街", "某甲", "020-1"),
        Crawl(10, 3, 5, 20, 1.0, time(21, 30), time(5), 0.5, 1000.0),
        ProbeSettings(4),
        Rectify(7, 0, 10),
        ("a.example", "127.0.0.1:8080"),
        MessageSettings(15),
        {"wang": "王某", "li.si@ws.example": "李某"},
        NoticeSettings(older_annex=True),
        {"CLOSESPIDER_PAGECOUNT": 500, "EXTENSIONS": {"office.Telling": 10}},
        DeskSettings("10.1.2.3:443", ("xuncha.example.gov.cn",), tls=True),
    )


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ('people = "王某"', "请写成单独一行|要写成单独一行"),
        ('[people]\nroot = "王某"', "“root”是公用的登录名"),
        ('[people]\n"Administrator" = "王某"', "“Administrator”是公用的登录名"),
        ('[people]\n"NETWORK SERVICE" = "王某"', "公用的登录名"),
        ('[people]\n"WS-PC01$" = "王某"', "公用的登录名"),
        ('[people]\nwang = "root"', "“root”是公用的登录名"),
        ("[people]\nwang = 3", "要写人的姓名"),
        ('[people]\nwang = ""', "要写人的姓名"),
        ('[people]\n"" = "王某"', "要写成单独一行"),
    ],
)
def test_people_are_persons(tmp_path: Path, table: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as caught:
        load(tmp_path, table)
    assert "people" in str(caught.value)


def test_all_mistakes_come_together(tmp_path: Path) -> None:
    text = """\
controls = ["http://a.example"]
probe = 3
[office]
name = 1
tel = "1"
[crawl]
pages = 0
rate = "快"
depth = true
night_from = "25:00"
[notice]
older_annex = 1
[desk]
bind = "127.0.0.1"
names = ["http://a.example"]
tls = "是"
[mail]
"""
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, text)
    said = [problem.text for problem in caught.value.problems]
    keys = ["controls", "probe", "office.name", "office.tel", "crawl.pages", "crawl.rate", "crawl.depth"]
    assert sorted(text.split("“")[1].split("”")[0] for text in said) == sorted(
        [*keys, "crawl.night_from", "notice.older_annex", "desk.bind", "desk.names", "desk.tls", "mail"]
    )
    assert {problem.file for problem in caught.value.problems} == {"xuncha.toml"}


def test_broken_toml_names_the_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(tmp_path, '[office]\nname = "a"\nphone = 020-1\n')
    (problem,) = caught.value.problems
    assert (problem.file, problem.row) == ("xuncha.toml", 3)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="读不了"):
        load_settings(tmp_path / "xuncha.toml")


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ("scrapy = 5", "要写成单独一节"),
        ("[scrapy]\nclosespider = 5", "名称照 Scrapy 的写"),
        ('[scrapy]\nDNS_RESOLVER = "office.Resolver"', "DNS_RESOLVER 由巡查自己定"),
    ],
)
def test_scrapys_settings_are_its_own_and_leave_the_guard_alone(tmp_path: Path, table: str, why: str) -> None:
    with pytest.raises(ConfigError, match=why) as caught:
        load(tmp_path, table)
    assert "scrapy" in str(caught.value)
