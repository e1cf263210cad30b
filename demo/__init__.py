"""The sample district: the whole job played on loopback. Nothing else knows it."""
