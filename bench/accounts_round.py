"""One round of WeChat accounts in a process of its own, so that it can be killed. Started by accounts_speed.py."""

import asyncio
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

from crawler.accounts.asking.pace import Clock, Quota
from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import QUOTAS, AccountTask, Endpoints, LookSettings, WechatOwner
from crawler.accounts.inspect_accounts import look_at_accounts
from crawler.connect.guard import AddressGuard
from crawler.connect.transport import guarded_client
from ledger.archive.accounts import AccountArchive
from ledger.vocabulary import Source


async def main(
    base: str, file: str, accounts: int, per_minute: int, scale: float, start: str, days: int, origin: float
) -> None:
    """Prints how many accounts are known completely, how many posts, and the seconds it took.

    It was ``start`` when the machine's monotonic clock showed ``origin``: the other side's clock is the same one.
    """
    began = time.monotonic()
    tasks = [AccountTask(f"A{n}", (WechatOwner(f"wx{n}", Secret(f"secret-{n}")),)) for n in range(accounts)]
    quotas = {**QUOTAS, Source.WECHAT_OWNER: Quota(per_minute, 900)}
    settings = LookSettings(days=days, places=Endpoints(wechat=base + "/wechat", wechat_page=base), quotas=quotas)
    client = guarded_client(contact="office", guard=AddressGuard(allow_private=True))
    with AccountArchive(Path(file)) as store:
        async with client:
            gone = timedelta(seconds=(time.monotonic() - origin) * scale)
            clock = Clock(datetime.fromisoformat(start) + gone, scale)
            states = await look_at_accounts(tasks, settings, store, client, clock)
    whole = sum(state.known_until is not None for state in states)
    print(whole, sum(len(state.posts) for state in states), f"{time.monotonic() - began:.2f}")


if __name__ == "__main__":
    base, file, accounts, per_minute, scale, start, days, origin = sys.argv[1:]
    asyncio.run(main(base, file, int(accounts), int(per_minute), float(scale), start, int(days), float(origin)))
