"""Clip -> Analysis: everything that one clip shows, and what it is good for."""
