"""How a site, a unit and the office's weeks stand: plain values for a page."""
