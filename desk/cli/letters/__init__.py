"""Commands about what the office writes and what units answer."""
