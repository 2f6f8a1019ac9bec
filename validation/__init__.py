"""Accuracy against truth: slow, about science, and run by ``make validate``."""
