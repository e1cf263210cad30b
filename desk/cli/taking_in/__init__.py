"""Commands that take in what others keep: the register, findings, messages."""
