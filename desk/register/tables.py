"""The four tables of the register as a clerk sees them: files, sheets, headings, closed words. Data only."""

from dataclasses import dataclass

from ledger.vocabulary import ColumnKind, ColumnState, RobotsPolicy

ROBOTS = {"遵守": RobotsPolicy.OBEY, "已授权": RobotsPolicy.AUTHORISED}
YES_NO = {"是": True, "否": False}
DUTY = ("责任单位", "责任自", "责任至")


@dataclass(frozen=True)
class Heading:
    """One column of a table. ``words`` is the closed list a cell is chosen from."""

    title: str
    help: str
    required: bool = False
    words: tuple[str, ...] = ()
    is_date: bool = False


@dataclass(frozen=True)
class Table:
    """One table. Rows that follow each other with one 编号 may differ in the ``history`` headings."""

    file: str
    sheet: str
    headings: tuple[Heading, ...]
    history: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        return tuple(h.title for h in self.headings)

    def heading(self, title: str) -> Heading | None:
        return next((h for h in self.headings if h.title == title), None)


_ID = Heading("编号", "本表内不重复，用字母、数字、汉字、- 或 _，定下后不要改", required=True)
_DUTY = (
    Heading("责任单位", "单位编号；换过责任单位的，同一编号连写几行，每行一个责任单位和起止日期"),
    Heading("责任自", "从哪天起负责（含当天），不知道可空着", is_date=True),
    Heading("责任至", "到哪天为止（含当天），仍在负责的空着", is_date=True),
)
_STATE = (
    Heading("状态", "空着即在用", words=tuple(ColumnState)),
    Heading("状态原因", "归档、免检的必须写明原因"),
    Heading("状态截止", "归档、免检到哪天为止（含当天），长期的空着", is_date=True),
)

UNITS = Table(
    "units.csv",
    "单位",
    (
        _ID,
        Heading("名称", "现在的全称", required=True),
        Heading("分组", "一起评分的组，如 镇街、部门"),
        Heading("联系人", "负责网站和新媒体的人"),
        Heading("电话", "联系电话"),
        Heading("邮箱", "整改通知发到这里"),
        Heading("曾用名", "写成“旧名称至2024-03-31”，几个之间用分号隔开"),
        Heading("撤并日期", "从这天起不再存在", is_date=True),
        Heading("承接单位", "撤并后由哪个单位承接，写单位编号"),
    ),
)
SITES = Table(
    "sites.csv",
    "网站",
    (
        _ID,
        Heading("名称", "网站名称", required=True),
        Heading("首页地址", "以 http:// 或 https:// 开头", required=True),
        Heading("主办单位", "单位编号", required=True),
        Heading("承办单位", "单位编号"),
        Heading("曾主办单位", "写成“单位编号至2024-03-31”，几个之间用分号隔开"),
        Heading("类别", "如 政府门户网站、部门网站；空着即部门网站"),
        Heading("网站标识码", "10 位数字，或 bm 加 8 位数字"),
        Heading("ICP备案号", "如 粤ICP备12345678号-1，照首页底部的写法"),
        Heading("公安备案号", "如 粤公网安备 12345678901234号"),
        Heading("每秒页数", "每秒最多访问几页，空着即 2"),
        Heading("robots", "遵守网站的 robots.txt，或主办单位已书面授权", words=tuple(ROBOTS)),
        Heading("指定连接", "一般空着；域名要连到指定地址时写明，如 10.1.2.3:8080"),
        Heading("原地址", "迁址前的首页，写成“http://旧地址/至2024-03-31”，几个之间用分号隔开"),
        Heading("关停公告日", "关停公告在首页挂出的日期，不关停的空着", is_date=True),
        Heading("关停日", "从这天起关停，不再检查内容", is_date=True),
        Heading("关停批文", "上级同意关停的文号"),
        Heading("适用检查指标", "如自愿纳入的事业单位网站写否：不作单项否决，不计入合格率", words=tuple(YES_NO)),
    ),
)
COLUMNS = Table(
    "columns.csv",
    "栏目",
    (
        _ID,
        Heading("网站", "网站编号", required=True),
        Heading("名称", "栏目名称", required=True),
        Heading("地址", "栏目列表页的地址，域名与网站首页相同", required=True),
        Heading("类别", "空着即其他", words=tuple(ColumnKind)),
        Heading("一级栏目", "空着即否", words=tuple(YES_NO)),
        Heading("允许间隔天数", "本办自定的最长不更新天数，空着按指标"),
        *_STATE,
        *_DUTY,
    ),
    DUTY,
)
ACCOUNTS = Table(
    "accounts.csv",
    "账号",
    (
        _ID,
        Heading("单位", "单位编号；查不到主办单位的空着，按无主账号提出"),
        Heading("平台", "如 微信、微博、抖音", required=True),
        Heading("名称", "账号名称", required=True),
        Heading("地址", "账号主页地址"),
        *_STATE,
        *_DUTY,
        Heading("开设日期", "从哪天起开设，不知道的空着", is_date=True),
        Heading("注销日期", "从这天起注销、关停，不再检查更新（状态不必另改）；没有注销的空着", is_date=True),
        Heading("备案日期", "哪天向主管单位备案，不知道的空着", is_date=True),
    ),
    DUTY,
)
TABLES = (UNITS, SITES, COLUMNS, ACCOUNTS)
