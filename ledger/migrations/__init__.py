"""The ledger's tables, step by step: a step that has gone out is never edited, only followed."""
