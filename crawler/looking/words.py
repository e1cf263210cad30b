"""What the few words of a short answer say of themselves: not there, not now, a step on the way. Regexes only."""

import re

TO_SIMPLE = str.maketrans(
    "頁網訪問刪內資檔連結無們對過請關閉現經還尋覽瀏開啟錯誤發佈該這個聯繫說沒",
    "页网访问删内资档连结无们对过请关闭现经还寻览浏开启错误发布该这个联系说没",
)
_THING = r"(?:网页|页面|页|信息|文章|内容|栏目|资源|文件|文档|地址|链接|网址|新闻|图片|稿件|资讯|帖子)"
_WANTED = r"(?:您|你)?(?:所|要|想|正在)?(?:要)?(?:访问|浏览|查看|请求|打开|查找|寻找|找)?的?(?:这个|该|此|当前)?"
_LOST = (
    r"(?:不存在|找不到|没有找到|未找到|无法找到|走丢|不见|删除|移除|下线|失效|过期|未发布|尚未发布|下架|撤下"
    r"|无法访问|关闭|迷路|丢失|飞走|不翼而飞)"
)
_GONE = (
    rf"(?:{_WANTED}{_THING}(?:可能)?(?:已经|已|暂时|暂)?(?:被)?{_LOST}"
    rf"(?:(?:或者?|、|，|,|或是)(?:可能)?(?:已经|已|尚)?(?:被)?(?:管理员)?{_LOST}){{0,4}}"
    rf"|(?:找不到|没有找到|未找到|无法找到){_WANTED}{_THING}"
    r"|(?:the )?(?:page|file|url|resource|content|document)(?: \w{1,12}){0,6} (?:not found|not exist|be found"
    r"|been removed|no longer exists?|no longer available)|page not found|file not found|not found)"
)
_SORRY = r"(?:对不起|很抱歉|非常抱歉|抱歉|sorry|oops|哎呀|啊哦|呃|温馨提示|提示|错误提示|系统提示|错误|error)?"
_TAIL = r"(?:了|啦|哦|呢|的)?"
_404 = r"(?:http\s?|error\s?|错误(?:代码)?\s?|状态码?\s?)?404"
# a part of a title between dashes, and a clause of the body, that is such a sentence and nothing else
_PART = re.compile(
    rf"\W{{0,4}}(?:{_SORRY}\W{{0,4}}{_GONE}{_TAIL}|{_404}\W{{0,4}}"
    rf"(?:not found|error|page|错误(?:页面?)?|页面?|提示|出错(?:了|啦)?|{_SORRY}\W{{0,4}}{_GONE}{_TAIL})?)\W{{0,4}}",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf"{_SORRY}\W{{0,4}}(?:{_404}\W{{0,4}})?{_SORRY}\W{{0,4}}{_GONE}{_TAIL}", re.IGNORECASE)
