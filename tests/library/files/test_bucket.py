"""Objects of a real server: in parts, once, and in spite of silences."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from aqvision.core.errors import LibraryError, UnreachableError
from aqvision.library.files.bucket import Bucket, open_bucket
from tests.support.places import ObjectServer

MIB = 1 << 20


@pytest.fixture
def bucket(at_server: str) -> Bucket:
    return open_bucket(at_server)


def test_a_large_file_goes_there_and_back_with_flat_memory(bucket: Bucket, tmp_path: Path) -> None:
    big = tmp_path / "big"
    block = bytes(range(256)) * 4096
    with big.open("wb") as file:
        for number in range(100):
            file.write(number.to_bytes(4, "big") + block[4:])
    process, most = psutil.Process(), [0]
    before, done = process.memory_info().rss, threading.Event()

    def watch() -> None:
        while not done.wait(0.01):
            most[0] = max(most[0], process.memory_info().rss - before)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        sha256 = bucket.upload("big", big)
        bucket.download("big", tmp_path / "back")
    finally:
        done.set()
        watcher.join()
    assert bucket.n_bytes("big") == 100 * MIB
    assert (tmp_path / "back").read_bytes() == big.read_bytes()
    assert len(sha256) == 64
    assert most[0] < 80 * MIB


def test_who_comes_second_is_told(bucket: Bucket, tmp_path: Path) -> None:
    (tmp_path / "other").write_bytes(b"second")
    assert bucket.create("a/one", b"first")
    assert not bucket.create("a/one", tmp_path / "other")
    assert bucket.read("a/one") == b"first"
    assert bucket.read("a/none") is None
    assert bucket.n_bytes("a/none") is None


def test_only_one_of_many_at_once_is_first(bucket: Bucket) -> None:
    firsts: list[bool] = []
    threads = [
        threading.Thread(target=lambda n=number: firsts.append(bucket.create("race", bytes([n]))))
        for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(firsts) == [False] * 7 + [True]


def test_objects_are_listed_by_folder_and_deleted(bucket: Bucket) -> None:
    for key in ("files/b", "files/a", "filesystem/c"):
        bucket.create(key, key.encode())
    assert [one.key for one in bucket.list("files")] == ["files/a", "files/b"]
    assert all(abs(one.changed_s - time.time()) < 60 for one in bucket.list("files"))
    bucket.delete(["files/a", "files/b", "files/none"])
    bucket.delete([])
    assert bucket.list("files") == []
    assert bucket.read("filesystem/c") == b"filesystem/c"


def test_nothing_fetched_leaves_no_file(bucket: Bucket, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        bucket.download("none", tmp_path / "back")
    (tmp_path / "empty").touch()
    bucket.upload("empty", tmp_path / "empty")
    bucket.download("empty", tmp_path / "back")
    assert (tmp_path / "back").read_bytes() == b""


def test_a_silence_is_waited_for(bucket: Bucket, object_server: ObjectServer) -> None:
    bucket.create("one", b"1")
    object_server.silence()
    waker = threading.Timer(2.0, object_server.wake)
    waker.start()
    began_s = time.monotonic()
    assert bucket.read("one") == b"1"
    assert time.monotonic() - began_s > 1.5
    waker.join()


def test_a_longer_one_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "very-secret")
    bucket = replace(open_bucket("s3://club"), patience_s=0.5)
    (tmp_path / "clip").write_bytes(b"x")
    for ask in (
        lambda: bucket.read("one"),
        lambda: bucket.upload("one", tmp_path / "clip"),
        lambda: bucket.list("files"),
        lambda: bucket.delete(["one"]),
    ):
        with pytest.raises(UnreachableError, match="cannot be reached") as caught:
            ask()
        assert "\n" not in str(caught.value)
        assert "very-secret" not in str(caught.value)
        assert "AWS_ENDPOINT_URL" in caught.value.hint


def test_a_refusal_is_told_at_once(at_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wrong")
    stranger = open_bucket(at_server)
    began_s = time.monotonic()
    with pytest.raises(LibraryError, match="refuses") as caught:
        stranger.create("one", b"1")
    assert not isinstance(caught.value, UnreachableError)
    assert time.monotonic() - began_s < 10


@pytest.mark.usefixtures("at_server")
def test_a_bucket_that_is_not_there_is_told() -> None:
    with pytest.raises(LibraryError, match="no such bucket"):
        open_bucket("s3://nowhere/clips").create("one", b"1")


@pytest.mark.parametrize(
    "address",
    ["", "clips", "http://club", "s3://", "s3://Club", "s3://club/../other", "s3://a:b@club",
     "s3://club/a?b=c", "s3://club/a b"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(LibraryError, match="cannot be understood") as caught:
        open_bucket(address)
    assert "s3://BUCKET/PREFIX" in caught.value.hint
