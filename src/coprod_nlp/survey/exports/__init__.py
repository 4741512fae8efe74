"""Knows how survey tools export: by what a file is told, and what to do with it."""
