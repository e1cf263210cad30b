"""The month's notice, from its period and figures to the signed file; the daily record."""
