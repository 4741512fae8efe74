"""Coders beside each other: how far they agree, and where they part."""
