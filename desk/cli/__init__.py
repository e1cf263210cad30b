"""What a clerk types: a file a group of commands, each parses, calls one use case and prints."""
