"""What one look at one address showed. Knows no requirement."""
