"""Letters to units, what they answer, and what groups are told."""
