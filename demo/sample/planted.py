"""The addresses with a fault, and the innocent ones that look like one. What each answers, phase by phase."""

from demo.sample.plan import Kind, Phase, Planted

LAST, MIDDLE, THIS = Phase
NEW = {LAST: Kind.OK_PAGE, MIDDLE: Kind.OK_PAGE, THIS: Kind.GONE}  # a 5xx answer would be no dead link
ONLY_THIS = frozenset({THIS})

WWW, JY, ZJ = "http://www.wangshu.gov.cn", "http://jy.wangshu.gov.cn", "http://zj.wangshu.gov.cn"
QS, WH = "http://qs.wangshu.gov.cn", "http://www.wangshuwenhua.example"
CLOSED_HOST = "lib.wangshu.gov.cn"
OUTSIDE_HOSTS = (
    "beian.miit.gov.cn",
    "beian.mps.gov.cn",
    "bszs.conac.cn",
    "zfwzgl.www.gov.cn",
    "wsbs.wangshu.gov.cn",
    "ggzy.wangshu.gov.cn",
)
CONTROL_HOSTS = ("control-1.wangshu.gov.cn", "control-2.wangshu.gov.cn")


def _always(kind: Kind) -> dict[Phase, Kind]:
    return dict.fromkeys(Phase, kind)


FAULTS = (
    Planted("portal", f"{WWW}/ztzl/gjjc/index.html", "规范性文件清理专题", "home", _always(Kind.NOT_FOUND)),
    Planted(
        "portal",
        "file:///C:/Users/Administrator/Desktop/hengfu.jpg",
        "专题横幅",
        "home",
        _always(Kind.OUTSIDE),
        tag="img",
        linked=ONLY_THIS,
    ),
    Planted("portal", f"{WWW}/zcwj/P020990001.pdf", "政策文件汇编.pdf", "articles:portal-zcwj", _always(Kind.HTML)),
    Planted(
        "jiaoyu",
        f"{JY}/attachment/0/1/bmb.docx",
        "报名表.docx",
        "articles:jiaoyu-jszp",
        {LAST: Kind.GONE, MIDDLE: Kind.OK_DOCX, THIS: Kind.OK_DOCX},
    ),
    Planted("jiaoyu", f"{JY}/zsks/jzfw/index.html", "家长服务平台", "list:jiaoyu-tzgg", _always(Kind.SOFT_404)),
    Planted("zhujian", f"{ZJ}/xmcx.htm", "工程项目查询", "home", _always(Kind.LOOP)),
    Planted("zhujian", f"{ZJ}/gzcx.htm", "公租房轮候查询", "list:zhujian-xmgs", NEW),
    Planted("qingshui", f"http://{CLOSED_HOST}/", "镇图书分馆", "list:qingshui-qsdt", _always(Kind.OUTSIDE)),
    Planted("qingshui", "http://old.qingshuizhen.invalid/", "清水镇旧版网站", "home", _always(Kind.OUTSIDE)),
    Planted(
        "qingshui",
        f"{QS}/fw/banshi.html",
        "办事地图",
        "list:qingshui-zcwj",
        {LAST: Kind.NOT_FOUND, MIDDLE: Kind.OK_PAGE, THIS: Kind.NOT_FOUND},
    ),
    Planted("wenhua", f"{WH}/images/zhanting.png", "展厅照片", "list:wenhua-hd3", _always(Kind.NOT_FOUND), tag="img"),
)
NEAR_MISSES = (
    Planted("portal", f"{WWW}/tzgg/P020990002.pdf", "公示材料.pdf", "articles:portal-tzgg", _always(Kind.WAF)),
    Planted("portal", f"{WWW}/zcwj/P020990003.pdf", "文件正式文本.pdf", "articles:portal-zcwj", _always(Kind.OK_PDF)),
    Planted("portal", f"{WWW}/zcwj/P020990004.docx", "申请表.docx", "articles:portal-zcwj", _always(Kind.OK_DOCX)),
    Planted("jiaoyu", "http://wsbs.wangshu.gov.cn/", "网上办事大厅", "list:jiaoyu-zcwj", _always(Kind.RUISHU)),
    Planted("jiaoyu", "http://ggzy.wangshu.gov.cn/", "公共资源交易平台", "list:jiaoyu-zcwj", _always(Kind.JIASULE)),
    Planted("zhujian", f"{ZJ}/dtcx.htm", "工程进度地图", "list:zhujian-ysba", _always(Kind.SLOW)),
    Planted("zhujian", f"{ZJ}/zwdt.htm", "政务大厅", "list:zhujian-ysba", _always(Kind.CHAIN)),
    Planted("zhujian", f"{ZJ}/xzzx/sqb.docx", "备案申请表.docx", "articles:zhujian-ysba", _always(Kind.FLAP)),
)
# Decoys: dead addresses that no visitor is offered, in a comment and in a script's string on the portal's home page.
DECOYS = (f"{WWW}/ztzl/zhushi.html", f"{WWW}/ztzl/jiaoben.html")
