"""Agreement beyond chance, for categories and for sets of codes."""
