"""Spreadsheets as offices keep them, made cell by cell; what stands in them is told beside each test."""

from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

Rows = Sequence[Sequence[object]]

WIDE: Rows = (
    ("望舒区政府网站和政务新媒体一览表",),
    ("序号", "单位", "网站", "", "", "", "政务新媒体", "", "", "联系人", "联系电话", "邮箱", "备注"),
    ("", "", "名称", "域名", "标识码", "备案号", "微信", "微博", "抖音", "", "", "", ""),
    (
        *(1, "望舒区教育局", "望舒教育网", "www.wsjy.example", "5200010001"),
        *("黔ICP备20000001号-1\n贵公网安备 52000102000001号", "望舒教育", "@望舒教育", "无", "王 某", "0851-8888"),
        *("jyj@ws.example", "三级"),
    ),
    ("", "", "望舒招生考试网", "zk.wsjy.example/", "5200010002", "黔ICP备20000001号－2", *[""] * 7),
    (
        2,
        "望舒区卫健局",
        "无",
        "/",
        "",
        "",
        "健康望舒、望舒疾控",
        "健康望舒",
        "健康望舒",
        "李某",
        "",
        "wjj@ws.example",
        "",
    ),
    (
        *(
            3,
            "望舒区城关街道办事处",
            "城关街道网",
            "http://cg.ws.example、http://old.ws.example",
            "5200010003",
            "贵ICP备123",
        ),
        *("城关发布", "√", "", "赵某", "", "cg@ws.example", ""),
    ),
    ("合计", "", "3个", "", "", "", 4, 2, 1, "", "", "", ""),
    ("填表人：张三", "", "", "", "审核人：李四"),
)
WIDE_MERGED = ("A1:M1", "B4:B5", "C2:F2", "G2:I2", "A2:A3", "B2:B3", "J4:J5", "L4:L5")

SEVERAL: Rows = (  # three tables one under the other
    ("一、网站",),
    ("网站名称", "网址", "主办单位", "备案号"),
    ("望舒区政府网", "www.ws.example", "望舒区人民政府办公室", "黔ICP备20000002号"),
    ("望舒人社网", "http://rs.ws.example/index.html", "望舒区人社局", ""),
    ("望舒人社网", "http://rs2.ws.example/", "区人社局", ""),
    (),
    ("二、栏目",),
    ("所属网站", "名称", "链接", "更新频率", "是否一级栏目"),
    ("望舒区政府网", "政务要闻", "http://www.ws.example/yw/", "每周", "是"),
    ("", "政策文件", "/zc/", "半年", "是"),
    ("望舒人社网", "通知公告", "http://rs.ws.example/tz/", "每月", "否"),
    ("望舒人社网", "招聘信息", "http://rs2.ws.example/zp/", "每个工作日", "否"),
    (),
    ("三、新媒体",),
    ("主办单位", "平台", "名称", "状态"),
    ("望舒区政府办", "微信公众号", "望舒发布", "正常"),
    ("望舒区人社保障局", "新浪微博", "望舒人社", "注销"),
    ("", "知乎", "望舒人社", ""),
)
UNITS: Rows = (
    ("单位名称", "联系人", "手机号码", "电子邮箱"),
    ("望舒区人民政府办公室", "甲", 13800000001, "a@ws.example"),
    ("望舒区人力资源和社会保障局", "乙", 13800000002, "b@ws.example"),
)

TWO_LINES = """望舒区政府网站台账,,,,,,,
序号,主办单位,网站情况,,,联系人,,
,,网站名称,网址,ICP备案号,姓名,办公电话,E-mail
1,望舒区水务局,望舒水务,ｗｗｗ．ｓｗ．ｅｘａｍｐｌｅ,黔ICP备20000003号,丙,0851-1,c＠ws.example
2,望舒区林业局,望舒林业网,http://ly.ws.example/,黔ICP备20000004号－1,丁,,
,,望舒林业网,http://ly2.ws.example/,,,,
3,,,,,,,
4,望舒区档案馆,望舒档案,,黔ICP备20000005号,戊,,
5,望舒区档案馆,望舒档案信息网,http://da.ws.example/,,戊,,
6,望舒区气象局,望舒气象,http://qx.ws.example,黔ICP备20000006号,,,
7,望舒区气象局,望舒区气象,http://qx.ws.example/,黔ICP备20000006号,,,
注：以上为2026年3月情况,,,,,,,
"""

