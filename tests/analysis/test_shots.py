"""A film with cuts is held to one shot: its people, its frames, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from unittest.mock import Mock

import numpy as np
import pytest

from aqvision.analysis import shots as module
from aqvision.analysis.shots import (
    in_one_shot,
    only_in,
    warn_of_cuts,
    warn_of_part,
    warn_of_shot,
)
from aqvision.camera.path import no_path
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError, VideoError
from aqvision.core.film_part import FilmPart
from aqvision.core.settings import Settings
from aqvision.pose.estimate import RawPose, SurveyedClip, show_nothing
from aqvision.pose.track.athlete import rank_tracks
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.video.cuts import Shot
from aqvision.video.repeats import NO_REPEATS
from tests.support.sighted import STILL, TIMES_S, bystander, follow, runner
from tests.support.synthetic import STILL as STANDING
from tests.support.synthetic import Run
from tests.support.videos import video_of

FILM = Clip(Path("film.mp4"))
CUT_S = float(TIMES_S[5])
TWO = (Shot(0.0, CUT_S), Shot(CUT_S, float("inf")))


def surveyed(tracks: Sequence[Track]) -> SurveyedClip:
    people, candidates = rank_tracks(tracks, STILL)
    survey = Survey(
        tracks=people,
        candidates=candidates,
        camera=STANDING,
        repeats=NO_REPEATS,
        samples=np.column_stack([TIMES_S, np.full(len(TIMES_S), 0.01)]),
    )
    return SurveyedClip(
        video=video_of(15, len(TIMES_S)),
        survey=survey,
        estimator=Mock(),
        settings=Settings().pose,
        progress=show_nothing,
    )


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_shots", lambda *_: TWO)


def test_a_film_without_a_cut_is_left_as_it_is() -> None:
    film = surveyed(follow([runner(t) for t in TIMES_S]))
    assert in_one_shot(film, FILM) == (film, Shot(0.0, float("inf")))


@pytest.mark.usefixtures("cut")
def test_people_are_those_of_the_longest_shot_or_of_the_one_that_is_named() -> None:
    film = surveyed(follow([runner(t) for t in TIMES_S], [bystander(t) for t in TIMES_S[:5]]))
    longest, shot = in_one_shot(film, FILM)
    assert shot == TWO[1]
    (track,), (candidate,) = longest.survey.tracks, longest.survey.candidates
    assert track.first_s == candidate.first_s == CUT_S
    first, shot = in_one_shot(film, Clip(FILM.path, shot=1))
    assert shot == TWO[0]
    assert [c.number for c in first.survey.candidates] == [1, 2]
    assert max(t.last_s for t in first.survey.tracks) < CUT_S
    with pytest.raises(VideoError, match="no shot 3"):
        in_one_shot(film, Clip(FILM.path, shot=3))


@pytest.mark.usefixtures("cut")
def test_a_shot_without_anybody_is_refused() -> None:
    film = surveyed(follow([runner(t) for t in TIMES_S[:5]]))
    with pytest.raises(PoseError, match="no athlete was found in the shot"):
        in_one_shot(film, FILM)


def test_frames_of_other_shots_are_left_out_and_it_is_said() -> None:
    pose = Run().pose()
    whole = RawPose(
        sequence=pose,
        camera=STANDING,
        n_people=1,
        path=no_path(len(pose), "x"),
        levels=pose.time_s,
    )
    end_s = float(pose.time_s[-1])
    video = video_of(120, len(pose))
    part = only_in(whole, Shot(0.5, float("inf")))
    assert part.sequence.time_s[0] == pytest.approx(0.5, abs=1 / 120)
    assert np.array_equal(part.sequence.xy_px, pose.xy_px[pose.time_s >= 0.5])
    assert part.path is not None
    assert len(part.path.turn) == len(part.sequence)
    assert np.array_equal(part.levels, part.sequence.time_s)
    (warning,) = warn_of_shot(part, video)
    assert warning.code == "one_shot"
    assert f"0.5 to {end_s:.1f} s" in warning.text
    assert only_in(whole, Shot(0.0, float("inf"))) is whole
    assert warn_of_shot(whole, video) == ()


def test_cuts_are_told_before_anything_is_measured() -> None:
    video = video_of(15, len(TIMES_S))
    assert warn_of_cuts(Shot(0.0, float("inf")), video) == ()
    (first,), (last,) = (warn_of_cuts(shot, video) for shot in TWO)
    assert first.code == last.code == "one_shot"
    assert f"0.0 to {CUT_S:.1f} s" in first.text
    assert f"{CUT_S:.1f} to {video.duration_s:.1f} s" in last.text


def test_a_part_that_was_named_is_told_and_is_no_shot() -> None:
    pose = Run().pose()
    video = video_of(120, len(pose))
    held = video.only(FilmPart(0.5, 1.0))
    inside = only_in(RawPose(sequence=pose, camera=STANDING, n_people=1), Shot(0.5, 1.0))
    (warning,) = warn_of_part(held)
    assert "0.5 to 1.0 s" in warning.text
    assert warn_of_part(video) == warn_of_shot(inside, held) == ()
    assert warn_of_cuts(Shot(0.5, float("inf")), held) == ()
