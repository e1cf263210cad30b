"""The access token of one 公众号, by stable_token: kept until shortly before its end, forced anew only when refused."""

from datetime import datetime, timedelta

from crawler.accounts.asking.ask import Asker
from crawler.accounts.asking.failing import LookFailed
from crawler.accounts.asking.fields import number, text
from crawler.accounts.asking.pace import Quota, next_midnight
from crawler.accounts.asking.secret import Secret
from crawler.accounts.asking.sources import WechatOwner
from crawler.accounts.platforms.wechat_errors import Do, meaning_of
from ledger.vocabulary import Reason

_EARLY = timedelta(seconds=60)  # near the end both the old and the new token are good
_PLAIN = Quota(100, 1_000)
_FORCED = Quota(1, 20)  # force_refresh: 20 a day, 30 s apart
_WAITS = (1, 2, 4)


class TokenKeeper:
    """Never asks for /cgi-bin/token: that would take the token away from the account's other programs."""

    def __init__(self, asker: Asker, owner: WechatOwner, base: str) -> None:
        self._asker = asker
        self._owner = owner
        self._url = base + "/cgi-bin/stable_token"
        self._token = Secret("")
        self._ends: datetime | None = None

    async def token(self) -> Secret:
        if self._ends is None or self._asker.clock.now() >= self._ends - _EARLY:
            await self._fetch(force=False)
        return self._token

    async def force(self) -> None:
        """A new token, because the platform refused the one it gave."""
        await self._fetch(force=True)

    async def _fetch(self, *, force: bool) -> None:
        key = f"wechat-{'force' if force else 'token'}:{self._owner.appid}"
        body = {
            "grant_type": "client_credential",
            "appid": self._owner.appid,
            "secret": self._owner.secret.reveal(),
            "force_refresh": force,
        }
        for wait in (*_WAITS, 0):
            asked = self._asker.clock.now()
            answer = await self._asker.ask(key, _FORCED if force else _PLAIN, "POST", self._url, body=body, keep=False)
            data = answer.good("平台").json()
            meaning, words = meaning_of(data)
            if meaning.do is Do.STOP:
                self._asker.memory.stop(key, next_midnight(self._asker.clock.now()))
            if meaning.do not in {Do.TAKE, Do.RETRY} or (meaning.do is Do.RETRY and not wait):
                raise LookFailed(meaning.reason, words)
            if meaning.do is Do.TAKE:
                self._token = Secret(text(data, "access_token"))
                self._ends = asked + timedelta(seconds=number(data, "expires_in") or 0)
                break
            await self._asker.clock.sleep(wait)
        if not self._token:
            raise LookFailed(Reason.INTERFACE, "平台没有给出访问令牌")
