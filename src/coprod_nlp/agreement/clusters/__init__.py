"""Clusters that a machine found beside the codes that coders gave."""
