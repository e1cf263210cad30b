"""The blank templates, their fields and samples, and the check of an office's own."""
