"""Strips: made once for each result, in a process of their own, and gone with the result."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.errors import LibraryError
from aqvision.sandbox.runner import Sandbox
from aqvision.web.previews import preview_sandbox
from aqvision.web.strips import FOLDER, StripMaker, StripsState
from tests.sandbox.test_strips import STRIPS

# Programs that stand in for the worker: they are given a task as it is, and do one thing with it.
READ = "import sys, json, pathlib, time; t = json.loads(sys.stdin.readline())['target'];"
WORK, MADE = ("pathlib.Path(t['work'])", "pathlib.Path(t['made'])")
GOOD = (
    f"{READ} ({WORK} / 'strips.json').write_text({STRIPS.to_json()!r}); {WORK}.rename({MADE});"
    "print(json.dumps(dict(done=True)))"
)
DAMAGED = f"{READ} print(json.dumps(dict(error='the clip is damaged', hint='copy it again')))"
CRASH = f"{READ} sys.exit(3)"


def playing(program: str) -> Sandbox:
    return replace(preview_sandbox(), command=(sys.executable, "-c", program))


@pytest.fixture
def maker(tmp_path: Path) -> Iterator[StripMaker]:
    made = StripMaker(work=tmp_path / "work", sandbox=playing(GOOD))
    (tmp_path / "result").mkdir()
    yield made
    made.close()


def until(maker: StripMaker, folder: Path, good: Callable[[StripsState], bool]) -> StripsState:
    for _ in range(400):
        state = maker.of(folder / "result", folder / "clip.mp4")
        if good(state):
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def test_strips_are_made_once_and_kept_with_the_result(maker: StripMaker, tmp_path: Path) -> None:
    assert maker.of(tmp_path / "result", tmp_path / "clip.mp4") == StripsState()
    assert until(maker, tmp_path, lambda state: bool(state.strips)).strips == STRIPS
    maker.sandbox = playing(CRASH)
    assert maker.of(tmp_path / "result", tmp_path / "clip.mp4").strips == STRIPS
    assert list((tmp_path / "work").iterdir()) == []


@pytest.mark.parametrize(("program", "said"), [(DAMAGED, "damaged"), (CRASH, "too much memory")])
def test_what_cannot_be_cut_says_why(
    maker: StripMaker, tmp_path: Path, program: str, said: str
) -> None:
    maker.sandbox = playing(program)
    assert said in until(maker, tmp_path, lambda state: bool(state.problem)).problem


def test_only_pictures_of_the_strips_are_given(maker: StripMaker, tmp_path: Path) -> None:
    until(maker, tmp_path, lambda state: bool(state.strips))
    result = tmp_path / "result"
    (result / "pose.npz").touch()
    with pytest.raises(LibraryError, match="no such picture"):
        maker.picture(result, "strip-0.webp")
    (result / FOLDER / "strip-0.webp").touch()
    assert maker.picture(result, "strip-0.webp") == result / FOLDER / "strip-0.webp"
    for name in ("../pose.npz", "strips.json", "strip-9.webp", "x" * 400, "\0"):
        with pytest.raises(LibraryError, match="no such picture"):
            maker.picture(result, name)


def test_a_result_that_is_deleted_meanwhile_leaves_nothing(
    maker: StripMaker, tmp_path: Path
) -> None:
    (tmp_path / "result").rmdir()
    maker.of(tmp_path / "result", tmp_path / "clip.mp4")
    maker.close()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_strips_of_another_version_are_made_anew(maker: StripMaker, tmp_path: Path) -> None:
    old = tmp_path / "result" / FOLDER
    old.mkdir()
    (old / "strips.json").write_text("[]")
    assert until(maker, tmp_path, lambda state: bool(state.strips)).strips == STRIPS
