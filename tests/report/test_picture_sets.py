"""Sets of pictures -> files: from memory or decoded, the same bytes, in one pass."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.core.skeleton import INDEX
from aqvision.report import picture_sets
from aqvision.report.keyframes import keyframes_of
from aqvision.report.picture_sets import PictureSet, save_picture_sets
from aqvision.report.stride_film import stride_film_of
from aqvision.video.kept import KeptParts, Region
from aqvision.video.reader import Frame, Video, open_video, read_frames
from aqvision.video.seek import read_frames_at
from tests.support.grey_clips import PLAYBACK_FPS, small_slow_motion

if TYPE_CHECKING:
    from tests.conftest import MakeVideo


def sets_of(analysis: Analysis) -> list[PictureSet]:
    film = stride_film_of(analysis)
    assert film is not None
    return [keyframes_of(analysis), film]


@pytest.fixture(scope="module")
def noisy(
    tmp_path_factory: pytest.TempPathFactory, make_video: MakeVideo
) -> tuple[Analysis, Video]:
    """Give a clip of pictures that no coding makes small."""
    analysis = small_slow_motion()
    size = (len(analysis.pose), analysis.pose.height_px, analysis.pose.width_px, 3)
    noise = np.random.default_rng(1).integers(0, 255, size).astype(np.uint8)
    path = tmp_path_factory.mktemp("noisy") / "clip.mp4"
    make_video(path, noise, fps=PLAYBACK_FPS, options={"preset": "ultrafast"})
    return analysis, open_video(path)


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("kept_from", [0.0, 0.5])
def test_kept_frames_give_the_same_bytes_as_decoding_again(
    kept_from: float, tmp_path: Path, noisy: tuple[Analysis, Video]
) -> None:
    analysis, video = noisy
    middle_s = video.duration_s * kept_from

    def region_at(time_s: float) -> Region | None:
        size = analysis.pose.height_px, analysis.pose.width_px
        return (slice(0, size[0]), slice(0, size[1])) if time_s >= middle_s else None

    kept = KeptParts()
    list(kept.keep(read_frames(video), region_at, middle_s))
    save_picture_sets(analysis, video, tmp_path / "decoded", sets_of(analysis))
    save_picture_sets(analysis, video, tmp_path / "kept", sets_of(analysis), kept)
    assert contents(tmp_path / "kept") == contents(tmp_path / "decoded")
    assert len(contents(tmp_path / "kept")) > 20


def test_all_sets_are_read_in_one_pass(
    tmp_path: Path, noisy: tuple[Analysis, Video], monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis, video = noisy
    passes = []

    def watched(video: Video, times_s: Sequence[float]) -> Iterator[Frame]:
        passes.append(list(times_s))
        return read_frames_at(video, times_s)

    monkeypatch.setattr(picture_sets, "read_frames_at", watched)
    save_picture_sets(analysis, video, tmp_path, sets_of(analysis))
    assert len(passes) == 1
    assert passes[0] == sorted(passes[0])
    assert len(passes[0]) == sum(len(s.cuts) for s in sets_of(analysis))


def test_coding_is_coarser_where_pictures_would_be_too_large(
    tmp_path: Path, noisy: tuple[Analysis, Video]
) -> None:
    analysis, video = noisy
    film = sets_of(analysis)[1]
    small = replace(film, folder="small", cuts=film.cuts[:2], qualities=(80, 1), most_bytes=1)
    fine = replace(film, folder="fine", cuts=film.cuts[:2], qualities=(80, 1), most_bytes=10**6)
    save_picture_sets(analysis, video, tmp_path, [small, fine])
    sizes = [(tmp_path / name / "00.webp").stat().st_size for name in ("small", "fine")]
    assert sizes[0] < sizes[1] / 2


def test_the_index_is_told_where_the_joints_are_in_the_picture(
    tmp_path: Path, noisy: tuple[Analysis, Video]
) -> None:
    analysis, video = noisy
    film = sets_of(analysis)[1]
    cut = film.cuts[0]
    told = replace(
        film,
        cuts=(cut,),
        index=lambda joints: {str(i): xy[INDEX["left_hip"]].tolist() for i, xy in joints.items()},
    )
    save_picture_sets(analysis, video, tmp_path, [told])
    (x, y) = json.loads((tmp_path / "stride" / "index.json").read_text())["0"]
    scale = film.height_px / cut.window[3]
    expected = (cut.xy_px[INDEX["left_hip"]] - cut.window[:2]) * scale
    assert [x, y] == pytest.approx(expected, abs=0.51 * scale + 0.51)
