"""Looking: runs over sites and accounts, re-looks, probes, what a person saw."""
