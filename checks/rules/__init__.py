"""One rule a file: a generator function of the file's name. May import only ``checks`` and the vocabulary."""
