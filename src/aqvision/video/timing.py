"""Video + what the user says + copies -> Timing: the rate the camera recorded at, and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from aqvision.core.clip import CAPTURE_RANGE_FPS, Clip
from aqvision.core.errors import CalibrationError
from aqvision.core.prompts import Prompt
from aqvision.core.wording import as_recorded as _
from aqvision.core.wording import as_recorded_count as ngettext
from aqvision.video.reader import Video
from aqvision.video.repeats import NO_REPEATS, Repeats

_ANDROID_TAG = "com.android.capture.fps"
_APPLE_TAG = "com.apple.quicktime.full-frame-rate-playback-intent"
# Slow motion is exported at 24 to 60 frames a second; what plays faster was filmed that fast.
_PLAYER_RATE_FPS = 65.0


class Confidence(StrEnum):
    """How far the capture rate can be relied on."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """How fast a clip plays and was filmed, in pictures of the camera a second.

    ``evidence`` is a sentence for each thing that tells the rate, the source first;
    ``user_given`` tells whether that is the user's word, ``from_file`` whether only the file's
    own clock tells it. Copies of a picture do not count in either rate where they come regularly.
    """

    playback_fps: float
    capture_fps: float
    evidence: tuple[str, ...]
    confidence: Confidence = Confidence.LIKELY
    user_given: bool = False
    from_file: bool = False
    repeats: Repeats = NO_REPEATS

    @property
    def seconds_per_playback_second(self) -> float:
        """Real seconds that pass in one second of playback: below 1 in slow motion."""
        return self.playback_fps / self.capture_fps

    def with_copies(self, repeats: Repeats) -> Timing:
        """Leave copied frames out of the rates, and say so next to the source.

        Parameters
        ----------
        repeats
            Frames of the file that show the picture before them again.
        """
        fps = self.playback_fps / repeats.frames_per_picture
        source, *rest = self.evidence
        told = (source, *_of_copies(self.playback_fps, repeats), *rest)
        timing = replace(self, playback_fps=fps, evidence=told, repeats=repeats)
        if not self.from_file:
            return timing
        return replace(timing, capture_fps=fps, confidence=_confidence(fps))

    @property
    def n_duplicates(self) -> int:
        """Frames of the file that show the picture before them again."""
        return len(self.repeats.indices)


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoFacts:
    """The file that was measured: ``duration_s`` is real time, ``size`` width and height in px.

    ``fps`` and ``capture_fps`` count pictures of the camera, ``n_repeated_frames`` the copies of
    them that were left out. ``clock_evidence`` is what else speaks for or against the rate.
    """

    fps: float
    capture_fps: float
    capture_fps_from: str
    capture_fps_confidence: Confidence
    clock_evidence: tuple[str, ...]
    n_repeated_frames: int
    n_frames: int
    duration_s: float
    size: tuple[int, int]


def find_timing(video: Video, clip: Clip) -> Timing:
    """Settle the capture rate: the user's word, then the phone's tag, then the file's own clock.

    Copied frames are found later, see :meth:`Timing.with_copies`, and what the motion of the
    athlete says is heard last: :func:`aqvision.kinematics.clock.check.judge_clock`.

    Parameters
    ----------
    video, clip
        The file, and what the user says of it.

    Raises
    ------
    CalibrationError
        Nothing tells the rate, or the tag makes no sense.
    """
    if video.fps <= 0:
        raise CalibrationError(
            _("{name} does not say its frame rate").format(name=clip.path.name),
            _("give the rate it was filmed at"),
            (Prompt.RATE,),
        )
    if clip.capture_fps is not None:
        return replace(_sure(video, clip.capture_fps, _("given by the user")), user_given=True)
    if _ANDROID_TAG in video.tags:
        return _sure(
            video, _tagged_rate(video), _("the phone's tag {tag}").format(tag=_ANDROID_TAG)
        )
    told = (_("the file's presentation times"), *_of_stamps(video))
    return Timing(
        playback_fps=video.fps,
        capture_fps=video.fps,
        evidence=told,
        confidence=_confidence(video.fps),
        from_file=True,
    )


def _sure(video: Video, capture_fps: float, source: str) -> Timing:
    return Timing(
        playback_fps=video.fps,
        capture_fps=capture_fps,
        evidence=(source,),
        confidence=Confidence.SURE,
    )


def _confidence(fps: float) -> Confidence:
    return Confidence.SURE if fps > _PLAYER_RATE_FPS else Confidence.LIKELY


def _of_copies(fps: float, repeats: Repeats) -> list[str]:
    n = len(repeats.indices)
    if not n:
        return []
    copies = ngettext("1 copied frame was left out", "{n} copied frames were left out", n).format(
        n=n
    )
    if not repeats.regular:
        return [copies]
    return [
        _("{copies}: {new_fps:.4g} of {fps:.4g} frames a second are new").format(
            copies=copies, new_fps=fps / repeats.frames_per_picture, fps=fps
        )
    ]


def _of_stamps(video: Video) -> list[str]:
    """Say what an Apple file does not tell: its tag is the same in a slowed export."""
    if _APPLE_TAG in video.tags:
        return [_("an Apple file, which tells no other rate; exports of slow motion are re-timed")]
    return []


def _tagged_rate(video: Video) -> float:
    try:
        rate = float(video.tags[_ANDROID_TAG])
    except ValueError:
        rate = 0.0
    low, high = CAPTURE_RANGE_FPS
    if not low <= rate <= high:
        raise CalibrationError(
            _("{name} carries a capture rate that cannot be right").format(name=video.path.name),
            _("give the rate it was filmed at"),
            (Prompt.RATE,),
        )
    return rate
