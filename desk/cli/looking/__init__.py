"""Commands that look: at addresses, sites, columns and accounts."""
