"""First looks: each clip once, in a process of its own, and nothing left of what is deleted."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.web import previews as looks
from aqvision.web.previews import Look, Looks

# Programs that stand in for a look: they are given a task as it is, and do one thing with it.
READ = "import sys, json, pathlib, time; t = json.loads(sys.stdin.readline())['target'];"
WORK, MADE = ("pathlib.Path(t['work'])", "pathlib.Path(t['made'])")
GOOD = (
    f"{READ} print(json.dumps(dict(progress=0.5, words='looking')), flush=True);"
    f"({WORK} / 'look.json').write_text(json.dumps(dict(people=[]))); {WORK}.rename({MADE});"
    "print(json.dumps(dict(done=True)))"
)
SLOW = f"{READ} print(json.dumps(dict(progress=0.5, words='looking')), flush=True); time.sleep(60)"
CRASH = f"{READ} sys.exit(3)"


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def choose(program: str) -> None:
        monkeypatch.setattr(looks, "_COMMAND", (sys.executable, "-c", program))

    return choose


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Looks]:
    made = Looks(tmp_path / "looks", lambda run_id: Clip(tmp_path / run_id))
    yield made
    made.close()


def until(here: Looks, run_id: str, good: Callable[[Look], bool]) -> Look:
    for _ in range(400):
        look = here.of(run_id)
        if good(look):
            return look
        time.sleep(0.02)
    raise AssertionError(look)


def kept(tmp_path: Path) -> list[str]:
    folder = tmp_path / "looks"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_look_is_taken_once_and_kept(
    here: Looks, tmp_path: Path, play: Callable[[str], None]
) -> None:
    play(GOOD)
    assert here.of("run").found is None
    assert until(here, "run", lambda look: look.found is not None).found == {"people": []}
    play(CRASH)
    later = Looks(tmp_path / "looks", lambda run_id: Clip(tmp_path / run_id))
    assert later.of("run").found == {"people": []}
    later.close()
    assert kept(tmp_path) == ["run/look.json"]


def test_a_look_that_crashes_says_what_to_do(here: Looks, play: Callable[[str], None]) -> None:
    play(CRASH)
    found = until(here, "run", lambda look: look.found is not None).found
    assert found is not None
    assert "too long, or too much memory" in found["problem"]
    assert "H.264" in found["hint"]


def test_what_is_deleted_is_looked_at_no_more(
    here: Looks, tmp_path: Path, play: Callable[[str], None]
) -> None:
    play(SLOW)
    look = until(here, "run", lambda look: look.progress > 0)
    assert look == Look(0.5, "looking", None)
    here.forget(["run"])
    play(GOOD)
    until(here, "next", lambda look: look.found is not None)
    assert kept(tmp_path) == ["next/look.json"]


def test_a_server_that_closes_ends_its_looks(
    here: Looks, tmp_path: Path, play: Callable[[str], None]
) -> None:
    play(SLOW)
    until(here, "run", lambda look: look.progress > 0)
    started_s = time.monotonic()
    here.close()
    assert time.monotonic() - started_s < 5
    assert kept(tmp_path) == []
    assert here.of("run").words == "stopping"


def test_a_clip_that_is_gone_is_not_looked_at(tmp_path: Path, play: Callable[[str], None]) -> None:
    play(GOOD)

    def gone(_: str) -> Clip:
        raise LibraryError("there is no such run", "")

    here = Looks(tmp_path / "looks", gone)
    here.of("run")
    here.close()
    assert kept(tmp_path) == []


def test_what_was_cut_off_or_has_no_run_is_removed(here: Looks, tmp_path: Path) -> None:
    for name in ("run", "gone", ".new-run", ".made-run"):
        (tmp_path / "looks" / name).mkdir(parents=True)
        (tmp_path / "looks" / name / "look.json").write_text(json.dumps({}))
    here.keep_only(["run"])
    assert kept(tmp_path) == ["run/look.json"]


def test_there_may_be_no_picture(here: Looks) -> None:
    with pytest.raises(LibraryError, match="no such picture"):
        here.picture("run")
