"""Reads codebooks and human codings, and suggests codes for open answers."""

from coprod_nlp.coding.codebook import Code, Codebook, load_codebook
from coprod_nlp.coding.codings import Codings, read_codings
from coprod_nlp.coding.suggester import CodeSuggester

__all__ = [
    "Code",
    "CodeSuggester",
    "Codebook",
    "Codings",
    "load_codebook",
    "read_codings",
]
