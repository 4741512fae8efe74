"""One column of definitions, of any size: judged, evaluated, learned from."""
