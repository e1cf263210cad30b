"""Words on their way into a file: coded, masked, secrets struck out. Pure."""
