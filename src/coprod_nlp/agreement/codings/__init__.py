"""How codings come in: from any layout to units, each with the codes of each coder."""
