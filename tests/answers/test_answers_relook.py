"""“已整改” is looked at at once: what is seen mended is closed by that look, what is not stays, whatever was said."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from click.testing import CliRunner
from replies import SENT, Office, filled

from desk.cli_answers import answers
from desk.receipts import receipt
from ledger.vocabulary import Decision, Event, Evidence, Outcome, Referrer, State, Verdict
from ledger.vocabulary.outbox import Matter

HOME = "http://jy.wangshu.example/"
TEXT = "<p>" + "正文写得足够长，不会被当作空页。" * 30 + "</p>"
PAGES = {
    "/": f'<a href="/a.html">甲</a><a href="/b.html">乙</a>{TEXT}',
    "/a.html": TEXT,  # mended; /b.html is still not there
}


@pytest.fixture
def port() -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            inner = PAGES.get(self.path, "")
            body = f'<html><head><meta charset="utf-8"><title>教育</title></head><body>{inner}</body></html>'.encode()
            self.send_response(200 if inner else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def test_only_what_is_seen_mended_is_closed(office: Office, port: int) -> None:
    sites = office.workspace.register / "sites.csv"
    heads, *rows = sites.read_text(encoding="utf-8").splitlines()
    cells = rows[0].split(",")
    cells[heads.split(",").index("指定连接")] = f"127.0.0.1:{port}"
    cells[heads.split(",").index("每秒页数")] = "50"
    sites.write_text("\n".join((heads, ",".join(cells), *rows[1:])) + "\n", encoding="utf-8")
    desk = office.desk()
    dead = [HOME + name for name in ("a.html", "b.html")]
    with office.write(SENT + timedelta(hours=1)) as ledger:
        ledger.start_run("r2", "inspect", SENT, {})
        seen = [Evidence(url, SENT, quote="404", referrers=(Referrer(HOME, "a", "甲"),)) for url in dead]
        said = [Verdict("link-home", "s1", e.address, Outcome.FAIL, "首页链接打不开。", e) for e in seen]
        ledger.settle("r2", SENT, said, desk.at_once().criteria, desk.register)
        numbers = [f.id for f in ledger.findings(criterion="link-home")]
        for number in numbers:
            ledger.decide(number, Decision(Event.CONFIRM, SENT + timedelta(hours=1), "张三", "看过"))
        matters = [Matter(n) for n in numbers]
        (form,) = receipt(desk, ledger, desk.register.units["u1"], "紧急整改通知", "2026-12-01", matters, SENT)
    file = office.workspace.root / "回执.xlsx"
    file.write_bytes(filled(form.data, {n: {"整改情况": "已整改", "整改措施": "已恢复"} for n in numbers}))
    words = ["take", str(file), "--allow-private", "--now", "2026-12-01T15:00"]
    result = CliRunner().invoke(answers, words, obj=office.workspace.root, catch_exceptions=False)
    assert f"复查 {numbers[0]}  通过  待复查 → 已销号" in result.output, result.output
    assert f"复查 {numbers[1]}  仍存在  待复查 → 整改中" in result.output, result.output
    assert result.exit_code == 1
    with office.read() as ledger:
        assert [ledger.finding(n).state for n in numbers] == [State.CLOSED, State.FIXING]
