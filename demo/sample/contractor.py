"""The sample district's contracted firm: the file of one of its inspections, right, wrong and outside the register."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

SOURCE = "望舒检测公司"
_HEADS = ("网站名称", "问题类型", "问题描述", "页面地址", "问题链接", "发现时间")
_ROWS = (
    # we know of it
    (
        "望舒区住房和城乡建设局",
        "死链",
        "“公租房轮候查询”无法打开",
        "http://zj.wangshu.gov.cn/",
        "http://zj.wangshu.gov.cn/gzcx.htm",
    ),
    # it answers slowly, and their patience was shorter than ours
    (
        "望舒区住房和城乡建设局",
        "死链",
        "“动态查询”无法打开",
        "http://zj.wangshu.gov.cn/",
        "http://zj.wangshu.gov.cn/dtcx.htm",
    ),
    # nobody registered this site
    ("望舒区图书馆", "空白栏目", "“新书推荐”栏目没有内容", "http://lib.wangshu.gov.cn/xstj/", ""),
)


def write_results(day: date, out: Path) -> Path:
    """Their file of ``day``."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "检查结果"
    page.append(_HEADS)
    for row in _ROWS:
        page.append((*row, f"{day:%Y-%m-%d}"))
    out.parent.mkdir(parents=True, exist_ok=True)
    book.save(out)
    return out
