"""Who visits a server, what they may see, and how they sign in."""
