"""What goes over the wire: mails and messages to groups."""
