"""Analyses before and after -> Comparison: what may be said of each change."""
