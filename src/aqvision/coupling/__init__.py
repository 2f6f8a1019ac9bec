"""Runs of one athlete at several speeds -> what holds as speed rises, and what lets go first."""
