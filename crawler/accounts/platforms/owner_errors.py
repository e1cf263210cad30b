"""Error codes of Weibo, Douyin and Kuaishou for an account's owner. Data."""

from ledger.vocabulary import Reason

_TOKEN, _GRANT, _WRONG = Reason.TOKEN_EXPIRED, Reason.NOT_GRANTED, Reason.CREDENTIAL_WRONG

WEIBO = {
    10006: _WRONG,
    10014: _GRANT,
    10022: Reason.QUOTA,
    10023: Reason.QUOTA,
    10024: Reason.QUOTA,
    21301: _TOKEN,
    21327: _TOKEN,
    21332: _TOKEN,
    21335: _GRANT,
}
DOUYIN = {
    10002: Reason.INTERFACE,
    10003: _WRONG,
    10004: _GRANT,
    10007: _TOKEN,
    10008: _TOKEN,
    10010: _TOKEN,
    10012: Reason.QUOTA,
    10013: _WRONG,
    2100004: Reason.SOURCE_FAILED,  # busy
    2100005: Reason.INTERFACE,
    2100007: _GRANT,
    2100009: Reason.ACCOUNT_RESTRICTED,
    2190001: Reason.QUOTA,
    2190002: _TOKEN,
    2190003: _GRANT,
    2190004: _GRANT,
    2190008: _TOKEN,
    2190015: _WRONG,
}
DOUYIN_BUSY = 2100004
KUAISHOU = dict.fromkeys((100100402, 100100403, 100100404, 200100410), Reason.QUOTA)
