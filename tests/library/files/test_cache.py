"""Copies on this machine: what is asked for least goes first, what is in use never."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aqvision.library.files import cache as module
from aqvision.library.files.cache import Cache
from aqvision.library.files.place import Name, clip_named, result_named
from tests.support.places import a_result

NAMES = [clip_named(f"{number:064x}") for number in range(1, 6)]
RESULT = result_named("1" * 32)


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """Give one with room for three of the clips below."""
    return Cache(tmp_path / "cache", 300)


def add(cache: Cache, name: Name, n_bytes: int = 100) -> Path:
    source = cache.new()
    source.write_bytes(b"x" * n_bytes)
    return cache.add(name, source)


def age(cache: Cache, *names: Name) -> None:
    """Let it be long ago that they were asked for, the first named the longest."""
    for number, name in enumerate(names):
        os.utime(cache.path(name), (10.0 + number, 10.0 + number))


def there(cache: Cache) -> list[Name]:
    return [name for name in (*NAMES, RESULT) if cache.path(name).exists()]


def test_what_was_asked_for_longest_ago_goes_first(cache: Cache) -> None:
    for name in NAMES[:3]:
        add(cache, name)
    age(cache, *NAMES[:3])
    assert cache.find(NAMES[0]) == cache.path(NAMES[0])
    add(cache, NAMES[3])
    assert there(cache) == [NAMES[0], NAMES[3]]  # a little more than need be
    assert cache.find(NAMES[1]) is None


def test_a_result_counts_with_all_its_files(cache: Cache, tmp_path: Path) -> None:
    cache.add(RESULT, a_result(tmp_path / "made", points="x" * 250))
    age(cache, RESULT)
    add(cache, NAMES[0])
    assert there(cache) == [NAMES[0]]


def test_what_was_asked_for_a_moment_ago_stays(cache: Cache) -> None:
    for name in NAMES:
        add(cache, name)
    assert there(cache) == NAMES


def test_what_is_in_use_stays_and_goes_later(cache: Cache) -> None:
    with cache.in_use():
        for name in NAMES:
            add(cache, name)
        age(cache, *NAMES)
        add(cache, RESULT)
        assert there(cache) == [*NAMES, RESULT]
    age(cache, *NAMES, RESULT)
    add(cache, NAMES[0])
    assert len(there(cache)) <= 3


def test_another_process_that_ends_lets_go(cache: Cache) -> None:
    """It is killed, so it says nothing."""
    script = (
        "import sys, time; from pathlib import Path\n"
        "from aqvision.library.files.cache import Cache\n"
        "from aqvision.library.files.place import clip_named\n"
        "cache = Cache(Path(sys.argv[1]), 300)\n"
        "with cache.in_use():\n"
        "    print(cache.find(clip_named(sys.argv[2])), flush=True); time.sleep(60)\n"
    )
    add(cache, NAMES[0])
    other = subprocess.Popen(
        [sys.executable, "-c", script, str(cache.folder), NAMES[0].text], stdout=subprocess.PIPE
    )
    assert other.stdout is not None
    assert other.stdout.readline().decode().strip() == str(cache.path(NAMES[0]))
    age(cache, NAMES[0])
    for name in NAMES[1:4]:
        add(cache, name)
    assert NAMES[0] in there(cache)
    other.kill()
    other.wait()
    other.stdout.close()
    add(cache, NAMES[4])
    assert NAMES[0] not in there(cache)
    assert list((cache.folder / "held").iterdir()) == []


def test_what_others_have_added_is_counted(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Cache(cache.folder, cache.most_bytes)
    add(cache, NAMES[0])
    for name in NAMES[1:4]:
        add(other, name)
    age(cache, *NAMES[:4])
    monkeypatch.setattr(module, "_COUNT_EVERY_S", 0.0)
    add(cache, NAMES[4])
    assert there(cache)[-1] == NAMES[4]
    assert len(there(cache)) <= 3


def test_a_sweep_leaves_what_is_wanted(cache: Cache) -> None:
    for name in NAMES[:3]:
        add(cache, name)
    age(cache, *NAMES[:2])
    cut_off = cache.new()
    cut_off.write_bytes(b"")
    fresh = cache.new()
    fresh.write_bytes(b"")
    os.utime(cut_off, (0, 0))
    cache.sweep([NAMES[0]])
    assert there(cache) == [NAMES[0], NAMES[2]]  # the row of the last may just be added
    assert (cut_off.exists(), fresh.exists()) == (False, True)


def test_a_removed_copy_can_be_read_to_its_end(cache: Cache, tmp_path: Path) -> None:
    cache.add(RESULT, a_result(tmp_path / "made"))
    with add(cache, NAMES[0]).open("rb") as file:
        cache.remove([*NAMES, RESULT])
        assert there(cache) == []
        assert file.read() == b"x" * 100
    assert not list(cache.folder.glob(".new-*"))


def test_two_that_fetch_the_same_result_have_one(cache: Cache, tmp_path: Path) -> None:
    for name in ("first", "second"):
        cache.add(RESULT, a_result(tmp_path / name, report=name))
    assert (cache.path(RESULT) / "report").read_text() == "first"
    assert cache.path(RESULT).stat().st_mtime > time.time() - 60
