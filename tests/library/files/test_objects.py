"""Objects: checked on both ways, one truth for all machines."""

from __future__ import annotations

import logging
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore

from aqvision.library.files.bucket import Bucket
from aqvision.library.files.cache import Cache
from aqvision.library.files.objects import ObjectFiles
from aqvision.library.files.place import DamagedError, Name, result_named
from tests.support.places import a_clip, a_result, in_memory

RESULT = result_named("1" * 32)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def files(store: MemoryStore, tmp_path: Path) -> ObjectFiles:
    return in_memory(tmp_path / "cache", store)


def elsewhere(files: ObjectFiles, tmp_path: Path) -> ObjectFiles:
    """Give the same place as another machine sees it."""
    return replace(files, cache=Cache(tmp_path / "other", files.cache.most_bytes))


def keep(files: ObjectFiles, tmp_path: Path) -> dict[str, Name]:
    name, clip = a_clip(tmp_path, b"clip" * 100)
    files.put(name, files.send(name, clip))
    files.put(RESULT, files.send(RESULT, a_result(tmp_path / "made", points="x" * 20_000)))
    return {name.path: name, f"{RESULT.path}.tar": RESULT}


def test_what_one_machine_sends_another_has(
    files: ObjectFiles, store: MemoryStore, tmp_path: Path
) -> None:
    kept = keep(files, tmp_path)
    assert {one["path"] for batch in store.list() for one in batch} == set(kept)
    other = elsewhere(files, tmp_path)
    for name in kept.values():
        assert other.exists(name)
        path = other.get(name)
        assert path.is_relative_to(tmp_path / "other")
        assert other.get(name) == path
    assert list((tmp_path / "other").glob(".new-*")) == []
    other.delete(kept.values())
    assert list(files.list_all()) == []


@pytest.mark.parametrize("cut", [True, False])
def test_a_damaged_object_is_told_and_never_used(
    cut: bool, files: ObjectFiles, store: MemoryStore, tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.WARNING)
    other = elsewhere(files, tmp_path)
    for key, name in keep(files, tmp_path).items():
        whole = bytes(store.get(key).bytes())
        middle = len(whole) // 2
        store.put(key, whole[:middle] if cut else whole.replace(whole[300:310], b"0123456789"))
        for ask in (other.get, other.examine, lambda one: other.copy(one, tmp_path / "copy")):
            with pytest.raises(DamagedError, match="is not what was stored"):
                ask(name)
        assert other.cache.find(name) is None
    assert list((tmp_path / "other").glob(".new-*")) == []
    assert not (tmp_path / "copy").exists()
    assert "is not what was stored" in caplog.text


def test_what_came_damaged_once_is_fetched_again(
    files: ObjectFiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep(files, tmp_path)
    other = elsewhere(files, tmp_path)
    true, n_asked = Bucket.download, [0]

    def download(bucket: Bucket, key: str, target: Path) -> None:
        true(bucket, key, target)
        n_asked[0] += 1
        if n_asked[0] % 2:
            target.write_bytes(target.read_bytes()[: len(target.read_bytes()) // 2])

    monkeypatch.setattr(Bucket, "download", download)
    for name in kept.values():
        assert other.get(name).exists()
    assert n_asked[0] == 4


def test_a_file_that_is_not_what_it_was_when_it_was_hashed_is_not_kept(
    files: ObjectFiles, tmp_path: Path
) -> None:
    name, clip = a_clip(tmp_path)
    clip.write_bytes(b"other")
    with pytest.raises(DamagedError):
        files.send(name, clip)
    assert not files.exists(name)


def test_what_was_deleted_between_sending_and_keeping_is_sent_again(
    files: ObjectFiles, tmp_path: Path
) -> None:
    """Another run of the same clip goes, and takes the object along."""
    name, clip = a_clip(tmp_path)
    sent = files.send(name, clip)
    files.delete([name])
    files.put(name, sent)
    assert files.exists(name)


def test_the_second_result_of_a_name_is_the_first_wherever_it_was_made(
    files: ObjectFiles, tmp_path: Path
) -> None:
    other = elsewhere(files, tmp_path)
    first, second = (a_result(tmp_path / text, report=text) for text in ("first", "second"))
    files.put(RESULT, files.send(RESULT, first))
    counts = other.send(RESULT, second)
    assert (counts / "report").read_text() == "first"
    other.put(RESULT, counts)
    assert (other.get(RESULT) / "report").read_text() == "first"


def test_keys_of_others_are_listed_without_a_name(files: ObjectFiles, store: MemoryStore) -> None:
    for key in ("files/holiday.mp4", f"results/{RESULT.text}", "results/a.b.tar", "notes.txt"):
        store.put(key, b"x")
    assert [(one.place, one.name) for one in files.list_all()] == [
        ("files/holiday.mp4", None),
        (f"results/{RESULT.text}", None),
        ("results/a.b.tar", None),
    ]


SHARING = """
import random, sys
from pathlib import Path
from obstore.store import LocalStore
from aqvision.library.files import cache as module
from aqvision.library.files.bucket import Bucket
from aqvision.library.files.cache import Cache
from aqvision.library.files.objects import ObjectFiles
from aqvision.library.files.place import named_by

module._FRESH_S = 0.0  # nothing but being in use protects
store, cache, seed, *places = sys.argv[1:]
files = ObjectFiles(Bucket(LocalStore(store)), Cache(Path(cache), 1500))
chosen = random.Random(int(seed))
for _ in range(60):
    name = named_by(chosen.choice(places))
    with files.in_use():
        path = files.get(name)
        other = files.get(named_by(chosen.choice(places)))
        files.get(named_by(chosen.choice(places)))
        assert other.exists(), other
        content = path.read_bytes() if path.is_file() else (path / "report").read_bytes()
        assert name.text.encode() in content or len(content) == 400, (name, content)
"""


def test_processes_that_share_copies_never_lose_one_that_is_in_use(tmp_path: Path) -> None:
    """There is room for three of them; every process holds up to three at a time."""
    (tmp_path / "store").mkdir()
    files = ObjectFiles(Bucket(LocalStore(tmp_path / "store")), Cache(tmp_path / "first", 10**9))
    places = []
    for number in range(6):
        name, clip = a_clip(tmp_path, bytes([number]) * 400)
        files.put(name, files.send(name, clip))
        result = result_named(f"{number}" * 32)
        made = a_result(tmp_path / "made", report=result.text * 10)
        files.put(result, files.send(result, made))
        places += [name.path, result.path]
    processes = [
        subprocess.Popen(
            [
                sys.executable,
                "-c",
                SHARING,
                tmp_path / "store",
                tmp_path / "shared",
                str(seed),
                *places,
            ]
        )
        for seed in range(4)
    ]
    assert [process.wait(120) for process in processes] == [0] * 4
    shared = Cache(tmp_path / "shared", 1500)
    assert list((shared.folder / "held").iterdir()) == []
    assert not list(shared.folder.glob(".new-*"))
