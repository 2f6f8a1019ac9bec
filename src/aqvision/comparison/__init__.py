"""Analyses before and after -> Comparison: what changed beyond noise."""