# by whom a clause speaks to a visitor; one that does not may be a piece of a sentence that tells of something else
_ADDRESSED = re.compile(r"您|你|对不起|抱歉|访问|浏览|查看|打开|请求|sorry|oops|request|looking", re.IGNORECASE)
# of a search without a hit, too, which is a page: it counts only beneath a title that says that something went wrong
_RECORD = rf"(?:{_THING}|记录|数据|结果|条目|资料)"
_MISSED = re.compile(
    rf"{_SORRY}\W{{0,4}}(?:(?:您|你)?(?:所|要|想)?(?:查询|检索|搜索|点击|请求|查找|访问)的(?:这个|该|此)?{_RECORD}(?:可能)?(?:已经|已)?(?:被)?{_LOST}"
    rf"(?:(?:或者?|、|，|,|或是)(?:可能)?(?:已经|已|尚)?(?:被)?(?:管理员)?{_LOST}){{0,4}}"
    rf"|(?:没有|未能|未|无法|不能|找|查)(?:找到|查到|查询到|检索到|搜索到|不到)(?:与?您?(?:所|要|查询|查找|请求|访问)?的?)?"
    rf"(?:相应|相关|对应|任何|符合条件|指定|该|此|这)?的?(?:条|个|篇)?{_RECORD})了?",
    re.IGNORECASE,
)
_WRONG_TITLE = re.compile(
    r"(?:系统|错误|出错|温馨|友情|操作|网站|页面|访问|信息|消息)?(?:提示|错误|出错|消息|异常)(?:信息|页面?|了|啦)?"
    r"|(?:对不起|很?抱歉|出错(?:了|啦)?|error(?: page| message)?|message|sorry|oops)",
    re.IGNORECASE,
)
_SITE_TITLE = re.compile(r".{0,30}(?:网|网站|门户|政府|办公室|委员会|局|厅|委|办|院|中心|平台|官网|首页)")
# what a program shows where it broke down: frameworks' own words, and what a programmer wrote for such a case
_BROKEN = re.compile(
    r"Server Error in \W{0,2}[\w/.-]{0,60}\W{0,2} ?Application|Object reference not set to an instance"
    r"|Runtime Error\b|(?:Fatal|Parse) error ?: |Traceback \(most recent call last\)|Stack trace: ?#?0?|SQLSTATE\["
    r"|\bORA-\d{5}|\b(?:java|javax|org|com|net)(?:\.[a-z]\w{0,30}){1,6}\.\w{0,40}(?:Exception|Error)\b"
    r"|Whitelabel Error Page|HTTP Status 50\d|Microsoft (?:OLE DB|JET Database|VBScript|ODBC)|ADODB\.\w{1,20}"
    r"|Internal Server Error|内部服务器错误|服务器内部错误|数据库(?:连接|访问)(?:失败|错误|出错|异常)"
)
_BAD_CALL = re.compile(
    r"(?:参数|ID)(?:错误|不正确|有误|无效|不合法|丢失|不能为空)|(?:非法|错误的?|无效的?|缺少)(?:的)?(?:参数|ID)"
)
BROKEN_HINTS = (
    *("Server Error in", "Object reference", "Runtime Error", "atal error", "arse error", "Traceback", "tack trace"),
    *(
        "SQLSTATE",
        "ORA-",
        "Exception",
        "java.",
        "Server Error",
        "Status 50",
        "Whitelabel",
        "Microsoft ",
        "ADODB",
        "务器",
        "数据库",
        "参数",
        "非法ID",
    ),
)
_DASH = re.compile(r"(?:(?<!\s)\s++)?[-_|—–·]++\s*+")
_STOP = re.compile(r"[\s。！？!?，,；;：:.…~]+")
_SENTENCE = re.compile(r"[。！？!?；;.…~\n]+|\s{2,}")
# what stands on a page that tells of something: an article, a question with its answer
_TOLD = re.compile(
    r"发布时间|发布日期|来源[：:]|作者[：:]|问[：:]|答[：:]|答复|回复|留言|来信|申请人|网友|网民|特此告知|浏览次数|文号"
)
LOOSE = re.compile(
    rf"{_LOST}|\b404\b|not found|no longer|n't exist|not exist|cannot be found|could not be found|unavailable",
    re.IGNORECASE,
)
_WORKS = r"(?:升级|维护|维修|改版|迁移|割接|检修|改造|调试)"
_PAUSE = r"(?:暂停|暂不|停止|中止|无法|稍后|敬请|恢复|关闭|谅解|另行通知)"
NOT_NOW = re.compile(
    rf"(?:访问|请求|操作)[^。<]{{0,6}}频繁|(?:系统|网站|站点|服务器|平台|栏目)[^。<]{{0,12}}{_WORKS}(?:中|[^。<]{{0,24}}{_PAUSE})"
    rf"|{_WORKS}(?:期间|中)[^。<]{{0,12}}{_PAUSE}|(?:under|for) maintenance|be back soon"
)
# of a notice that tells of such works, on a site that opens
_NOTICE = re.compile(r"关于.{2,60}(?:公告|通知|通告|提示|说明)")
JUMP = re.compile(r"location(?:\.href|\.replace|\.assign)?\s?[=(]|http-equiv=['\"]?refresh", re.IGNORECASE)
# on the way to a document, in place of it
STEP = re.compile(
    r"请.{0,8}登[录陆]|登[录陆](?:后|系统|名|密码)|扫码登[录陆]|用户登[录陆]|统一身份认证|身份认证|单点登录|授权访问"
    r"|log ?in|sign ?in"
    r"|点击下载|立即下载|下载文件|文件下载|下载地址|开始下载|download|提取码|盗链|hotlink|外链"
    r"|验证码|滑块|安全验证|人机|拦截|阻断|防护|存在风险|访问风险|正在跳转|正在加载|预览|loading|redirecting"
    rf"|{_WORKS}(?:期间|中)|暂停服务|暂不提供",
    re.IGNORECASE,
)
TITLED_MOST, SHORT, BROKEN_MOST = 1500, 200, 2500


def says_gone(title: str, words: str, most: int = SHORT) -> str:
    """The words by which a page says of itself that it is not there; "" where it only mentions such words. ``most``:
    of how many characters the page may be whose title does not say so."""
    title, words = title.translate(TO_SIMPLE), words.translate(TO_SIMPLE)
    if len(words) >= max(most, TITLED_MOST) or _TOLD.search(words):
        return ""
    parts = [part for part in _DASH.split(title) if part]
    if any(_PART.fullmatch(part) for part in parts):
        return title
    if len(words) >= most:
        return ""
    wrong = _says_wrong(parts)
    own = wrong or all(_SITE_TITLE.fullmatch(part) for part in parts)  # the title names no page of its own
    pieces = [piece.strip() for piece in _STOP.split(words)]
    sentences = [piece.strip() for piece in _SENTENCE.split(words)]
    for clause in (*pieces, *sentences):
        if _CLAUSE.fullmatch(clause) and (own or clause in sentences or _ADDRESSED.search(clause)):
            return clause
    return next((one for one in (*pieces, *sentences) if wrong and _MISSED.fullmatch(one)), "")


def _says_wrong(parts: list[str]) -> bool:
    """Whether a title, cut into its parts, says that something went wrong, and names nothing else but the site."""
    return any(_WRONG_TITLE.fullmatch(part.strip()) for part in parts) and all(
        _WRONG_TITLE.fullmatch(part.strip()) or _SITE_TITLE.fullmatch(part) for part in parts
    )


def says_broken(title: str, words: str) -> str:
    """The words by which a short page shows that the program behind it broke down, or was called wrongly: nobody can
    tell whether what was asked for is there."""
    if len(words) >= BROKEN_MOST or _TOLD.search(words):
        return ""
    said = _BROKEN.search(f"{title}\n{words}")
    if said is None and len(words) < SHORT and _says_wrong([part for part in _DASH.split(title) if part]):
        said = _BAD_CALL.search(words)
    return said[0] if said else ""


def says_not_now(title: str, words: str) -> str:
    """The words by which a page says that it is under repair, or asked for too often."""
    said = NOT_NOW.search(words)
    return said[0] if said and not _NOTICE.search(title) and not _TOLD.search(words) else ""


def tells(words: str) -> bool:
    """Whether the page tells of something rather than of itself."""
    return _TOLD.search(words) is not None
