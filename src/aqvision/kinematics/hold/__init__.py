"""A body that holds a posture -> how far it sways and drifts, and how it answers a knock."""
