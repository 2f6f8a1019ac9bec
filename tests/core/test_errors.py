"""The error tree: one line, a hint, and both survive the way back from a worker process."""

from __future__ import annotations

import errno
import pickle
import sqlite3
from pathlib import Path

import pytest

from aqvision.core.errors import (
    AqvisionError,
    CalibrationError,
    LibraryError,
    PoseError,
    SettingsError,
    VideoError,
    as_mendable,
)
from aqvision.core.prompts import Prompt

KINDS = [VideoError, PoseError, CalibrationError, SettingsError, LibraryError]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_one_family_and_keeps_its_words(kind: type[AqvisionError]) -> None:
    error = kind("the clip is dark", "film by daylight")
    assert isinstance(error, AqvisionError)
    assert str(error) == "the clip is dark"
    assert error.hint == "film by daylight"


@pytest.mark.parametrize("kind", KINDS)
def test_hint_and_prompts_cross_to_another_process(kind: type[AqvisionError]) -> None:
    error = kind("nobody runs", "choose whom to measure", [Prompt.PERSON])
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is kind
    assert (str(copy), copy.hint) == ("nobody runs", "choose whom to measure")
    assert copy.prompts == (Prompt.PERSON,)


def test_an_error_needs_a_hint() -> None:
    with pytest.raises(TypeError, match="hint"):
        VideoError("the clip is dark")  # type: ignore[call-arg]


def test_a_full_disk_is_the_users_to_mend_whoever_noticed_it(tmp_path: Path) -> None:
    library = sqlite3.connect(tmp_path / "small.db")
    library.execute("PRAGMA max_page_count = 2")
    with pytest.raises(sqlite3.OperationalError) as of_database:
        library.executescript("CREATE TABLE t (v); CREATE TABLE u (v); CREATE TABLE w (v)")
    library.close()
    with pytest.raises(OSError, match="space") as of_system, Path("/dev/full").open("w") as full:
        full.write("more than fits")
    wrapped = RuntimeError("a job stopped")
    wrapped.__cause__ = of_system.value
    for error in (of_database.value, of_system.value, wrapped):
        mendable = as_mendable(error)
        assert isinstance(mendable, LibraryError)
        assert str(mendable) == "the disk is full"
        assert mendable.hint


def test_a_name_that_cannot_be_used_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    actions = {
        "the name is too long": lambda: (tmp_path / ("x" * 300)).exists(),
        "a part of it is a file": lambda: (tmp_path / "file" / "x").read_bytes(),
        "a file is in the way": lambda: (tmp_path / "file").mkdir(),
        "a folder is in the way": tmp_path.read_bytes,
    }
    for reason, act in actions.items():
        with pytest.raises(OSError, match="Errno") as raised:
            act()
        mendable = as_mendable(raised.value)
        assert reason in str(mendable)
        assert "x" * 100 not in str(mendable)
        assert mendable is not None
        assert mendable.hint
    for number in (errno.EACCES, errno.EROFS):
        assert as_mendable(OSError(number, "no", "clip.mp4")) is not None


def test_a_folder_made_twice_and_a_file_that_is_gone_are_our_own_faults(tmp_path: Path) -> None:
    for act in (tmp_path.mkdir, (tmp_path / "gone").read_bytes):
        with pytest.raises(OSError, match="Errno") as raised:
            act()
        assert as_mendable(raised.value) is None
    assert as_mendable(OSError(errno.EACCES, "not a file at all")) is None


@pytest.mark.parametrize("fault", [OSError(errno.EIO, "broken"), ZeroDivisionError(), None])
def test_other_faults_stay_our_own(fault: Exception | None) -> None:
    assert as_mendable(fault) is None


def test_what_the_user_can_mend_stays_as_it_is() -> None:
    error = VideoError("the clip is dark", "film by daylight")
    assert as_mendable(error) is error


def test_our_own_fault_stays_ours_though_the_user_caused_it() -> None:
    fault = ZeroDivisionError()
    fault.__cause__ = VideoError("the clip is dark", "film by daylight")
    assert as_mendable(fault) is None
