"""Codes by people, without a survey around them: suggested, collected, compared."""
