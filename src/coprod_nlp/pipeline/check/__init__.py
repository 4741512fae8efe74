"""A survey file before it is run: what is understood of it, settings to start from."""
