"""Shelves: each thing once, in a process of its own, in its room, and gone when it is to be."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from aqvision.core.clip import Clip
from aqvision.core.errors import LibraryError
from aqvision.sandbox.limits import Limits
from aqvision.sandbox.runner import Sandbox
from aqvision.sandbox.tasks import FilmTask, Target
from aqvision.web.shelf import Making, Shelf
from aqvision.web.uploads import RESERVE_BYTES

# Programs that stand in for the worker: they are given a task as it is, and do one thing with it.
READ = "import sys, json, pathlib, time; t = json.loads(sys.stdin.readline())['target'];"
WORK, MADE = ("pathlib.Path(t['work'])", "pathlib.Path(t['made'])")
DONE = "print(json.dumps(dict(done=True)))"
GOOD = (
    f"{READ} ({WORK} / 'film.mp4').write_bytes(bytes(1000)); {WORK}.rename({MADE});"
    f"({MADE}.parent / 'tries').open('a').write('x'); {DONE}"
)
SLOW = f"{READ} print(json.dumps(dict(progress=0.5, words='half')), flush=True); time.sleep(60)"
CRASH = f"{READ} sys.exit(3)"
REFUSE = f"{READ} print(json.dumps(dict(error='it is damaged', hint='copy it again')))"

Open = Callable[..., Shelf]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Open shelves, and close them at the end."""
    shelves: list[Shelf] = []

    def open_shelf(program: str = GOOD, most_bytes: int = 10**6) -> Shelf:
        sandbox = Sandbox(
            limits=Limits(memory_mib=500, wall_s=30), command=(sys.executable, "-c", program)
        )
        shelf = Shelf(folder=tmp_path / "films", sandbox=sandbox, most_bytes=most_bytes)
        shelves.append(shelf)
        return shelf

    yield open_shelf
    for shelf in shelves:
        shelf.close()


def task(target: Target) -> FilmTask:
    return FilmTask(target, Clip(Path("clip.mp4")), None)


def until(
    shelf: Shelf,
    run_id: str = "a",
    made_of: str = "1",
    good: Callable[[Making], object] = lambda m: m.folder or m.problem,
) -> Making:
    for _ in range(1000):
        making = shelf.of(run_id, made_of, task)
        if good(making):
            return making
        time.sleep(0.01)
    raise AssertionError(making)


def test_it_is_made_once_and_anew_only_of_something_else(opened: Open, tmp_path: Path) -> None:
    shelf = opened()
    assert shelf.of("a", "1", task).folder is None
    assert until(shelf).folder == tmp_path / "films" / "a"
    assert until(opened()).folder is not None  # of another program, after a restart
    assert (tmp_path / "films" / "tries").read_text() == "x"
    until(shelf, made_of="2")
    assert (tmp_path / "films" / "tries").read_text() == "xx"
    assert sorted(p.name for p in (tmp_path / "films").iterdir()) == ["a", "tries"]


def test_it_tells_how_far_it_is(opened: Open) -> None:
    shelf = opened(SLOW)
    making = until(shelf, good=lambda m: m.progress)
    assert (making.progress, making.words) == (0.5, "half")


@pytest.mark.parametrize(
    ("program", "said"),
    [(REFUSE, ("it is damaged", "copy it again")), (CRASH, ("it took too long, or too much", ""))],
)
def test_what_cannot_be_made_is_said_and_not_tried_again_by_itself(
    opened: Open, tmp_path: Path, program: str, said: tuple[str, str]
) -> None:
    shelf = opened(program)
    problem = until(shelf).problem
    assert problem is not None
    assert str(problem).startswith(said[0])
    assert problem.hint.startswith(said[1])
    assert shelf.of("a", "1", task).problem is problem
    assert list((tmp_path / "films").iterdir()) == []
    assert shelf.of("a", "2", task).problem is None
    shelf.forget(["a"])
    assert shelf.of("a", "1", task).problem is None


def test_what_is_forgotten_is_gone_at_once_and_does_not_come_back(
    opened: Open, tmp_path: Path
) -> None:
    shelf = opened()
    until(shelf)
    shelf.forget(["a", "nobody"])
    assert not (tmp_path / "films" / "a").exists()
    slow = opened(SLOW)
    until(slow, "b", good=lambda m: m.progress)
    began_s = time.monotonic()
    slow.forget(["b"])
    slow.close()
    assert time.monotonic() - began_s < 10
    assert [p.name for p in (tmp_path / "films").iterdir() if p.name != "tries"] == []


def test_a_run_that_is_deleted_before_its_turn_leaves_nothing(opened: Open, tmp_path: Path) -> None:
    shelf = opened()

    def gone(_target: Target) -> FilmTask:
        raise LibraryError("there is no such run", "")

    shelf.of("a", "1", gone)
    shelf.close()
    assert list((tmp_path / "films").iterdir()) == []


def test_what_was_asked_for_longest_ago_makes_room(opened: Open, tmp_path: Path) -> None:
    shelf = opened(most_bytes=2500)
    for run_id in "ab":
        until(shelf, run_id)
        time.sleep(0.02)
    until(shelf, "a")  # somebody looks at it again
    time.sleep(0.02)
    until(shelf, "c")
    left = {path.name for path in (tmp_path / "films").iterdir() if path.is_dir()}
    assert left == {"a", "c"}


def test_what_is_of_no_run_is_removed_at_the_start(opened: Open, tmp_path: Path) -> None:
    for name in ("a", "b", ".new-c"):
        (tmp_path / "films" / name).mkdir(parents=True)
    opened().keep_only(["a"])
    assert [path.name for path in (tmp_path / "films").iterdir()] == ["a"]


def test_what_was_begun_of_something_else_is_not_kept(opened: Open, tmp_path: Path) -> None:
    slow = GOOD.replace(f"({WORK} /", f"time.sleep(1); ({WORK} /", 1)
    shelf = opened(slow)
    shelf.of("a", "with faces", task)
    until(shelf, made_of="without faces")
    assert (tmp_path / "films" / "a" / "made-of").read_text() == "without faces"
    assert shelf.of("a", "without faces", task).folder is not None


def test_where_the_disk_is_nearly_full_films_go_first_and_none_is_made(
    opened: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = opened()
    until(shelf)
    usage = SimpleNamespace(free=RESERVE_BYTES - 1)
    monkeypatch.setattr("aqvision.web.shelf.shutil.disk_usage", lambda _folder: usage)
    problem = until(shelf, "b").problem
    assert str(problem) == "the disk is full"
    assert [path.name for path in (tmp_path / "films").iterdir() if path.is_dir()] == []


def test_what_it_is_made_of_is_in_use_meanwhile(opened: Open, tmp_path: Path) -> None:
    told: list[str] = []

    @contextmanager
    def in_use() -> Iterator[None]:
        told.append("begins")
        yield
        told.append(f"ends, tries: {(tmp_path / 'films' / 'tries').read_text()}")

    def noted(target: Target) -> FilmTask:
        told.append("task")
        return task(target)

    shelf = opened()
    shelf.in_use = in_use
    shelf.of("a", "1", noted)
    until(shelf)
    assert told == ["begins", "task", "ends, tries: x"]
