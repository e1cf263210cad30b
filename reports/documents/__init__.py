"""Word documents: laid out, filled from the office's templates, compared with the signed file."""
