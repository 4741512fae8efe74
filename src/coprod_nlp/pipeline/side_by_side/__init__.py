"""A survey beside something else: last year's, or audits and what patients say."""
