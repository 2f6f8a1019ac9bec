"""The environment names where files lie."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.library.files.objects import ObjectFiles
from aqvision.library.files.opening import USUAL_CACHE_BYTES, open_elsewhere


def test_without_a_name_they_lie_at_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AQVISION_FILES_URL", raising=False)
    assert open_elsewhere(tmp_path / "cache") is None
    assert not (tmp_path / "cache").exists()


def test_a_store_and_its_limit_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AQVISION_FILES_URL", "s3://club/clips")
    opened = open_elsewhere(tmp_path / "cache")
    assert isinstance(opened, ObjectFiles)
    assert opened.cache.most_bytes == USUAL_CACHE_BYTES
    monkeypatch.setenv("AQVISION_CACHE_BYTES", "5000")
    other = open_elsewhere(tmp_path / "cache", "s3://other")
    assert isinstance(other, ObjectFiles)
    assert other.cache.most_bytes == 5000
    assert (tmp_path / "cache").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("said", ["20 GB", "-1", "1e9"])
def test_a_limit_that_is_none_is_refused(
    said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("AQVISION_CACHE_BYTES", said)
    with pytest.raises(LibraryError, match="is no number of bytes") as caught:
        open_elsewhere(tmp_path, "s3://club")
    assert "AQVISION_CACHE_BYTES" in caught.value.hint


def test_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "obstore", None)
    for name in [name for name in sys.modules if name.startswith("obstore.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, "aqvision.library.files.bucket", raising=False)
    with pytest.raises(LibraryError, match="obstore is missing") as caught:
        open_elsewhere(tmp_path, "s3://club")
    assert "aqvision[objects]" in caught.value.hint
