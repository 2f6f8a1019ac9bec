"""Video -> Survey: who is in the clip and whether the camera moves, from every few frames."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from aqvision.camera.motion import CameraMotion, background_shift, judge_camera, shrink_gray
from aqvision.core.errors import VideoError
from aqvision.core.prompts import Prompt
from aqvision.core.settings import PoseSettings
from aqvision.core.types import FloatArray, GrayImage
from aqvision.core.wording import _
from aqvision.pose.detect.boxes import cutting
from aqvision.pose.track.athlete import Candidate, rank_tracks
from aqvision.pose.track.search import FindPeople, SurveySample, find_sightings, whole_picture
from aqvision.pose.track.tracks import Track, extend_tracks, join_tracks
from aqvision.video.reader import Frame, Video, read_frames
from aqvision.video.repeats import Repeats, RepeatWatch
from aqvision.video.seek import read_ahead

_SURE_SIGHTINGS = 8
_SAMPLES_PER_WHOLE = 3
_ASKED_AHEAD = 2
# Samples that are read while workers load their networks: as many as fit, each as it was decoded
# and in colours.
_LEAST_AHEAD, _MOST_AHEAD = 3, 8
_AHEAD_BYTES, _BYTES_A_PIXEL = 64 * 2**20, 4.5
_MIN_SAMPLES = 4
# Less than the limbs of the smallest athlete change between two samples: 13 of 480 x 270 pixels.
_STILL_FRAC = 1e-4
# More than an athlete who fills the picture's height changes with a camera that stands still.
_CUT_FRAC = 0.25
_MAX_MOVING_FRAC = 0.1
_MOSTLY = 0.5


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Survey:
    """What a first pass over the whole clip found.

    Attributes
    ----------
    tracks, candidates
        The same people in the same order, the likeliest athlete first.
    camera
        How fast the background moves.
    repeats
        Frames that show the one before them again.
    samples
        (K, 2) playback time of each sample, and the share of the picture that had changed since the
        one before, NaN for the first.
    passers
        Tracks of who was seen too briefly to count as a person.
    levels
        (T,) mean brightness of each frame that is no copy.
    background_px
        (K, 2) playback time, and how far the background has moved to the right by then; NaN-free.
    """

    tracks: tuple[Track, ...]
    candidates: tuple[Candidate, ...]
    camera: CameraMotion
    repeats: Repeats
    samples: FloatArray
    passers: tuple[Track, ...] = ()
    levels: FloatArray = field(default_factory=lambda: np.zeros(0))
    background_px: FloatArray = field(default_factory=lambda: np.zeros((1, 2)))

    def heads(self, but: int | None = None) -> FloatArray:
        """Give where heads were seen, to hide them in pictures.

        Who was seen too briefly to count as a person, and with the shoulders no higher than the
        ankles, is nobody: a foot of somebody else, which has no head.

        Parameters
        ----------
        but
            Number of the candidate who is left out; None for everybody.

        Returns
        -------
        ndarray
            (K, 5) playback time, number of the person, x, y and radius in pixels.
        """
        rows = [
            (sighting.time_s, number, *circle)
            for number, track in enumerate((*self.tracks, *self.passers), 1)
            if number != but
            for sighting in track.sightings
            if number <= len(self.tracks) or sighting.down[1] > 0
            for circle in sighting.head
        ]
        return np.array(rows, dtype=np.float64).reshape(-1, 5)

    @property
    def n_people(self) -> int:
        """Count the people who were seen for long enough to be sure of them."""
        sure = sum(len(t.sightings) >= _SURE_SIGHTINGS for t in self.tracks)
        return max(sure, min(1, len(self.tracks)))


def survey_video(
    video: Video, find: FindPeople, settings: PoseSettings, on_frame: Callable[[int], None]
) -> Survey:
    """Search every few frames of a clip for people and for the motion of the background.

    What is asked of the network never depends on how fast it answers, so the result is the same
    for any number of workers behind ``find``.

    Parameters
    ----------
    video
        The clip.
    find
        Asks the network for the people on a crop.
    settings
        How many samples a second, and how small an athlete may be.
    on_frame
        Called with the number of frames that are done so far.

    Raises
    ------
    VideoError
        The file is damaged on the way.
    """
    stride = max(1, round(video.fps / settings.survey_rate_hz))
    tracks: list[Track] = []
    moves, samples = [], []
    watch = RepeatWatch()
    taken = _samples(watch.new_frames(read_frames(video)), stride)
    read = read_ahead(taken, _samples_ahead(video))
    for sample in _ask_ahead(read, find):
        extend_tracks(tracks, find_sightings(sample, tracks, find, settings.min_athlete_px))
        on_frame(sample.frame.index + 1)
        samples.append((sample.frame.time_s, sample.changed_frac))
        if sample.shift_frac is not None:
            moves.append((sample.frame.time_s, *sample.shift_frac, sample.interval_s))
    time_s, *shift, interval_s = np.array(moves).reshape(-1, 4).T
    moved = np.column_stack(shift)
    background = _background_path(time_s, moved, interval_s, video.width_px)
    joined = join_tracks(tracks)
    people, candidates = rank_tracks(joined, background)
    on_frame(video.n_packets)
    repeats = watch.found()
    return Survey(
        tracks=people,
        candidates=candidates,
        camera=judge_camera(moved, interval_s),
        repeats=repeats,
        levels=np.delete(watch.levels(), repeats.indices),
        samples=np.array(samples).reshape(-1, 2),
        passers=tuple(t for t in joined if not any(t is person for person in people)),
        background_px=background,
    )


def refuse_stills(samples: FloatArray) -> None:
    """Refuse a picture that stands still, and one still picture after the other.

    Parameters
    ----------
    samples
        (K, 2) times and changed shares, as in a survey.

    Raises
    ------
    VideoError
        Nothing moves, or nothing but whole pictures changes.
    """
    changed = samples[1:, 1]
    if len(samples) < _MIN_SAMPLES:
        return
    if (changed < _STILL_FRAC).all():
        raise VideoError(
            _("nothing moves in this clip: it shows a still picture"),
            _("give the video of a run, not a photograph; a posture that is held is a hold"),
            (Prompt.HOLD,),
        )
    moving = (changed >= _STILL_FRAC) & (changed < _CUT_FRAC)
    still = changed < _STILL_FRAC
    if moving.mean() <= _MAX_MOVING_FRAC and still.mean() > _MOSTLY:
        raise VideoError(
            _("this clip shows one still picture after the other"),
            _("give the video of a run as the camera wrote it, not a slide show"),
        )


def _samples(frames: Iterable[Frame], stride: int) -> Iterator[SurveySample]:
    """Take every stride-th frame, or the next that is there, and compare it with the one after.

    The second shows how the picture moves.
    """
    waiting: Frame | None = None
    previous: GrayImage | None = None
    number = due = 0
    for frame in frames:
        if waiting is not None:
            sample = replace(_sample(waiting, frame), number=number, previous=previous)
            yield sample
            waiting, previous, number = None, sample.gray, number + 1
        if frame.index >= due:
            waiting = frame
            due = (frame.index // stride + 1) * stride
    if waiting is not None:
        yield replace(_sample(waiting, None), number=number, previous=previous)


def _samples_ahead(video: Video) -> int:
    fit = _AHEAD_BYTES / (_BYTES_A_PIXEL * video.width_px * video.height_px)
    return min(max(int(fit), _LEAST_AHEAD), _MOST_AHEAD)


def _sample(frame: Frame, following: Frame | None) -> SurveySample:
    gray = shrink_gray(frame.rgb)
    if following is None:
        return SurveySample(number=0, frame=frame, gray=gray)
    shift = background_shift(gray, shrink_gray(following.rgb))
    interval_s = following.time_s - frame.time_s
    return SurveySample(number=0, frame=frame, gray=gray, shift_frac=shift, interval_s=interval_s)


def _ask_ahead(samples: Iterable[SurveySample], find: FindPeople) -> Iterator[SurveySample]:
    """Ask for the people on whole pictures some samples ahead, so that no worker waits.

    It serves to find who is not followed yet, for which every third sample is often enough.
    """
    waiting: deque[SurveySample] = deque()
    for sample in samples:
        due = sample.number % _SAMPLES_PER_WHOLE == 0
        frame = sample.frame
        whole = find(cutting(frame.rgb, whole_picture(frame))) if due else None
        waiting.append(replace(sample, whole=whole))
        if len(waiting) > _ASKED_AHEAD:
            yield waiting.popleft()
    yield from waiting


def _background_path(
    times_s: FloatArray, shifts_frac: FloatArray, intervals_s: FloatArray, width_px: int
) -> FloatArray:
    """Add up how far the background has moved to the right: (K, 2) time and pixels."""
    if not len(times_s):
        return np.zeros((1, 2))
    speed = np.nan_to_num(shifts_frac[:, 0] / intervals_s) * width_px
    steps = np.diff(times_s) * (speed[:-1] + speed[1:]) / 2
    return np.column_stack([times_s, np.concatenate([[0.0], np.cumsum(steps)])])
