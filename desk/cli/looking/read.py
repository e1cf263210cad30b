"""`xuncha read`: what the readers see in a page."""

from pathlib import Path

import click

from desk.cli.json_line import echo_json
from desk.spot_checks.reading import read_list, read_one


@click.command()
@click.argument("source", metavar="[文件或网址]", required=False)
@click.option("--url", help="页面的网址（判断相对地址用）")
@click.option("--list", "listing", type=click.Path(path_type=Path), help="清单（制表符分隔，含 file、url 两列）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，每页一行")
@click.option("--allow-private", is_flag=True, help="允许访问内网和本机地址")
def read(source: str | None, url: str | None, listing: Path | None, as_json: bool, allow_private: bool) -> None:
    """显示读取器从页面里看到了什么。"""
    if (source is None) == (listing is None):
        raise click.UsageError("请给出一个文件或网址，或用 --list 给出清单")
    pages = read_list(listing) if listing else iter([read_one(source or "", url, allow_private=allow_private)])
    for page in pages:
        echo_json(page, None if as_json else 2)
