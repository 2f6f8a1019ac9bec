"""One task in a process of its own, held to limits."""
