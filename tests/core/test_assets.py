"""Models and samples: found, and every byte of a model checked."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from aqvision.core import assets
from aqvision.core.assets import POSE_MODELS, SAMPLE_FILES, file_sha256, find_model, find_sample
from aqvision.core.errors import LibraryError, PoseError


@pytest.fixture
def other_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Let assets be looked for in an empty folder."""
    find_model.cache_clear()
    monkeypatch.setattr(assets, "_PACKAGED", tmp_path / "package")
    monkeypatch.setattr(assets, "_CHECKOUT", tmp_path)
    (tmp_path / "models").mkdir()
    yield tmp_path
    find_model.cache_clear()


@pytest.mark.parametrize("name", sorted(POSE_MODELS))
def test_models_are_the_original_weights(name: str) -> None:
    path = find_model(name)
    assert path.name == POSE_MODELS[name].file_name
    assert hashlib.sha256(path.read_bytes()).hexdigest() == POSE_MODELS[name].sha256


@pytest.mark.parametrize("name", SAMPLE_FILES)
def test_samples_are_there(name: str) -> None:
    assert find_sample(name).stat().st_size > 50


def test_hash_of_a_known_text(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_sha256(tmp_path / "abc") == expected


def test_one_changed_byte_is_refused(other_home: Path) -> None:
    weights = bytearray(Path(__file__).parents[2].joinpath("models", _FULL).read_bytes())
    copy = other_home / "models" / _FULL
    copy.write_bytes(weights)
    assert find_model("full") == copy
    find_model.cache_clear()
    weights[len(weights) // 2] ^= 1
    copy.write_bytes(weights)
    with pytest.raises(PoseError, match="is not the file it should be") as caught:
        find_model("full")
    assert "original weights" in caught.value.hint


def test_missing_model_and_sample_say_so(other_home: Path) -> None:
    with pytest.raises(PoseError, match=r"heavy\.task is missing") as no_model:
        find_model("heavy")
    assert str(other_home) not in str(no_model.value)
    with pytest.raises(LibraryError, match=r"the sample before\.mp4 is missing") as no_sample:
        find_sample("before.mp4")
    assert "make samples" in no_sample.value.hint


def test_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(PoseError, match="unknown pose model 'huge'") as caught:
        find_model("huge")
    assert caught.value.hint == "choose one of full, heavy"


_FULL = POSE_MODELS["full"].file_name
