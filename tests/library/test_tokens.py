"""Tokens: long, never the same, and kept as a hash."""

from __future__ import annotations

import re

from aqvision.library.tokens import hashed, new_token


def test_nobody_guesses_one() -> None:
    tokens = {new_token() for _ in range(500)}
    assert len(tokens) == 500
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", token) for token in tokens)


def test_anything_has_a_hash_of_one_length() -> None:
    for text in ("", "\0", "\ud800", "é", "x" * 100_000):
        assert re.fullmatch(r"[0-9a-f]{64}", hashed(text))
    assert hashed("a") != hashed("b")
