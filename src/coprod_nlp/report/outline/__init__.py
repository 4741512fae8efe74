"""What the report says in order: the one layout behind the page and the document."""

from coprod_nlp.report.outline.blocks import Outline
from coprod_nlp.report.outline.build import outline

__all__ = ["Outline", "outline"]
