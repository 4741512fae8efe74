"""Opens any kind of file as rows of strings, at once or a part at a time."""
