"""The browser: has the last word on what a machine would confirm, reads lists that scripts draw, takes the pictures.

Optional (extra ``browser`` and a browser of the system's); knows no requirement, stores nothing, and importing it
imports no playwright.
"""

from crawler.browser.at_rest import at_rest
from crawler.browser.find import find_browser
from crawler.browser.opening import Opening, opening, opens
from crawler.browser.proxy.blocked import BlockedHosts, blocked_hosts
from crawler.browser.proxy.bounds import Bounds
from crawler.browser.visit import Visitor
from crawler.browser.visited import Area, Availability, BrowserUnavailable, Frame, Visit, VisitStep

__all__ = [
    "Area",
    "Availability",
    "BlockedHosts",
    "Bounds",
    "BrowserUnavailable",
    "Frame",
    "Opening",
    "Visit",
    "VisitStep",
    "Visitor",
    "at_rest",
    "blocked_hosts",
    "find_browser",
    "opening",
    "opens",
]
