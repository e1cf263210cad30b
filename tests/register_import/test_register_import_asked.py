"""At a terminal: doubts are asked one by one, Enter takes what is offered, the register is written after a yes."""

import os
import pty
import subprocess
import sys
from pathlib import Path
from select import select
from time import monotonic

from desk.config.settings import load_settings
from desk.register import load_register
from desk.workspace.workspace import Workspace
from tests.register_import.sheets import SEVERAL, UNITS, book

ROOT = Path(__file__).parent.parent.parent


class Terminal:
    """A command on a terminal of its own."""

    def __init__(self, *words: str) -> None:
        self.ours, theirs = pty.openpty()
        program = [sys.executable, "-c", "from desk.cli.main import main; main()", *words]
        env = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"}
        self.process = subprocess.Popen(program, stdin=theirs, stdout=theirs, stderr=theirs, env=env)
        os.close(theirs)
        self.said = ""

    def until(self, words: str) -> str:
        """What is said up to these words, from where we stood."""
        ends = monotonic() + 60
        while words not in self.said:
            assert monotonic() < ends, self.said
            assert select([self.ours], [], [], 60)[0], self.said
            try:
                piece = os.read(self.ours, 1 << 16)
            except OSError:  # the other end is closed
                piece = b""
            assert piece, f"{words} never came: {self.said}"
            self.said += piece.decode()
        before, _, self.said = self.said.partition(words)
        return before

    def answer(self, text: str = "") -> None:
        os.write(self.ours, f"{text}\n".encode())

    def end(self) -> int:
        code = self.process.wait(60)
        os.close(self.ours)
        return code


def test_doubts_are_asked_and_a_wrong_answer_is_asked_again(tmp_path: Path) -> None:
    office = Workspace.init(tmp_path / "office")
    path = book(tmp_path / "台账.xlsx", ("台账", SEVERAL, ("A1:D1",)), ("单位", UNITS, ()))
    clerk = Terminal("--workspace", str(office.root), "register", "import", str(path))
    clerk.until("台账.xlsx 里有 3 处存疑，先逐个问您")
    assert "存疑 1/3，“台账”第12行：更新要求“每个工作日”不能换算成天数" in clerk.until("> ")
    clerk.answer("常常")
    assert "存疑 2/3，“台账”第17行：单位“望舒区人社保障局”是不是“望舒区人力资源和社会保障局”" in clerk.until("> ")
    clerk.answer()
    assert "查不到主办单位的写“无主”" in clerk.until("> ")
    clerk.answer("无主")
    assert "存疑 1/1，“台账”第12行：更新要求“常常”不能换算成天数" in clerk.until("> ")
    clerk.answer("两周")
    assert "共 12 行：新增 12。" in clerk.until("导入吗？")
    clerk.answer()
    clerk.until("已导入：单位 2 个，网站 3 个，栏目 4 个，账号 3 个")
    assert clerk.end() == 0
    register = load_register(office.register)
    assert [column.allowed_days for column in register.columns.values()] == [7, 184, 31, 14]
    assert [account.unit for account in register.accounts.values()] == ["dw001", "dw002", ""]


def test_no_leaves_the_register_and_x_leaves_the_row(tmp_path: Path) -> None:
    office = Workspace.init(tmp_path / "office")
    path = book(tmp_path / "台账.xlsx", ("台账", SEVERAL, ("A1:D1",)), ("单位", UNITS, ()))
    clerk = Terminal("--workspace", str(office.root), "register", "import", str(path))
    for answer in ("x", "n", ""):
        clerk.until("> ")
        clerk.answer(answer)
    told = clerk.until("导入吗？")
    assert "“台账”第12行：您选择了先不导入" in told
    assert "新增单位 3 个：" in told, "n: 望舒区人社保障局 is a unit of its own"
    clerk.answer("n")
    clerk.until("没有导入，登记册没有改动")
    assert clerk.end() == 1
    assert load_register(office.register).units == {}


def test_init_asks_four_things(tmp_path: Path) -> None:
    clerk = Terminal("init", str(tmp_path / "office"))
    for words, answer in (
        ("发通报的单位全称", "望舒区人民政府办公室"),
        ("联系人和电话", "王某 0851-88880000"),
        ("本地区全称", "清溪省望舒区"),
        ("发信的邮箱地址", "不知道"),
        ("不是邮箱地址", ""),
    ):
        clerk.until(words)
        clerk.answer(answer)
    clerk.until("已建立工作区")
    clerk.until("还没有填写：发信邮箱")
    assert clerk.end() == 0
    office = load_settings(tmp_path / "office" / "config" / "xuncha.toml").office
    assert (office.name, office.contact, office.phone) == ("望舒区人民政府办公室", "王某", "0851-88880000")
    assert office.region == "清溪省望舒区"
