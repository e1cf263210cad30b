"""A column's page as a whole: its list, also one that a script brings."""
