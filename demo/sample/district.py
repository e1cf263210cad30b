"""Units and sites of 望舒区 and how their pages are addressed. Every name and number is invented."""

from datetime import date

from demo.sample.plan import Make, Phase, SitePlan
from ledger.vocabulary import FormerName, RobotsPolicy, Site, Unit

ALWAYS = frozenset(Phase)

UNITS = (
    Unit("qfb", "望舒区人民政府办公室", "部门", "网站管理岗", "020-00000001", "u1@wangshu.example"),
    Unit("jyj", "望舒区教育局", "部门", "办公室", "020-00000002", "u2@wangshu.example"),
    Unit("zjj", "望舒区住房和城乡建设局", "部门", "综合科", "020-00000003", "u3@wangshu.example"),
    Unit(
        "wlj",
        "望舒区文化广电旅游局",
        "部门",
        "宣传推广科",
        "020-00000004",
        "u4@wangshu.example",
        former_names=(FormerName("望舒区文化体育局", date(2019, 3, 31)),),
    ),
    Unit("zsj", "望舒区政务服务和数据管理局", "部门", "数据科", "020-00000005", "u5@wangshu.example"),
    Unit("qsz", "望舒区清水镇人民政府", "镇街", "党政办", "020-00000006", "u6@wangshu.example"),
    Unit("whg", "望舒区文化馆", "事业单位", "办公室", "020-00000007", "u7@wangshu.example"),
)


def _site(
    serial: int, key: str, name: str, host: str, sponsor: str, kind: str = "部门网站", bound: bool = True
) -> Site:
    return Site(
        id=key,
        name=name,
        home=f"http://{host}/",
        sponsor=sponsor,
        operator="zsj" if key == "portal" else sponsor,
        kind=kind,
        site_code=f"440199{serial:04d}",
        icp=f"粤ICP备0000000{serial}号",
        police=f"粤公网安备4401990200000{serial}号",
        rate=500.0,
        robots=RobotsPolicy.AUTHORISED,
        bound=bound,
    )


SITES = (
    SitePlan(
        _site(1, "portal", "望舒区人民政府", "www.wangshu.gov.cn", "qfb", "政府门户网站"),
        Make.TRS,
        "#b3261e",
        "望舒区清辉路1号",
        "020-00000001",
    ),
    SitePlan(
        _site(2, "jiaoyu", "望舒区教育局", "jy.wangshu.gov.cn", "jyj"),
        Make.NFCMS,
        "#1565a7",
        "望舒区书香路8号",
        "020-00000002",
    ),
    SitePlan(
        _site(3, "zhujian", "望舒区住房和城乡建设局", "zj.wangshu.gov.cn", "zjj"),
        Make.VSB,
        "#1f6f54",
        "望舒区筑城路16号",
        "020-00000003",
        encoding="gbk",
        lacks={"公安备案号": ALWAYS},
    ),
    SitePlan(
        _site(4, "qingshui", "望舒区清水镇人民政府", "qs.wangshu.gov.cn", "qsz", "镇街网站"),
        Make.HAND,
        "#8a5a00",
        "望舒区清水镇镇前街2号",
        "020-00000006",
        lacks={"找错入口": frozenset({Phase.LAST}), "SiteIDCode": frozenset({Phase.THIS})},
    ),
    SitePlan(
        _site(5, "wenhua", "望舒区文化馆", "www.wangshuwenhua.example", "whg", "事业单位网站", bound=False),
        Make.HAND,
        "#5b3a8c",
        "望舒区听月巷5号",
        "020-00000007",
        lacks={"党政机关网站标识": ALWAYS},
    ),
)


def aging(*last: int) -> dict[Phase, tuple[int, ...]]:
    """A column nobody touches: its rows are 15 days older at each phase."""
    return {phase: tuple(age + 15 * step for age in last) for step, phase in enumerate(Phase)}


def steady(*ages: int) -> dict[Phase, tuple[int, ...]]:
    """A column that is kept: the same ages whenever one looks."""
    return dict.fromkeys(Phase, ages)


def column_path(make: Make, folder: str, page: int = 1, pages: int = 1) -> str:
    """Path of a list's page (1 is the newest) as each make writes it."""
    if make is Make.TRS:
        return f"/{folder}/" + ("index.html" if page == 1 else f"index_{page - 1}.html")
    if make is Make.NFCMS:
        return f"/{folder}/" + ("index.html" if page == 1 else f"index_{page}.html")
    if make is Make.VSB:
        return f"/{folder}.htm" if page == 1 else f"/{folder}/{pages - page + 1}.htm"
    return f"/{folder}.html" if page == 1 else f"/{folder}_{page}.html"
