"""Looks: spiders, probes and readers. Knows no requirement."""