PER_COLUMN: Rows = (  # a row a column; unit and site stand merged beside them; the head again on each printed page
    ("责任单位", "网站名称", "网站网址", "栏目名称", "栏目网址", "更新周期", "负责科室"),
    ("望舒区农业农村局", "望舒农业", "http://ny.ws.example/", "农业要闻", "http://ny.ws.example/yw", "两周", "办公室"),
    ("", "", "", "通知公告", "http://ny.ws.example/tz", "及时更新", "办公室"),
    ("", "", "", "五年规划", "http://ny.ws.example/gh", "五年", "计财科"),
    ("责任单位", "网站名称", "网站网址", "栏目名称", "栏目网址", "更新周期", "负责科室"),
    ("望舒区商务局", "望舒商务", "http://sw.ws.example/", "商务动态", "http://sw.ws.example/dt", "15天", ""),
    ("", "", "", "意见征集", "http://other.example/zj", "每季度", ""),
)
PER_COLUMN_MERGED = ("A2:A4", "B2:B4", "C2:C4", "A6:A7", "B6:B7", "C6:C7")

ACCOUNTS: Rows = (  # a unit to several accounts, merged; one of no unit; one twice
    ("政务新媒体名册",),
    ("主管单位", "类型", "账号名称", "账号ID", "账号主页", "运行状态"),
    ("望舒区公安局", "政务微信", "平安望舒", "pa", "", "正常运行"),
    ("", "政务微博", "平安望舒", "", "weibo.example/pa", "正常运行"),
    ("", "抖音号", "平安望舒", "", "", "已关停"),
    ("望舒区司法局", "公众号", "望舒司法", "", "", ""),
    ("望舒区公安局", "微信", "平安望舒", "pa", "", "正常运行"),
    ("总计", "", "5个"),
)
ACCOUNTS_MERGED = ("A3:A5",)


# a form from above: captions, remarks in the headings, notes below; two levels of columns; apps by the sheet's name
FORM: Rows = (
    ("附件1",),
    ("2026年全区政府网站基本信息统计表",),
    ("填报单位（盖章）：望舒区人民政府办公室", "", "", "", "填报日期：2026年3月1日"),
    ("序号", "网站\n名称", "首页网址", "主办单位\n（全称）", "网站标识码*", "ICP备案\n编号", "公安机关\n备案号"),
    ("1", "望舒区政府网", "https://www.ws.example/", "望舒区人民政府办公室", "5200000001", "黔ICP备20000002号-1", ""),
    ("2", "审核中心网", "http://sh.ws.example", "望舒区审核中心", "bm52000001", "", "/"),
    ("3", "望舒区图书馆", "lib.ws.example", "望舒区文旅局", "", "", ""),
    ("说明：1.标识码为10位数字。",),
    ("联系人：张三", "", "联系电话：0851-1234567"),
)
LEVELS: Rows = (
    ("网站", "一级栏目", "二级栏目", "栏目地址", "更新频率（天）", "状态"),
    ("望舒区政府网", "政务公开", "通知公告", "https://www.ws.example/zwgk/tzgg/", "30", "正常"),
    ("望舒区政府网", "", "规划计划", "https://www.ws.example/zwgk/ghjh/", "365", "正常"),
    ("望舒区政府网", "互动交流", "民意征集", "https://www.ws.example/hd/", "", "停用"),
    ("望舒区政府网", "新闻中心", "", "https://www.ws.example/xw/", "7", "正常"),
)
APPS: Rows = (
    ("名称", "类型", "主管单位"),
    ("望舒通", "移动客户端", "望舒区政府办"),
    ("望舒小程序", "微信小程序", ""),
)


def book(path: Path, *sheets: tuple[str, Rows, Sequence[str]]) -> Path:
    """An .xlsx of these sheets: name, rows, merged areas."""
    made = Workbook()
    made.remove(made.worksheets[0])
    for name, rows, merged in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for area in merged:
            sheet.merge_cells(area)
    made.save(path)
    return path
