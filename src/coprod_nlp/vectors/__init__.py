"""Encoders: read by every step that compares texts, and taught to do it better."""
