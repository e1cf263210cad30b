"""The tables of people and of their acts, step by step."""
