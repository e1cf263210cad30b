"""500 accounts on the stand-ins: wall time against what the quotas allow, and a round killed half-way.

    python -m bench.accounts_speed [--accounts 500] [--days 14] [--per-minute 2] [--scale 3]

Time runs ``scale`` times as fast for both sides: a minute of the quota is 60/scale seconds here. What the quotas allow:
the first ``per-minute`` questions of an account at once, each further group a minute later; accounts side by side.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from crawler.accounts.asking.pace import Clock
from demo.platforms.platform_wechat import Owner, PublishedArticle, WechatStandIn
from demo.platforms.platforms import Platforms, serve_platforms

NOW = datetime(2026, 9, 20, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
POST = PublishedArticle("关于开展清查的通知", datetime(2026, 9, 10, 18, tzinfo=NOW.tzinfo))


def child(platforms: Platforms, clock: Clock, file: Path, given: argparse.Namespace) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.accounts_round", platforms.base, str(file)]
    command += [str(given.accounts), str(given.per_minute), str(given.scale), clock.now().isoformat(), str(given.days)]
    command.append(str(time.monotonic()))
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def stand_in(given: argparse.Namespace, clock: Clock) -> WechatStandIn:
    owners = [Owner(f"wx{n}", f"secret-{n}", (POST,)) for n in range(given.accounts)]
    return WechatStandIn(owners, clock.now, per_minute=given.per_minute, per_day=900)


def undisturbed(given: argparse.Namespace, folder: Path) -> None:
    clock = Clock(NOW, given.scale)
    allowed = (given.days - 1) // given.per_minute * 60 / given.scale
    with serve_platforms(stand_in(given, clock), {}) as platforms:
        said, _ = child(platforms, clock, folder / "a.sqlite", given).communicate(timeout=600)
        asked, exceeded = platforms.wechat.days_asked, platforms.wechat.exceeded
    whole, posts, seconds = said.split()
    print(f"undisturbed: {whole} of {given.accounts} complete, {posts} posts, {asked.total()} lists asked")
    print(
        f"  {seconds} s; the quotas allow {allowed:.1f} s: {float(seconds) / allowed:.2f} x; exceeded {exceeded} times"
    )


def killed(given: argparse.Namespace, folder: Path) -> None:
    clock = Clock(NOW, given.scale)
    wanted = given.accounts * given.days
    with serve_platforms(stand_in(given, clock), {}) as platforms:
        first = child(platforms, clock, folder / "b.sqlite", given)
        while platforms.wechat.days_asked.total() < wanted // 2 and first.poll() is None:
            time.sleep(0.05)
        first.kill()
        first.communicate()
        before = platforms.wechat.days_asked.total()
        said, _ = child(platforms, clock, folder / "b.sqlite", given).communicate(timeout=600)
        asked, exceeded = platforms.wechat.days_asked, platforms.wechat.exceeded
    twice = sum(times - 1 for times in asked.values())
    print(f"killed after {before} of {wanted}: the next start asked {asked.total() - before}, {twice} of them again")
    print(f"  {said.split()[0]} of {given.accounts} complete; exceeded {exceeded} times")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=500)
    parser.add_argument("--days", type=int, default=14)
    parser.add_argument("--per-minute", type=int, default=2)
    parser.add_argument("--scale", type=float, default=3.0)
    given = parser.parse_args()
    if given.per_minute >= given.days:
        parser.error("a quota that no account reaches measures nothing: --per-minute must be under --days")
    with tempfile.TemporaryDirectory() as folder:
        undisturbed(given, Path(folder))
        killed(given, Path(folder))


if __name__ == "__main__":
    main()
