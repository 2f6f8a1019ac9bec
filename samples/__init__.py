"""Rendered sprint clips with exact truth, and the generator that made them."""
