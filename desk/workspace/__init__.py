"""The folder an office works in: its files read and written, kept whole, and the mistakes in them."""
