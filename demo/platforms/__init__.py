"""The platforms of the sample district, on loopback."""
