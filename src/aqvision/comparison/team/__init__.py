"""Runs of a whole team -> what changed in the group, and how far athletes differ in it."""
