"""How the segments of the body act on one another: momentum, steadiness of timing, recovery."""
