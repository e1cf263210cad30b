"""The office's own spreadsheet read into the register: what rows mean, what would change, what is asked."""
