"""Whether the browser may be asked at all. Loads none of its libraries."""

import importlib.util
import os

SWITCH = "XUNCHA_BROWSER"  # in the environment: "no" leaves the browser alone, a path names one


def allowed() -> bool:
    """Whether nobody forbids it and its extra is installed; whether a browser is there is seen when it is asked."""
    return os.environ.get(SWITCH) != "no" and importlib.util.find_spec("playwright") is not None
