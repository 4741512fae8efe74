"""Joins the steps: a survey in, an analysis out."""

from coprod_nlp.pipeline.analysis import Analysis, analyse

__all__ = ["Analysis", "analyse"]
