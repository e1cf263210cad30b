"""How every connection is made: address guard, limits, settings. Judges nothing."""
