"""Rows of the library together with the files they refer to, a class a kind."""
