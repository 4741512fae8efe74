"""Shares, not coefficients: corrected by hand codings, or compared between arms."""
