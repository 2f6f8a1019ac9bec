"""Previews: each clip once, in a process of its own, and nothing left of what is deleted."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.sandbox.preview import Film, Preview
from aqvision.sandbox.runner import Sandbox
from aqvision.web.previews import Previews, PreviewState, preview_sandbox

# Programs that stand in for the worker: they are given a task as it is, and do one thing with it.
READ = "import sys, json, pathlib, time; t = json.loads(sys.stdin.readline())['target'];"
WORK, MADE = ("pathlib.Path(t['work'])", "pathlib.Path(t['made'])")
NOTHING = Preview(problem="nothing moves", hint="film a run")
GOOD = (
    f"{READ} print(json.dumps(dict(progress=0.5, words='looking')), flush=True);"
    f"({WORK} / 'preview.json').write_text({NOTHING.to_json()!r}); {WORK}.rename({MADE});"
    "print(json.dumps(dict(done=True)))"
)
SLOW = f"{READ} print(json.dumps(dict(progress=0.5, words='looking')), flush=True); time.sleep(60)"
CRASH = f"{READ} sys.exit(3)"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Previews]:
    made = previews_in(tmp_path)
    yield made
    made.close()


def previews_in(folder: Path, program: str = GOOD) -> Previews:
    return Previews(
        folder=folder / "previews",
        clip_of=lambda run_id: Clip(path=folder / run_id),
        sandbox=playing(program),
    )


def playing(program: str) -> Sandbox:
    return replace(preview_sandbox(), command=(sys.executable, "-c", program))


def until(
    here: Previews, run_id: str, good: Callable[[PreviewState], bool] = lambda s: bool(s.preview)
) -> PreviewState:
    for _ in range(400):
        state = here.of(run_id)
        if good(state):
            return state
        time.sleep(0.02)
    raise AssertionError(state)


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "previews"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_preview_is_made_once_and_kept(here: Previews, tmp_path: Path) -> None:
    assert here.of("run").preview is None
    assert until(here, "run").preview == NOTHING
    later = previews_in(tmp_path, CRASH)
    assert later.of("run").preview == NOTHING
    later.close()
    assert kept(tmp_path) == ["run/preview.json"]


def test_a_preview_of_another_version_is_made_anew(here: Previews, tmp_path: Path) -> None:
    folder = tmp_path / "previews" / "run"
    folder.mkdir(parents=True)
    (folder / "preview.json").write_text(json.dumps({"people": []}))
    assert here.of("run").preview is None
    assert until(here, "run").preview == NOTHING


def test_a_preview_that_crashes_says_what_to_do(tmp_path: Path) -> None:
    here = previews_in(tmp_path, CRASH)
    preview = until(here, "run").preview
    here.close()
    assert preview is not None
    assert "too long, or too much memory" in preview.problem
    assert "H.264" in preview.hint


def test_no_more_is_seen_of_what_is_deleted(here: Previews, tmp_path: Path) -> None:
    here.sandbox = playing(SLOW)
    state = until(here, "run", lambda state: state.progress > 0)
    assert state == PreviewState(0.5, "looking")
    here.forget(["run"])
    here.sandbox = playing(GOOD)
    until(here, "next")
    assert kept(tmp_path) == ["next/preview.json"]


def test_a_server_that_closes_ends_its_previews(tmp_path: Path) -> None:
    here = previews_in(tmp_path, SLOW)
    until(here, "run", lambda state: state.progress > 0)
    started_s = time.monotonic()
    here.close()
    assert time.monotonic() - started_s < 5
    assert kept(tmp_path) == []
    assert here.of("run").words == "stopping"


def test_a_clip_that_is_gone_has_no_preview(tmp_path: Path) -> None:
    def gone(_: str) -> Clip:
        raise LibraryError("there is no such run", "")

    here = Previews(folder=tmp_path / "previews", clip_of=gone, sandbox=playing(GOOD))
    here.of("run")
    here.close()
    assert kept(tmp_path) == []


def test_what_was_cut_off_or_has_no_run_is_removed(here: Previews, tmp_path: Path) -> None:
    for name in ("run", "gone", ".new-run", ".made-run"):
        (tmp_path / "previews" / name).mkdir(parents=True)
        (tmp_path / "previews" / name / "preview.json").write_text("{}")
    here.keep_only(["run"])
    assert kept(tmp_path) == ["run/preview.json"]


def test_there_may_be_no_picture(here: Previews) -> None:
    with pytest.raises(LibraryError, match="no such picture"):
        here.picture("run", "strip.webp")


@pytest.mark.parametrize("name", ["preview.json", "../x/strip.webp", "still-0.webp\n", "x" * 400])
def test_nothing_but_a_picture_is_given(here: Previews, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "previews" / "run"
    folder.mkdir(parents=True)
    for kept_name in ("preview.json", "still-0.webp"):
        (folder / kept_name).touch()
    assert here.picture("run", "still-0.webp") == folder / "still-0.webp"
    with pytest.raises(LibraryError, match="no such picture"):
        here.picture("run", name)


def test_what_is_forgotten_while_it_is_made_is_made_anew(tmp_path: Path) -> None:
    word = tmp_path / "word"
    word.write_text("old")
    program = (
        f"{READ} word = pathlib.Path({str(word)!r}).read_text();"
        "print(json.dumps(dict(progress=0.5, words='looking')), flush=True); time.sleep(0.4);"
        f"made = dict(json.loads({NOTHING.to_json()!r}), problem=word);"
        f"({WORK} / 'preview.json').write_text(json.dumps(made)); {WORK}.rename({MADE});"
        "print(json.dumps(dict(done=True)))"
    )
    here = previews_in(tmp_path, program)
    until(here, "run", lambda state: state.progress == 0.5)
    word.write_text("new")
    here.forget(["run"])
    preview = until(here, "run").preview
    here.close()
    assert preview is not None
    assert preview.problem == "new"


def test_how_a_film_is_turned_is_told_without_a_look_at_it(here: Previews) -> None:
    assert here.quarter_turns("run") == 0
    assert not (here.folder / "run").exists()
    film = Film(width_px=1, height_px=2, duration_s=1.0, stills=(), strip_s=(), quarter_turns=3)
    (here.folder / "run").mkdir(parents=True)
    (here.folder / "run" / "preview.json").write_text(Preview(film=film).to_json())
    assert here.quarter_turns("run") == 3
