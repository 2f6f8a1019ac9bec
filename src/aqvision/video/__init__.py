"""File -> frames with true times."""
