"""A queue of analyses and comparisons that survives whatever ends a process."""
