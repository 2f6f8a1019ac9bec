"""A compiled network is kept, gives the same bytes, and is made anew where it is damaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from aqvision.core.assets import find_model
from aqvision.pose.network.compiled import cache_folder, keep, place_of, read_kept
from aqvision.pose.network.runtimes import INPUT_PX, open_runtime


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "aqvision"


@pytest.mark.model
def test_what_was_kept_gives_the_same_bytes_and_damage_is_mended(cache: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (INPUT_PX, INPUT_PX, 3)).astype(np.uint8)
    fresh = open_runtime("openvino", find_model("full")).ask(pixels)
    (kept,) = cache.iterdir()
    again = open_runtime("openvino", find_model("full")).ask(pixels)
    assert again.maps.tobytes() == fresh.maps.tobytes()
    assert again.points.tobytes() == fresh.points.tobytes()
    kept.write_bytes(b"no network" * 1000)
    mended = open_runtime("openvino", find_model("full")).ask(pixels)
    assert mended.maps.tobytes() == fresh.maps.tobytes()
    assert kept.stat().st_size > 1_000_000


def test_a_place_depends_on_everything(cache: Path) -> None:
    places = {place_of("weights", "1"), place_of("weights", "2"), place_of("other", "1")}
    assert len(places) == 3
    assert {place.parent for place in places if place is not None} == {cache}


def test_what_is_kept_is_read() -> None:
    place = place_of("weights")
    assert read_kept(place) is None
    keep(place, b"compiled")
    assert read_kept(place) == b"compiled"


def test_a_folder_that_cannot_be_made_is_no_error(cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be")
    keep(place_of("weights"), b"compiled")
    assert read_kept(place_of("weights")) is None


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "home", homeless)
    assert cache_folder() is None
    keep(place_of("weights"), b"compiled")
    assert read_kept(place_of("weights")) is None
