"""One file a platform and way of asking it."""
