"""Clip -> Sampled: what the survey and a few measured frames show of a clip, in seconds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aqvision.analysis.chain import EndChain, SideChain, follow_chain, step_rate_of
from aqvision.analysis.conditions import Filming, filming_of
from aqvision.analysis.travelling import LEAST_AT_A_GLANCE, before_background, camera_travels
from aqvision.analysis.warnings import ClipWarning, warn_of_lamps
from aqvision.camera.path import TRAVELS
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.fitting import explained_squares
from aqvision.core.sequence import feet_cut_frac, keeps_clear
from aqvision.core.settings import Settings
from aqvision.core.types import FloatArray
from aqvision.core.wording import _
from aqvision.kinematics.clock.cadence import measure_pace
from aqvision.kinematics.clock.step_rate import counted_over
from aqvision.kinematics.quality.scene import Scene
from aqvision.kinematics.running import plausible_step_rate
from aqvision.pose.estimate import RawPose, SurveyedClip, choose_among
from aqvision.pose.track.survey import Survey
from aqvision.pose.track.tracks import Track
from aqvision.video.reader import Video
from aqvision.video.timing import Timing

# On rendered clips 24 frames at 40 a second tell view, size and step rate as the whole clip does.
_SAMPLE_RATE_HZ, _N_FRAMES = 40.0, 32
# So many are measured even where the athlete is not wholly in view for that long.
_FEWEST_FRAMES = 16
# Steps of slow motion are sampled twice as finely: left and right are told apart over time, and
# that takes the time of the file for the time of the run.
_SLOW_FRAMES_A_STEP, _N_SLOW_FRAMES = 2 * _SAMPLE_RATE_HZ / 4.4, 2 * _N_FRAMES
_SLOWEST_HZ, _FASTEST_SAMPLES = 0.3, 0.49
_PERIODS, _MIN_SIGHTINGS = 1.5, 8
# Steps that are well sampled explain this much of the feet's spread; an echo of faster ones less.
_EXPLAINED, _TINY = 0.5, 1e-12
# A larger athlete hides what the background does from a look that does not know where people are.
_FILLS_PICTURE = 0.7


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Sampled:
    """What a first pass over a clip shows.

    Parameters
    ----------
    scene, filming
        How the athlete was filmed, by the measured frames.
    step_rate_hz, n_strides
        Steps a second of real time, NaN where not known, and over how many strides.
    in_view_s, in_view_frac
        Real time for which the athlete is wholly in view, and its share of the clip.
    camera_static
        Whether the camera stands still; None where not known.
    n_frames
        How many frames were measured.
    lamps
        What is said of lamps that pulse.
    """

    scene: Scene
    filming: Filming
    step_rate_hz: float
    n_strides: float
    in_view_s: float
    in_view_frac: float
    camera_static: bool | None
    n_frames: int
    lamps: tuple[ClipWarning, ...] = ()


def _refuse_too_short(raw: RawPose, settings: Settings) -> None:
    if raw.sequence.detected.sum() < settings.pose.min_found_frac * _FEWEST_FRAMES:
        raise PoseError(
            _("the athlete is wholly in view for too short a time"),
            _("film a longer stretch, with room at both sides, and hold the camera still"),
        )


def sample_clip(surveyed: SurveyedClip, clip: Clip, timing: Timing, settings: Settings) -> Sampled:
    """Measure the athlete of a surveyed clip in some frames where wholly in view.

    Parameters
    ----------
    surveyed
        A clip whose people are known, any of whom can be measured.
    clip, timing
        What the user says of the clip, and its rates.
    settings
        Every tunable number.

    Raises
    ------
    VideoError, PoseError
        Nobody is found or runs, or there is a crowd and no choice.
    """
    video, survey = surveyed.video, surveyed.survey
    number = choose_among(survey, clip.choice)
    track = survey.tracks[number - 1]
    inside = _inside(track, video)
    raw = surveyed.sample(number, sample_times(track, inside, video, timing))
    _refuse_too_short(raw, settings)
    chain = follow_chain(raw, clip, timing, settings, sample=True)
    scene = _named_if_travelling(chain, survey, timing)
    filmed = replace(filming_of(raw, scene), chosen=clip.choice.made)
    filming = _over_the_clip(filmed, survey, track, video)
    sample_s = float(np.median(np.diff(survey.samples[:, 0]))) if len(survey.samples) > 1 else 0.0
    seconds = timing.seconds_per_playback_second
    looks = counted_over(
        slow_step_rate(track, sample_s) / seconds, (track.last_s - track.first_s) * seconds
    )
    rate = step_rate_of(chain, measure_pace(chain.real.sequence), looks)
    return Sampled(
        scene=scene,
        filming=filming,
        step_rate_hz=rate.hz,
        n_strides=rate.n_strides,
        in_view_s=float(inside.sum()) * sample_s * seconds,
        in_view_frac=float(inside.sum() / max(1, len(survey.samples))),
        camera_static=raw.camera.static,
        n_frames=len(raw.sequence),
        lamps=warn_of_lamps(survey.levels, timing.with_copies(survey.repeats).capture_fps),
    )


def _named_if_travelling(chain: SideChain | EndChain, survey: Survey, timing: Timing) -> Scene:
    """Say of the scene that the camera travels along, where feet and background show it."""
    scene = chain.scene
    height_px = chain.real.sequence.height_px
    if not isinstance(chain, SideChain) or scene.body.athlete_px > _FILLS_PICTURE * height_px:
        return scene
    time_s = chain.real.sequence.time_s / timing.seconds_per_playback_second
    motion = before_background(chain.motion, time_s, survey.background_px)
    if not camera_travels(chain.real.camera, motion, LEAST_AT_A_GLANCE):
        return scene
    return replace(scene, camera=replace(scene.camera, reason=TRAVELS))


def sample_times(
    track: Track, inside: npt.NDArray[np.bool_], video: Video, timing: Timing
) -> list[float]:
    """Choose playback times in the middle of the longest stretch that is wholly in view.

    Forty frames a second of a run, fewer of steps so slow that these would show less than one:
    a walk, or slow motion that nobody declared.

    Parameters
    ----------
    track
        The athlete in the survey.
    inside
        (N,) sightings in which the athlete is wholly in view.
    video, timing
        The file and its rates.
    """
    first_s, last_s = _longest_stretch(track, inside)
    rate_hz = _SAMPLE_RATE_HZ * timing.seconds_per_playback_second
    slow_hz = slow_step_rate(track, _sample_s(track))
    real_hz = slow_hz / timing.seconds_per_playback_second
    is_slow = np.isfinite(slow_hz) and not plausible_step_rate(real_hz)
    if is_slow:
        rate_hz = min(rate_hz, _SLOW_FRAMES_A_STEP * slow_hz)
    stride_s = max(1, round(video.fps / rate_hz)) / video.fps
    middle_s, half_s = (first_s + last_s) / 2, _FEWEST_FRAMES / 2 * stride_s
    first_s = max(track.first_s, min(first_s, middle_s - half_s))
    last_s = min(track.last_s, max(last_s, middle_s + half_s))
    n = min(_N_SLOW_FRAMES if is_slow else _N_FRAMES, int((last_s - first_s) / stride_s) + 1)
    start_s = (first_s + last_s - (n - 1) * stride_s) / 2
    return [start_s + i * stride_s for i in range(n)]


def slow_step_rate(track: Track, sample_s: float) -> float:
    """Count steps a second of playback by how the feet part; NaN where samples are too few.

    Samples come ten times a second, so steps of a sprint at full speed may not be told.

    Parameters
    ----------
    track
        The athlete in the survey.
    sample_s
        Playback seconds between samples.
    """
    times = np.array([s.time_s for s in track.sightings])
    spread = np.array([s.foot_spread for s in track.sightings])
    lasted_s = float(np.ptp(times))
    if len(times) < _MIN_SIGHTINGS or sample_s <= 0:
        return float("nan")
    rates = np.arange(max(_SLOWEST_HZ, _PERIODS / lasted_s), _FASTEST_SAMPLES / sample_s, 0.05)
    squares = max(float(np.sum((spread - spread.mean()) ** 2)), _TINY)
    explained = explained_squares(times, spread, rates) / squares
    if not len(rates) or explained.max() < _EXPLAINED:
        return float("nan")
    return float(rates[int(np.argmax(explained))])


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


def at_least(frac: float, n: int) -> float:
    """Give a share less its standard error: of a few frames it counts as the least it may be.

    Parameters
    ----------
    frac, n
        The share, and of how many.
    """
    return max(0.0, frac - float(np.sqrt(frac * (1 - frac) / n))) if n else float("nan")


def _over_the_clip(filming: Filming, survey: Survey, track: Track, video: Video) -> Filming:
    """Take from the survey what the sample, chosen where all is well in view, cannot tell."""
    times = survey.samples[:, 0]
    due = int(np.count_nonzero((times >= track.first_s) & (times <= track.last_s)))
    size = video.width_px, video.height_px
    clear = keeps_clear(*_corners(track), size)
    between = clear[clear[:, 0], 1]
    return replace(
        filming,
        found_frac=min(1.0, len(track.sightings) / max(1, due)),
        cut_off_frac=float(np.mean(~between)) if len(between) else float("nan"),
        feet_cut_frac=at_least(feet_cut_frac(*_corners(track), size), len(between)),
    )
