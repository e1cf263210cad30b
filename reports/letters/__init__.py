"""Every letter and record that is written: figures in, file out."""
