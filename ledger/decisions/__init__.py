"""What people decided: each act with what it covered, what was counted of it, and what is trusted for it."""
