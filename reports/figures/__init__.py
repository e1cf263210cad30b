"""What reports are made from: plain figures, and the words in which they are told."""
