"""What was seen: one file a site, one for all accounts, read again at any time."""
