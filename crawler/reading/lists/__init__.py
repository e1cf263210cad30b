"""The list on a column's page: rows, their days, which list is the column's, what of it was read."""
