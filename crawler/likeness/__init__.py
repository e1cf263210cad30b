"""Is this still the same site? Reads what its pages show and compares. Asks nothing of the network, stores nothing."""
