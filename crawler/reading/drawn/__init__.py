"""What stands in a list's place: rows that a script brings, words that say it is blank, or nothing."""
