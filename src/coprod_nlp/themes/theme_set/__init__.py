"""Themes as people decide on them: edits, their record, files, later runs."""
