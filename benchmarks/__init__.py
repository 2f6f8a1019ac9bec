"""Speed and memory, run by ``make bench``."""
