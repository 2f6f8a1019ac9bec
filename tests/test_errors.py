"""The error tree: one line, a hint, and both survive the way back from a worker process."""

from __future__ import annotations

import pickle

import pytest

from aqvision.errors import (
    AqvisionError,
    CalibrationError,
    EventError,
    LibraryError,
    PoseError,
    SettingsError,
    VideoError,
)

KINDS = [VideoError, PoseError, EventError, CalibrationError, SettingsError, LibraryError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_one_family_and_keeps_its_words(kind: type[AqvisionError]) -> None:
    error = kind("the clip is dark", "film by daylight")
    assert isinstance(error, AqvisionError)
    assert str(error) == "the clip is dark"
    assert error.hint == "film by daylight"


@pytest.mark.parametrize("kind", KINDS)
def test_hint_crosses_to_another_process(kind: type[AqvisionError]) -> None:
    copy = pickle.loads(pickle.dumps(kind("the clip is dark", "film by daylight")))  # noqa: S301
    assert type(copy) is kind
    assert (str(copy), copy.hint) == ("the clip is dark", "film by daylight")


def test_an_error_needs_a_hint() -> None:
    with pytest.raises(TypeError, match="hint"):
        VideoError("the clip is dark")  # type: ignore[call-arg]
