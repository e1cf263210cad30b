"""Options that many commands share."""

import click

NOW = click.option("--now", "moment", help="以这个时间为准（ISO）")
JSON = click.option("--json", "as_json", is_flag=True, help="输出 JSON")
