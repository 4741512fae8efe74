"""A whole survey: every step on it, the tables, the report and the files."""
