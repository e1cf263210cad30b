"""The browser: has the last word on what a machine would confirm, reads lists that scripts draw, takes the pictures.

Optional (extra ``browser`` and a browser of the system's); knows no requirement, stores nothing, and importing it
imports no playwright.
"""

from crawler.browser.bounds import Bounds
from crawler.browser.find import find_browser
from crawler.browser.opening import Opening, opening, opens
from crawler.browser.proxy.blocked import BlockedHosts, blocked_hosts
from crawler.browser.visit import Visitor
from crawler.browser.visited import Availability, BrowserUnavailable, Step, Visit

__all__ = [
    "Availability",
    "BlockedHosts",
    "Bounds",
    "BrowserUnavailable",
    "Opening",
    "Step",
    "Visit",
    "Visitor",
    "blocked_hosts",
    "find_browser",
    "opening",
    "opens",
]
