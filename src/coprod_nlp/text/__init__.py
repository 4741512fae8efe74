"""Characters, spans and vectors: what every step says of a text in the same way."""
