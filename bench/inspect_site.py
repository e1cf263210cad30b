"""One whole inspection of a planted site, as `xuncha inspect` does it: crawl, archive, every rule, ledger.

python -m bench.inspect_site PORT PAGES OUT.json
"""

import json
import resource
import sys
import tempfile
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from bench.planted_site import COLUMNS, NEWEST


def main(port: int, pages: int, out: Path) -> None:
    # here, as in the program's entry, because the crawl's child process loads this file again
    from desk.context import open_desk
    from desk.inspections.inspection import RunPlan, inspect_desk
    from desk.workspace.clock import SHANGHAI
    from desk.workspace.workspace import Workspace
    from ledger.vocabulary import Column, ColumnKind, Register, RobotsPolicy, Site, Unit

    home = f"http://127.0.0.1:{port}/"
    unit = Unit("u", "试验区办公室")
    # the register's own limit is lifted: politeness is not what is measured
    site = Site("s", "试验站", home, "u", site_code="9900000001", rate=1e6, robots=RobotsPolicy.AUTHORISED)
    columns = {
        f"c{n}": Column(f"c{n}", "s", f"栏目{n}", f"{home}p/{n}.html", ColumnKind.NEWS, first_level=True)
        for n in range(1, COLUMNS + 1)
    }
    with tempfile.TemporaryDirectory() as folder:
        desk = open_desk(Workspace.init(Path(folder) / "w").root)
        limits = replace(desk.settings.crawl, pages=pages + 10_000, depth=10**6, outside_rate=1e6, fastest=1e6)
        settings = replace(desk.settings, crawl=limits, controls=(f"127.0.0.1:{port}",))
        desk = replace(desk, register=Register({"u": unit}, {"s": site}, columns, {}), settings=settings).at_once()
        now = datetime.combine(NEWEST, time(9), SHANGHAI)
        result = inspect_desk(desk, RunPlan("bench", now, ("s",), allow_private=True))
        archive = desk.workspace.archive("s").stat().st_size
    child, own = (resource.getrusage(w).ru_maxrss // 1024 for w in (resource.RUSAGE_CHILDREN, resource.RUSAGE_SELF))
    told = {**result.as_json(), "rss_crawl": child, "rss_judge": own, "archive": archive}
    out.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
