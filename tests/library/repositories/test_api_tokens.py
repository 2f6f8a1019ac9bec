"""Keys for programs are kept as hashes, are good until a day, and are not without number."""

from __future__ import annotations

from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.accounts import accounts_of
from aqvision.library.repositories.api_tokens import MAX_TOKENS
from tests.support.team_folder import tiny_library


def test_the_key_itself_is_kept_nowhere(tmp_path: Path) -> None:
    with tiny_library(tmp_path) as library:
        key = accounts_of(library).add_api_token(None, "a script", 30)
        held = accounts_of(library).api_token(key)

    assert held is not None
    assert (held.name, held.account_id) == ("a script", None)
    assert round((held.ends - held.created).total_seconds() / 86400) == 30
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(key.encode() in path.read_bytes() for path in files)


def test_the_last_use_is_noted(tmp_path: Path) -> None:
    with tiny_library(tmp_path) as library:
        accounts = accounts_of(library)
        key = accounts.add_api_token(None, "a script", 30)
        assert accounts.api_tokens(None)[0].used is None
        accounts.api_token(key)
        assert accounts.api_tokens(None)[0].used is not None
        assert accounts.api_token("another") is None


def test_there_are_not_more_than_somebody_can_tell_apart(tmp_path: Path) -> None:
    with tiny_library(tmp_path) as library:
        accounts = accounts_of(library)
        for number in range(MAX_TOKENS):
            accounts.add_api_token(None, f"script {number}", 30)
        with pytest.raises(LibraryError, match="already"):
            accounts.add_api_token(None, "one more", 30)
