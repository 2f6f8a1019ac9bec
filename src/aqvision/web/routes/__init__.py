"""Requests -> pages, a module a subject."""
