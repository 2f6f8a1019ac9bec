"""Clips and people -> a library of them, and the jobs that measure them."""
