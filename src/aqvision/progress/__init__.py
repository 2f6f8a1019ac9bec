"""Holds, training blocks and sprints of an athlete -> one time line, and what moved with what."""
