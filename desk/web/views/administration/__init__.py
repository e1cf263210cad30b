"""Who comes in, what was done, whether all is fit."""
