"""Looking at one address, one page, or what a lot has drawn."""
