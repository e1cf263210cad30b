"""Visits to home pages for 站点无法访问. Judges nothing."""
