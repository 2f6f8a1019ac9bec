"""Faces in pictures that are kept: nothing of them is left, and all else is the same to the bit."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from aqvision.analysis.analyze import Analysis
from aqvision.analysis.store import save_analysis
from aqvision.core.errors import LibraryError
from aqvision.core.heads import head_circles
from aqvision.core.skeleton import INDEX
from aqvision.core.types import FloatArray, Image
from aqvision.report.faces import (
    FacelessFrame,
    as_may_be_shown,
    hide,
    refuse_shown_faces,
    strokes_of_athlete,
    strokes_of_others,
)
from aqvision.report.keyframes import keyframes_of, load_keyframes
from aqvision.report.kinogram import make_kinogram
from aqvision.report.moments import find_moments
from aqvision.report.picture_sets import save_picture_sets
from aqvision.report.stride_film import load_stride_film, stride_film_of
from aqvision.video.reader import Frame, open_video
from tests.support.synthetic import Run, analysis_of

if TYPE_CHECKING:
    from tests.conftest import MakeVideo

NOBODY = np.empty((0, 5))
RUN = Run(noise_px=0.5)


def checkered(height: int = 200, width: int = 300) -> Image:
    """Give a picture whose neighbouring pixels differ as much as can be."""
    y, x = np.mgrid[:height, :width]
    grey = (255 * ((x // 2 + y // 2) % 2)).astype(np.uint8)
    return np.stack([grey, grey, grey], axis=-1)


def circle(x: float, y: float, radius: float) -> FloatArray:
    return np.array([[x, y, radius]] * 2)


def within(shape: tuple[int, int], x: float, y: float, radius: float) -> np.ndarray:
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    return np.asarray(np.hypot(columns - x, rows - y) <= radius)


def blurring(analysis: Analysis, others: FloatArray | None = NOBODY) -> Analysis:
    return replace(
        analysis,
        provenance=replace(analysis.provenance, faces_blurred=True),
        raw_pose=replace(analysis.raw_pose, other_heads=others),
    )


def test_nothing_is_left_inside_and_all_is_the_same_outside() -> None:
    rgb = checkered()
    hidden = hide(rgb, [circle(120, 80, 30)])
    inside, outside = within((200, 300), 120, 80, 29), ~within((200, 300), 120, 80, 32)
    assert np.array_equal(hidden[outside], rgb[outside])
    # black and white squares of two pixels have become one grey
    assert hidden[inside].min() > 90
    assert hidden[inside].max() < 165
    assert np.array_equal(rgb, checkered())


def test_a_face_of_three_fields_cannot_be_told_from_its_mirror_image() -> None:
    rng = np.random.default_rng(0)
    face = cv2.GaussianBlur(rng.integers(0, 256, (60, 60, 3), dtype=np.uint8), (0, 0), 1.5)
    rgb = np.full((200, 300, 3), 120, np.uint8)
    rgb[50:110, 90:150] = face
    left = hide(rgb, [circle(119.5, 79.5, 30)])[60:100, 100:140].astype(float)
    fine = left - cv2.GaussianBlur(left, (0, 0), 10)
    before = rgb[60:100, 100:140].astype(float)
    assert fine.std() < 0.1 * (before - cv2.GaussianBlur(before, (0, 0), 10)).std()


def test_a_head_at_the_edge_and_one_outside_do_no_harm() -> None:
    rgb = checkered()
    assert np.array_equal(hide(rgb, [circle(-500, 80, 30)]), rgb)
    hidden = hide(rgb, [circle(2, 198, 30)])
    assert hidden[180:, :10].std() < 20
    assert np.array_equal(hidden[:160], rgb[:160])


def test_between_two_sightings_the_whole_way_is_hidden() -> None:
    heads = np.array([[1.0, 2, 50, 80, 20], [1.1, 2, 250, 80, 20], [9.0, 2, 50, 180, 20]])
    (stroke,) = strokes_of_others(heads, 1.05)
    hidden = hide(checkered(), [stroke])
    assert hidden[75:85, 50:250].std() < 25
    assert strokes_of_others(heads, 5.0) == ()
    (alone,) = strokes_of_others(heads, 1.3)
    assert alone.tolist() == [[250, 80, 30]] * 2


def test_two_people_are_hidden_each_on_their_own_way() -> None:
    heads = np.array([[1.0, 1, 50, 80, 20], [1.1, 2, 250, 80, 20]])
    strokes = strokes_of_others(heads, 1.05)
    assert [stroke[0, 0] for stroke in strokes] == [50, 250]
    assert all(np.array_equal(*stroke) for stroke in strokes)


def test_a_part_of_a_frame_is_hidden_where_the_whole_is() -> None:
    frame = FacelessFrame(Frame(0, 0.0, checkered()), (circle(120, 80, 30),))
    assert frame.size_px == (300, 200)
    part = frame.part(slice(40, 140), slice(60, 200))
    assert part[20:60, 40:80].std() < 20
    assert np.array_equal(part[75:], checkered()[115:140, 60:200])


def test_the_athletes_head_is_known_from_found_and_filtered_points() -> None:
    analysis = analysis_of(RUN)
    face = slice(0, INDEX["left_shoulder"])
    strokes = strokes_of_athlete(analysis, 60)
    mask = hide(np.full((1080, 1920, 3), 7, np.uint8), strokes) != 7
    assert not mask.any()
    for points in (analysis.raw_pose.sequence.xy_px[60], analysis.pose.xy_px[60]):
        for x, y in points[face]:
            assert any(np.hypot(*(s[1, :2] - (x, y))) < s[1, 2] for s in strokes)


@pytest.fixture(scope="module")
def clip(
    tmp_path_factory: pytest.TempPathFactory, make_video: "MakeVideo"
) -> tuple[Analysis, Path, FloatArray]:
    """Give an athlete with a checkered head, a clip, and where others' heads were seen."""
    analysis = analysis_of(Run(rate_hz=60, noise_px=0.5))
    xy, pattern = analysis.raw_pose.sequence.xy_px, checkered(1080, 1920)
    frames = []
    for points in xy:
        picture = np.full((1080, 1920, 3), 120, np.uint8)
        x, y, _ = head_circles(points)[0]
        rows, columns = (slice(max(0, round(v) - 11), round(v) + 12) for v in (y, x))
        picture[rows, columns] = pattern[rows, columns]
        frames.append(picture)
    path = tmp_path_factory.mktemp("faces") / "clip.mp4"
    return analysis, make_video(path, frames, fps=60.0), xy


