"""Characters and spans: what every step says of a text in the same way."""
