"""The office's settings files, each checked whole, its mistakes told at once."""