def contrast(keyframe: bytes, n_rows: int = 70) -> float:
    picture = cv2.imdecode(np.frombuffer(keyframe, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    # the part above the skeleton, whose highest line is that of the shoulders
    above = picture[:n_rows]
    return float(above.max()) - float(above.min())


def test_kept_pictures_show_no_head(
    clip: tuple[Analysis, Path, FloatArray], tmp_path: Path
) -> None:
    analysis, path, _ = clip
    for name, seen in (("open", analysis), ("hidden", blurring(analysis))):
        sets = [keyframes_of(seen), stride_film_of(seen)]
        save_picture_sets(seen, open_video(path), tmp_path / name, [s for s in sets if s])
    shown, hidden = (load_keyframes(tmp_path / name) for name in ("open", "hidden"))
    assert [k.phase for k in shown] == [k.phase for k in hidden]
    assert min(contrast(k.webp) for k in shown) > 60
    assert max(contrast(k.webp) for k in hidden) < 30
    films = [load_stride_film(tmp_path / name) for name in ("open", "hidden")]
    assert films[0] and films[1] and films[0].since_ms == films[1].since_ms
    # the part of a small picture that is above the shoulders
    assert min(contrast(picture, 50) for picture in films[0].pictures) > 60
    assert max(contrast(picture, 50) for picture in films[1].pictures) < 30


@pytest.mark.parametrize("lost", ["athlete", "others"])
def test_a_picture_is_left_out_where_a_face_may_be_anywhere(
    clip: tuple[Analysis, Path, FloatArray], tmp_path: Path, lost: str
) -> None:
    analysis, path, _ = clip
    seen = blurring(analysis, None if lost == "others" else NOBODY)
    first = find_moments(analysis)[0].frame
    assert as_may_be_shown(seen, Frame(0, 0.0, checkered()), first) is None or lost == "athlete"
    if lost == "athlete":
        raw, pose = seen.raw_pose.sequence, seen.pose
        head_and_hips = [*range(11), INDEX["left_hip"], INDEX["right_hip"]]
        gone = np.zeros(raw.visibility.shape, bool)
        gone[first, head_and_hips] = True
        seen = replace(
            seen,
            pose=pose.without(gone),
            raw_pose=replace(seen.raw_pose, sequence=raw.without(gone)),
        )
        assert as_may_be_shown(seen, Frame(0, 0.0, checkered()), first) is None
        return
    sets = [keyframes_of(seen), stride_film_of(seen)]
    save_picture_sets(seen, open_video(path), tmp_path, [s for s in sets if s])
    assert load_keyframes(tmp_path) == []
    assert load_stride_film(tmp_path) is None
    assert not list(tmp_path.rglob("*.webp"))
    assert "left out" in make_kinogram(seen, tmp_path).missing


def test_faces_are_shown_where_nobody_asked(tmp_path: Path) -> None:
    analysis = analysis_of(RUN)
    frame = Frame(0, 0.0, checkered())
    assert as_may_be_shown(analysis, frame, 0) is frame
    save_analysis(analysis, tmp_path / "open")
    save_analysis(blurring(analysis), tmp_path / "hidden")
    refuse_shown_faces([tmp_path / "hidden"])
    with pytest.raises(LibraryError, match="show faces") as refused:
        refuse_shown_faces([tmp_path / "hidden", tmp_path / "open"])
    assert "with faces blurred" in refused.value.hint
