"""Motion -> touchdown and toe-off of each foot."""
