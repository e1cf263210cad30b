"""What the clerk does on which day beside the daily round, written by hand: the time, then the command's words.

A finding is named by its name in ledger_end.tsv, in braces; a file of this folder by @. The round itself is in
story_play.py.
"""

from collections.abc import Mapping

CLERK = "巡查员甲"
Step = tuple[str, tuple[str, ...]]


def _decide(what: str, name: str, why: str, *more: str) -> Step:
    return "09:30", ("finding", what, f"{{{name}}}", "--why", why, "--by", CLERK, *more)


def _answer(what: str, name: str, said: str) -> Step:
    """The clerk enters what the unit said on the telephone or on paper; 已整改 is looked at again at once."""
    words = ("--cause" if what == "--appeal" else "--measure", said)
    return "15:00", ("answers", "enter", f"{{{name}}}", what, *words, "--by", CLERK)


EXCUSED = ("--kind", "属实但不计")
STEPS: Mapping[str, tuple[Step, ...]] = {
    "09-07": (_decide("dismiss", "往期活动", "展馆系统在升级，10月8日前恢复", *EXCUSED, "--until", "2026-10-08"),),
    "09-09": (_decide("confirm", "招生快讯", "打开栏目核对，确无信息"),),
    "09-10": (_decide("dismiss", "便民服务", "栏目正在改版，9月底前恢复", *EXCUSED, "--until", "2026-09-30"),),
    "09-14": (_decide("confirm", "公安备案", "打开首页核对，页脚没有公安备案号"),),
    "09-21": (_decide("confirm", "教育微信", "打开账号核对，没有更新"),),
    "09-29": (
        _answer("--appeal", "招生快讯", "该栏目为季节性栏目，非招生季没有信息"),
        _answer("--fixed", "教育微信", "已恢复更新"),
    ),
    "09-30": (("10:20", ("letters", "holiday", "--by", CLERK)),),
    "10-08": (
        _decide("rule", "招生快讯", "栏目登记为在用，没有办理免检，申诉不成立", "--reject"),
        _decide("confirm", "便民服务", "改版期限已过，栏目仍无信息"),
        _answer("--appeal", "活动预告", "场馆维修，经区政府办公室同意年内不办活动"),
    ),
    "10-09": (
        _decide("rule", "活动预告", "有区政府办公室的批复，申诉成立", "--accept", "--until", "2026-12-31"),
        _answer("--fixed", "镇街动态", "已更新"),
        _answer("--working", "公安备案", "备案变更已提交公安机关，尚在办理"),
    ),
    "10-12": (
        ("08:45", ("register", "reorganise", "rename", "wtj", "望舒区文化广电旅游局", "--day", "2026-10-12")),
        _decide("confirm", "文体微信名称", "单位已更名，账号名称没有变更"),
    ),
    "10-13": (
        _decide("urge", "学校名录", "电话催办"),
        _answer("--fixed", "招生简章", "附件已重新上传"),  # it is not true
    ),
    "10-15": (
        _decide("confirm", "首页不更新", "打开首页核对，没有更新"),
        ("08:45", ("register", "reorganise", "move", "--column", "portal-zjdt", "--to", "zsj", "--day", "2026-10-15")),
    ),
    "10-16": (_answer("--fixed", "政民互动", "链接已修复"),),  # true, but we are shut out
    "10-20": (
        _decide("confirm", "镇街动态空白", "打开栏目核对，确无信息"),
        _decide("dismiss", "通知附件", "误认为是测试附件", "--kind", "读错", "--until", "2026-12-31"),
    ),
    "10-21": (_decide("restore", "通知附件", "附件属正式通知，撤销误报"),),
    "10-22": (("15:00", ("import-findings", "@zhaocuo.csv", "--from", "我为政府网站找错", "--kind", "找错")),),
    "10-23": (_decide("confirm", "严重表述", "打开文章核对，属实"), _answer("--fixed", "严重表述", "已更正")),
    "10-26": (
        _decide(
            "passed", "严重表述", "文章已更正", "--seen", "http://jiaoyu.wangshu.gov.cn/jiaoyu-jydt/t20261016.html"
        ),
        ("09:40", ("reports", "answer", "1", "--why", "已更正并答复网民", "--by", CLERK)),
    ),
    "10-27": (
        (
            "07:50",
            (
                *("register", "reorganise", "readdress", "--site", "jiaoyu", "--home", "http://jy.wangshu.gov.cn/"),
                *("--day", "2026-10-27", "--by", CLERK),
            ),
        ),
    ),
    "10-28": (("09:40", ("reports", "answer", "2", "--why", "已答复网民，正在修复", "--by", CLERK)),),
}
