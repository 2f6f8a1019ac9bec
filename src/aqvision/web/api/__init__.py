"""Requests of programs -> JSON, a module a subject."""
