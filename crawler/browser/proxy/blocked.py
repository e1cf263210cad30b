"""Hosts that count visits for third parties: the browser never reaches them, for we must not raise official figures.

Holds no list: the caller reads ``config/browser/third-party-statistics.txt`` and hands its text over.
"""

import re
from dataclasses import dataclass

_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


@dataclass(frozen=True)
class BlockedHosts:
    """``hosts`` in lower case; each stands for itself and for every name under it."""

    hosts: frozenset[str] = frozenset()

    def blocks(self, host: str) -> bool:
        """Whether ``host`` (a name without a port, in any case) is one of them or under one of them."""
        labels = host.rstrip(".").lower().split(".")
        return any(".".join(labels[start:]) in self.hosts for start in range(len(labels)))


def blocked_hosts(text: str) -> BlockedHosts:
    """Reads one host a line; ``#`` begins a remark. Raises ``ValueError`` with the line's number, in Chinese."""
    found = set()
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        host = line.partition("#")[0].strip().lower().rstrip(".")
        if not host:
            continue
        if not _HOST.fullmatch(host):
            raise ValueError(f"第{number}行“{host[:60]}”不是域名，每行只写一个域名")
        found.add(host)
    return BlockedHosts(frozenset(found))
