"""The clock: which job is due, its process, and whether all is fit for the work."""
