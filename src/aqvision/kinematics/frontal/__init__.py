"""The same chain for a clip filmed along the lane."""
