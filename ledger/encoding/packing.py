"""What the ledger keeps as JSON and nobody searches: packed, for much of it is said again and again. Pure."""

import json
import zlib
from typing import Any

from pydantic_core import from_json

# What rows hold, the likeliest last. Rows that are packed can be read with these very bytes only: another text is
# another way of packing, beside this one.
_KNOWN = (
    '"terms":"skipped":[],"started":"targets":"pages":"fine":"finished":"columns_read":"columns_total":{"bad":'
    '"url":"misregistered","excused","misread","register","host","estate","site"登记有误属实但不计读错打开核对单位已整改。'
    '"timeout","blocked","use_unseen","partly_read","script_drawn","not_found","gone","dns","refused","server_error"'
    '"soft""meta","time""own_cell""default""html""json","rule":"_not_updated"_columns"column_"account_"home_"site_"'
    "最新信息发布于2026年月日，至检查时已超过规定的更新期限天没有更新，栏目内共有信息条。"
    "不存在或者已经删除404 Not Found对不起，您访问的页面"
    "重新出现已通报整改中待复查待核实已核实已销号打不开（链接页面不存在），共被引用次，见《关于印发的通知》等页面。"
    '["https://www.gov.cn/art/2026/attachment/files/content/index.html","http://www.xxgk/zwgk/tzgg/t2026'
    '"verdicts":[{"column":null,"criterion":"column-stale","evidence":{"address":"http","outcome":"UNKNOWN","place":"'
    '","origin":"","outcome":"FAIL","passed":"reason":null,"counts":{"link-home":[,0],"link-other":['
    '{"appeal":"","chain":[],"closed_at":null,"column":null,"confirmed_at":null,"criterion":"link-other",'
    '"dismissed_from":null,"dismissed_kind":null,"dismissed_until":null,"dismissed_why":"","doubted":false,"due":null,'
    '"due_told":null,"evidence":{"address":"https://www.","body":"","figures":[["newest","2026-01-01"],["days","180"]],'
    '"grade":"hard","looks":[],"provenance":null,"quote":"","reader":null,"reason":"not_found","referrers":'
    '[{"page":"https://www.","tag":"a","text":"","uses":1},{"page":"https://www.","tag":"img","text":"","uses":1}],'
    '"seen":"2026-11-","status":404,"uses":1},"first_seen":"2026-11-","held":null,"id":1,"last_seen":"2026-11-",'
    '"manner":{"basis":"hard:not_found","reader":"html","rule":"dead_"},"message":"","origin":"","place":"https://",'
    '"state":"已核实","subject":"s1","unit":"u1","unknown_since":null}'
    '{"closed_at":"2026-12-01T00:00:00.000000+08:00","state":"已销号"}{"unknown_since":"2027-'
    '{"chain":[],"confirmed_at":"2026-12-01T08:30:00.000000+08:00","state":"已核实"}'
    '{"evidence":{"body":"0123456789abcdef","looks":["2026-12-01T01:30:00.000000+08:00","2026-'
    '"],"seen":"2026-12-01T08:30:00.000000+08:00"},"last_seen":"2026-12-01T08:30:00.000000+08:00"}'
).encode()


def pack(value: object) -> bytes:
    """A JSON value in few bytes, which bear a checksum."""
    return pack_text(json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True))


def unpack(packed: bytes) -> Any:
    """The value again. ValueError on bytes that are none."""
    return from_json(_inflated(packed))


def pack_text(text: str) -> bytes:
    """Any text, as ``pack`` packs what it has written."""
    deflate = zlib.compressobj(zdict=_KNOWN)
    return deflate.compress(text.encode()) + deflate.flush()


def unpack_text(packed: bytes) -> str:
    """The text again. ValueError on bytes that are none."""
    return _inflated(packed).decode()


def _inflated(packed: bytes) -> bytes:
    inflate = zlib.decompressobj(zdict=_KNOWN)
    try:
        text = inflate.decompress(packed)
    except (zlib.error, TypeError) as error:
        raise ValueError(f"not packed: {error}") from error
    if not inflate.eof:
        raise ValueError("packed bytes that were cut")
    return text
