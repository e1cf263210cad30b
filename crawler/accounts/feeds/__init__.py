"""Feeds of services and addresses of articles."""
