"""Judges. Pure: no network, no clock, no files, no database."""
