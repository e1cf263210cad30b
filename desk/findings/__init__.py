"""What stands in the ledger: how it is chosen, decided, explained and counted."""
