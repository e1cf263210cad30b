"""What the ledger keeps of findings and runs, and what may happen to them."""
