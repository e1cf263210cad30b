"""What a place, a problem, an account is called, and which findings are one fact."""
