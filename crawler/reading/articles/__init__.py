"""One article's page: its headline, the bar beside it, its publish day and source."""
