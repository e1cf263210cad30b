"""What the ledger keeps of letters, answers, notices, reports and the clock."""
