"""Reads open survey answers about coproduction, offline and by stated rules."""
