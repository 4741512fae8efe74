"""Pages beside the report: agreement, candidate themes, two surveys, three sources."""
