"""The walk over a site: what to visit next, how fast, and what to leave alone. Judges no requirement."""
