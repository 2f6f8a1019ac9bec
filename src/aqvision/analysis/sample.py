"""Clip -> Sampled: what the survey and a few measured frames show of a clip, in seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.analysis.analyze import filming_of, in_real_time
from aqvision.analysis.conditions import Scene, see_from_an_end, see_from_the_side
from aqvision.analysis.warnings import Filming
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import view_still
from aqvision.camera.view import find_view
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.sequence import keeps_clear
from aqvision.core.settings import Settings
from aqvision.core.types import FloatArray
from aqvision.kinematics.angles import measure_angles
from aqvision.kinematics.clock.check import plausible_step_rate
from aqvision.kinematics.frontal.motion import find_frontal_motion
from aqvision.kinematics.frontal.steps import feet_apart
from aqvision.kinematics.motion import find_motion
from aqvision.kinematics.running import refuse_no_run, refuse_standing
from aqvision.pose.clean.clean import clean_frontal_pose, clean_pose
from aqvision.pose.detect.estimator import Device
from aqvision.pose.detect.workers import pose_workers
from aqvision.pose.estimate import Progress, choose_among, survey_clip
from aqvision.pose.raw_pose import RawPose
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Video
from aqvision.video.timing import Timing

_MODEL = "full"
# On rendered clips 24 frames at 40 a second tell view, size and step rate as the whole clip does.
_SAMPLE_RATE_HZ, _N_FRAMES = 40.0, 32
# So many are measured even where the athlete is not wholly in view for that long.
_FEWEST_FRAMES = 16
_FRAMES_A_STEP = _SAMPLE_RATE_HZ / 4.4
_SLOWEST_HZ, _FASTEST_LOOKS = 0.3, 0.49
_PERIODS, _MIN_SIGHTINGS = 1.5, 8
# Steps that are well sampled explain this much of the feet's spread; an echo of faster ones less.
_EXPLAINED = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """What a first pass over a clip shows.

    ``in_view_s`` is the real time for which the athlete is wholly in view, ``in_view_frac`` its
    share of the clip, ``step_rate_hz`` NaN where not known, ``n_frames`` how many were measured.
    """

    scene: Scene
    filming: Filming
    step_rate_hz: float
    in_view_s: float
    in_view_frac: float
    camera_static: bool | None
    n_frames: int


def _refuse_too_short(raw: RawPose, settings: Settings) -> None:
    if raw.sequence.detected.sum() < settings.pose.min_found_frac * _FEWEST_FRAMES:
        raise PoseError(
            "the athlete is wholly in view for too short a time",
            "film a longer stretch, with room at both sides, and hold the camera still",
        )


def sample_clip(
    video: Video,
    clip: Clip,
    timing: Timing,
    settings: Settings,
    progress: Progress,
    device: Device = "cpu",
) -> Sampled:
    """Look over a clip, and measure the athlete in some frames where wholly in view.

    Raises
    ------
    VideoError, PoseError
        Nothing moves, nobody is found or runs, or there is a crowd and no choice.
    """
    with pose_workers(settings.pose, _MODEL, device=device) as estimator:
        surveyed = survey_clip(video, estimator, settings.pose, progress=progress)
        survey = surveyed.survey
        number = choose_among(survey, clip.choice)
        track = survey.tracks[number - 1]
        inside = _inside(track, video)
        raw = surveyed.sample(number, sample_times(track, inside, video, timing))
    _refuse_too_short(raw, settings)
    real = in_real_time(raw, timing)
    scene = find_scene(real, clip, settings)
    filming = _over_the_clip(filming_of(raw, scene), survey, track, video)
    sample_s = float(np.median(np.diff(survey.samples[:, 0]))) if len(survey.samples) > 1 else 0.0
    seconds = timing.seconds_per_playback_second
    rate_hz = scene.step_rate_hz
    if not np.isfinite(rate_hz):
        rate_hz = slow_step_rate(track, sample_s) / seconds
    return Sampled(
        scene,
        filming,
        rate_hz,
        float(inside.sum()) * sample_s * seconds,
        float(inside.sum() / max(1, len(survey.samples))),
        raw.camera.static,
        len(raw.sequence),
    )


def find_scene(real: RawPose, clip: Clip, settings: Settings) -> Scene:
    """Tell how the athlete was filmed, by points in real time.

    Raises
    ------
    PoseError
        The body is hardly seen, or it does not run and nobody chose it.
    """
    view = find_view(real.sequence, real.camera)
    if view == "side":
        pose = real.sequence
        still = view_still(pose, real.camera, None)
        still = lay_along_lane(still, _untimed(clip), (pose.width_px, pose.height_px))
        clean = clean_pose(still.sequence, settings.cleaning, settings.filter)
        motion = find_motion(clean, still.camera, clip, settings.body, still.lane)
        angles = measure_angles(motion, settings.body)
        scene = see_from_the_side(real, still, clean, motion, angles, settings)
        if not clip.choice.made:
            refuse_no_run(angles, scene.step_rate_hz)
        return scene
    seen = clean_frontal_pose(real.sequence, view, settings.cleaning, settings.filter)
    coming = find_frontal_motion(seen, view, real.camera, clip, settings.body)
    if not clip.choice.made:
        refuse_standing(feet_apart(coming))
    return see_from_an_end(real, view, seen, coming, settings)


def _untimed(clip: Clip) -> Clip:
    """Take marks as they stand: a few frames do not show where the camera looked."""
    if clip.marks is None:
        return clip
    places = tuple(replace(mark, time_s=None) for mark in clip.marks.places)
    return replace(clip, marks=replace(clip.marks, places=places))


def sample_times(
    track: Track, inside: npt.NDArray[np.bool_], video: Video, timing: Timing
) -> list[float]:
    """Choose playback times in the middle of the longest stretch that is wholly in view.

    Forty frames a second of a run, fewer of steps so slow that these would show less than one:
    a walk, or slow motion that nobody declared.
    """
    first_s, last_s = _longest_stretch(track, inside)
    rate_hz = _SAMPLE_RATE_HZ * timing.seconds_per_playback_second
    slow_hz = slow_step_rate(track, _sample_s(track))
    real_hz = slow_hz / timing.seconds_per_playback_second
    if np.isfinite(slow_hz) and not plausible_step_rate(real_hz):
        rate_hz = min(rate_hz, _FRAMES_A_STEP * slow_hz)
    stride_s = max(1, round(video.fps / rate_hz)) / video.fps
    middle_s, half_s = (first_s + last_s) / 2, _FEWEST_FRAMES / 2 * stride_s
    first_s = max(track.first_s, min(first_s, middle_s - half_s))
    last_s = min(track.last_s, max(last_s, middle_s + half_s))
    n = min(_N_FRAMES, int((last_s - first_s) / stride_s) + 1)
    start_s = (first_s + last_s - (n - 1) * stride_s) / 2
    return [start_s + i * stride_s for i in range(n)]


def slow_step_rate(track: Track, sample_s: float) -> float:
    """Count steps a second of playback by how the feet part; NaN where samples are too few.

    Looks come ten times a second, so steps of a sprint at full speed may not be told.
    """
    times = np.array([s.time_s for s in track.sightings])
    spread = np.array([s.foot_spread for s in track.sightings])
    lasted_s = float(np.ptp(times))
    if len(times) < _MIN_SIGHTINGS or sample_s <= 0:
        return float("nan")
    rates = np.arange(max(_SLOWEST_HZ, _PERIODS / lasted_s), _FASTEST_LOOKS / sample_s, 0.05)
    explained = np.array([_explained(times, spread, rate) for rate in rates])
    if not len(rates) or explained.max() < _EXPLAINED:
        return float("nan")
    return float(rates[int(np.argmax(explained))])


def _explained(times: FloatArray, values: FloatArray, rate_hz: float) -> float:
    """Share of the variance that a wave of a frequency explains."""
    turn = 2 * np.pi * rate_hz * times
    basis = np.column_stack([np.ones_like(times), np.cos(turn), np.sin(turn)])
    fit, *_ = np.linalg.lstsq(basis, values, rcond=None)
    return 1 - float(np.var(values - basis @ fit)) / max(float(np.var(values)), 1e-12)


def _sample_s(track: Track) -> float:
    times = np.array([s.time_s for s in track.sightings])
    return float(np.median(np.diff(times))) if len(times) > 1 else 0.0


def _corners(track: Track) -> tuple[FloatArray, FloatArray]:
    boxes = [s.box for s in track.sightings]
    return np.array([(b.left, b.top) for b in boxes]), np.array(
        [(b.right, b.bottom) for b in boxes]
    )


def _inside(track: Track, video: Video) -> npt.NDArray[np.bool_]:
    clear = keeps_clear(*_corners(track), (video.width_px, video.height_px))
    return np.asarray(clear.all(axis=1))


def _longest_stretch(track: Track, inside: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """First and last time of the longest run of sightings wholly in view, or of all."""
    times = np.array([s.time_s for s in track.sightings])
    if not inside.any():
        return float(times[0]), float(times[-1])
    edges = np.flatnonzero(np.diff(inside, prepend=False, append=False)).reshape(-1, 2)
    start, stop = max(edges, key=lambda edge: int(edge[1] - edge[0]))
    return float(times[start]), float(times[stop - 1])


def _over_the_clip(filming: Filming, survey: Survey, track: Track, video: Video) -> Filming:
    """Take from the survey what the sample, chosen where all is well in view, cannot tell."""
    times = survey.samples[:, 0]
    due = int(np.count_nonzero((times >= track.first_s) & (times <= track.last_s)))
    clear = keeps_clear(*_corners(track), (video.width_px, video.height_px))
    between = clear[clear[:, 0], 1]
    return replace(
        filming,
        found_frac=min(1.0, len(track.sightings) / max(1, due)),
        cut_off_frac=float(np.mean(~between)) if len(between) else float("nan"),
    )
