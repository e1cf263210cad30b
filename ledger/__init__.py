"""The vocabulary and the memory of xuncha. Bottom of the house: imports none of the other folders."""
