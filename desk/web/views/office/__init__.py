"""What the office writes, takes in and runs."""
