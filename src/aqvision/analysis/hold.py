"""RawPose -> HoldAnalysis: everything that was measured in the clip of a hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np

from aqvision.analysis.analyze import video_facts
from aqvision.analysis.chain import in_real_time
from aqvision.analysis.warnings import ClipWarning, warn, warn_of_pauses, warn_of_repeats
from aqvision.camera.motion import CameraMotion
from aqvision.camera.scale import lay_along_lane
from aqvision.camera.stabilise import StillView, view_still
from aqvision.camera.view import find_held_view
from aqvision.core.clip import Clip
from aqvision.core.errors import PoseError
from aqvision.core.provenance import Provenance
from aqvision.core.recorded import Recorded, recorded_on
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.hold.body import HeldBody, find_held_body, refuse_no_hold
from aqvision.kinematics.hold.floor import FloorSource
from aqvision.kinematics.hold.measure import HoldMeasures, measure_hold
from aqvision.pose.clean.clean import clean_held_pose
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing, VideoFacts

_GOOD_FOUND_FRAC, _GOOD_DURATION_S = 0.95, 18.0
_RATE_GAP, _SIZE_GAP = 0.1, 0.25
# Chosen: what corners of the background do not tell from a camera that stands.
_STILL_PX = 0.5
_NO_ANGLES: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldNotes:
    """What a person says of a hold; None where nothing was said.

    ``load`` and ``band`` are free words, ``set_deg`` the angles that were to be held, by name.
    """

    load: str | None = None
    band: str | None = None
    set_deg: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HoldAnalysis:
    """All that was measured in the clip of a hold.

    Parameters
    ----------
    provenance, athlete, notes, recorded
        What was measured with which settings, and what the user says of it.
    video
        Facts of the file.
    body
        The athlete in leg lengths.
    measures
        Sway, drift, answers to knocks and posture.
    warnings
        What limits the numbers and how to film better.
    pose
        Filtered points in real time, in the picture of ``still_view``.
    raw_pose
        Points of the network at playback time.
    still_view
        The picture that stands still.
    rigid_clip
        Name of the clip of a rigid pose; empty without one.
    """

    provenance: Provenance
    athlete: str | None
    notes: HoldNotes
    recorded: Recorded
    video: VideoFacts
    body: HeldBody
    measures: HoldMeasures
    warnings: tuple[ClipWarning, ...]
    pose: PoseSequence
    raw_pose: RawPose
    still_view: StillView
    rigid_clip: str = ""

    @property
    def name(self) -> str:
        """File name of the clip."""
        return self.provenance.clip_name


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PosedClip:
    """Points of a clip, and what is known of it.

    Attributes
    ----------
    raw
        Points at playback time.
    clip
        What the user says of the clip.
    timing
        The rates of playback and of the camera.
    provenance
        What the points were made of.
    """

    raw: RawPose
    clip: Clip
    timing: Timing
    provenance: Provenance


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Held:
    """What the chain gave, one value from the one before."""

    real: RawPose
    still: StillView
    smooth: PoseSequence
    body: HeldBody
    camera_moved: bool


def analyze_hold(
    hold: PosedClip,
    settings: Settings,
    *,
    notes: HoldNotes | None = None,
    rigid: PosedClip | None = None,
    film_day: dt.date | None = None,
) -> HoldAnalysis:
    """Turn the network's points into sway, drift, answers to knocks and posture.

    Parameters
    ----------
    hold
        Points of the hold.
    settings
        How to clean, and proportions of the body.
    notes
        Load, band, and the angles that were to be held.
    rigid
        Points of a rigid pose, filmed the same way.
    film_day
        The day of filming, as the file's tags tell it.

    Raises
    ------
    PoseError
        Nobody holds a posture, the camera moved in an unknown way, or the body is hardly seen.
    """
    notes = notes or HoldNotes()
    held = _follow(hold, settings)
    refuse_no_hold(held.body)
    floor = None if rigid is None else _follow(rigid, settings)
    measures = measure_hold(held.body, notes.set_deg, None if floor is None else floor.body)
    return HoldAnalysis(
        provenance=replace(hold.provenance, runtime=hold.raw.runtime),
        athlete=hold.clip.athlete,
        notes=notes,
        recorded=recorded_on(hold.clip.recorded_on, film_day),
        video=video_facts(held.real.sequence, hold.timing),
        body=held.body,
        measures=measures,
        warnings=(*_warnings(hold, held, measures), *_of_rigid(held.body, floor)),
        pose=held.smooth,
        raw_pose=hold.raw,
        still_view=held.still,
        rigid_clip="" if rigid is None else rigid.clip.name,
    )


def _follow(posed: PosedClip, settings: Settings) -> _Held:
    """Go from the network's points to a body in leg lengths that stands in a still picture."""
    real, clip = in_real_time(posed.raw, posed.clip, posed.timing)
    moved = _camera_moved(real)
    camera = real.camera if moved or real.path is None else CameraMotion(0.0)
    still = view_still(real.sequence, camera, real.path if moved else None)
    if still.reason or still.camera.static is False:
        raise PoseError(
            _("the camera moves in {name}, and its motion cannot be taken out").format(
                name=clip.name
            ),
            _("put the camera on a tripod: sway is some millimetres"),
        )
    pose = real.sequence
    still = lay_along_lane(still, clip, (pose.width_px, pose.height_px))
    view = find_held_view(still.sequence)
    clean = clean_held_pose(still.sequence, view, settings.cleaning, settings.filter)
    body = find_held_body(clean, view, still.camera, clip, settings.body, still.lane)
    return _Held(real=real, still=still, smooth=clean.smooth, body=body, camera_moved=moved)


def _camera_moved(real: RawPose) -> bool:
    """Tell whether the camera's path has to be taken out, or is none that points would show."""
    path = real.path
    if path is None:
        return False
    return bool(path.reason) or not path.moves_px(real.sequence.width_px) <= _STILL_PX


def _warnings(hold: PosedClip, held: _Held, measures: HoldMeasures) -> tuple[ClipWarning, ...]:
    found = float(held.real.sequence.detected.mean())
    told = {
        "athlete_lost": found < _GOOD_FOUND_FRAC,
        "hold_camera_moved": held.camera_moved,
        "hold_floor_estimated": measures.floor.source is FloorSource.FAST,
        "hold_floor_unknown": measures.floor.source is FloorSource.UNKNOWN,
        "hold_short": measures.path.duration_s < _GOOD_DURATION_S,
    }
    values: dict[str, object] = {"found_frac": found, "duration_s": measures.path.duration_s}
    return (
        *(warn(code, "", **values) for code, applies in told.items() if applies),
        *((warn("pose_file", "hold"),) if hold.provenance.from_pose_file else ()),
        *warn_of_repeats(hold.timing),
        *warn_of_pauses(held.real.sequence.time_s),
    )


def _of_rigid(body: HeldBody, rigid: _Held | None) -> tuple[ClipWarning, ...]:
    """Say what of the rigid clip does not fit the hold."""
    if rigid is None:
        return ()
    rates = [1 / float(np.median(np.diff(t))) for t in (body.time_s, rigid.body.time_s)]
    differs = {
        _("frames a second"): abs(rates[1] / rates[0] - 1) > _RATE_GAP,
        _("the size of the body in the picture"): abs(rigid.body.leg_px / body.leg_px - 1)
        > _SIZE_GAP,
        _("the side of the body that is seen"): rigid.body.view is not body.view,
    }
    what = [name for name, is_so in differs.items() if is_so]
    return (warn("hold_rigid_differs", what=", ".join(what)),) if what else ()
