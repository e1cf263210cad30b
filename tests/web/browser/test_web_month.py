"""From the first start to a signed and mailed notice, by clicks alone."""

import re
from pathlib import Path

import pytest

from desk.web.here import Here
from tests.web.browser.conftest import Opened
from tests.web.conftest import Box, Clock, mailing

pytestmark = [pytest.mark.needs("browser")]
GOOD = "xiangyang-lu-88"


def test_a_month_by_clicks(home: Here, opened: Opened, clock: Clock, box: Box, tmp_path: Path) -> None:
    from desk.web import later
    from desk.web.people.accounts import first_administrator

    mailing(home, box.port)
    password = first_administrator()
    page = opened()
    page.goto("/")
    page.get_by_label("登录名").fill("admin")
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("现在的口令").fill(password)
    page.get_by_label("新口令").fill(GOOD)
    page.get_by_label("再写一遍").fill(GOOD)
    page.get_by_label("您的姓名").fill("王某")
    page.get_by_role("button", name="更改").click()
    for _ in range(3):
        page.get_by_role("link", name="待核实", exact=True).first.click()
        page.locator("#list a.row").first.click()
        page.get_by_role("button", name=re.compile("^核实，属实")).click()
        page.wait_for_selector(".message.success")
    clock.goes(hours=2)
    page.get_by_role("link", name="通报", exact=True).click()
    page.get_by_role("link", name="2026-11").click()
    page.get_by_role("button", name="写", exact=True).click()
    later.wait()
    page.goto("/notices/2026-11")
    with page.expect_download() as taken:
        page.get_by_role("link", name="通报-2026-11.docx").click()
    taken.value.save_as(tmp_path / "签发.docx")
    page.get_by_label("文号").fill("甲府办〔2026〕9号")
    page.get_by_label("成文日期", exact=True).fill("2026-11-24")
    page.get_by_label("签发文件").set_input_files(tmp_path / "签发.docx")
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name=re.compile("^登记签发 ")).click()
    assert "已登记签发" in page.locator(".message.success").inner_text()
    page.get_by_role("link", name="信件", exact=True).click()
    page.get_by_label("勾选本页全部").check()
    page.get_by_role("button", name="放行勾选的").click()
    page.get_by_role("button", name="现在发送已放行的").click()
    later.wait()
    assert sorted(to for to, _ in box.taken) == [["u1@jia.example"], ["u2@jia.example"]]
    page.goto("/letters")
    assert page.get_by_role("link", name="已发 2").is_visible()
    assert page.wrong == []
