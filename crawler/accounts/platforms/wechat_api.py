"""One call of WeChat's interface with the owner's token: retried, refreshed, slowed or stopped by the error table.

Only the addresses of ``CALLS`` are ever asked: none of them changes anything at the account.
"""

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import JsonObject
from crawler.accounts.asking.pace import Quota, next_midnight
from crawler.accounts.asking.sources import WechatOwner
from crawler.accounts.platforms.wechat_errors import Do, meaning_of
from crawler.accounts.platforms.wechat_token import TokenKeeper

DAY_LIST = "/datacube/getarticletotaldetail"
PUBLISHED = "/cgi-bin/freepublish/batchget"
ARTICLE = "/cgi-bin/freepublish/getarticle"
CALLS = frozenset({DAY_LIST, PUBLISHED, ARTICLE})
_TRIES = 3
_WAITS = (1, 2, 4)
_MINUTE = 60


class WechatApi:
    """The interface of one 公众号."""

    def __init__(self, asker: Asker, owner: WechatOwner, base: str) -> None:
        self.asker = asker
        self._base = base
        self._appid = owner.appid
        self._keeper = TokenKeeper(asker, owner, base)
        self.last_body = ""

    async def call(self, path: str, body: JsonObject, quota: Quota) -> JsonObject:
        """The answer, or LookFailed."""
        if path not in CALLS:
            raise ValueError(path)
        tries, forced = 0, False
        while True:
            data = await self._once(path, body, quota)
            meaning, words = meaning_of(data)
            if meaning.do is Do.TAKE:
                return data
            if meaning.do is Do.REFRESH and not forced:
                forced = True
                await self._keeper.force()
            elif meaning.do in {Do.RETRY, Do.WAIT} and tries < _TRIES:
                await self.asker.clock.sleep(_WAITS[tries] if meaning.do is Do.RETRY else _MINUTE)
                tries += 1
            else:
                if meaning.do is Do.STOP:
                    self.asker.memory.stop(self._key(path), next_midnight(self.asker.clock.now()))
                raise LookFailed(meaning.reason, words)

    async def _once(self, path: str, body: JsonObject, quota: Quota) -> JsonObject:
        token = await self._keeper.token()
        answer = await self.asker.ask(
            self._key(path), quota, "POST", self._base + path, params={"access_token": token.reveal()}, body=body
        )
        self.last_body = answer.sha
        return answer.good("平台").json()

    def _key(self, path: str) -> str:
        return f"wechat:{self._appid}:{path}"
