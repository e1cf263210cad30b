"""The desk on a page: a door beside the commands, which calls the same use cases."""
