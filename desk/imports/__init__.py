"""What third parties deliver (第三方线索): read, put in our words, matched with register and ledger, compared."""
