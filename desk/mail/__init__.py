"""The office's post: its servers' settings, the box, what a mail says, bounces."""
