"""Conditions of a clip -> warnings: what limits its numbers and how to film it better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from aqvision.analysis.causes import MAX_FEET_CUT_FRAC
from aqvision.analysis.conditions import Filming
from aqvision.analysis.texts import LIMITS, PROMPTS, WORDS, sentences_of
from aqvision.camera.path import TRAVELS
from aqvision.camera.stabilise import MAX_VIEW_DEG, WIDE_TURN_DEG, ScaleSource
from aqvision.core.prompts import Prompt
from aqvision.core.types import View
from aqvision.kinematics.clock.check import ClockCheck
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.missing_contacts import count_missing
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import MAX_UNSURE_LABELS, Conditions
from aqvision.kinematics.quality.scene import CameraView, Scene
from aqvision.kinematics.steps import MAX_TIMING_SE_S
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.pose.track.athlete import Candidate, close_candidates
from aqvision.video.flicker import find_flicker
from aqvision.video.reader import find_pauses
from aqvision.video.timing import Timing

_GOOD_RATE_HZ = 100.0
_GOOD_ATHLETE_PX, _GOOD_FOUND_FRAC = 200.0, 0.95
FEW_STEPS = 6
# On rendered clips outlines are 0.017 to 0.026 body heights wide; with a shutter of 8 ms, before a
# camera that stands still, 0.030 and more across and at least 1.3 times as wide as down.
_WIDE_OUTLINE_FRAC, _SMEARED = 0.029, 1.28
_OUTLINE = ("smeared", "soft_picture")
_LIKELY_HEIGHT_CM = 175
# Clips at 0.6 of their light, the brighter parts of the athlete at 50 of 255, are measured as well.
_DARK_LEVEL, _FAINT_LEVELS = 40.0, 30.0
_MAX_CUT_OFF_FRAC = 0.1
# At most 0.05 on rendered clips, 0.09 and 0.18 on two that are coded very coarsely.
_MAX_HIDDEN_FRAC = 0.1
_MAX_EVENT_SE_S = 0.008
# Below this, single steps at the ends are wrong by less than the scale itself.
_LEAST_PERSPECTIVE, _LEAST_SHORT, _SURE_SES = 0.03, 0.03, 2.0

_CORRECTED_WELL = (ScaleSource.GROUND, ScaleSource.CAMERA_HEIGHT)
_LANE_CASES = {
    ScaleSource.HEIGHT: "height",
    ScaleSource.LENS: "lens",
    ScaleSource.USUAL_CAMERA_HEIGHT: "usual height",
}


@dataclass(frozen=True, slots=True)
class ClipWarning:
    """A code for programs, a sentence for people, and what to do about it."""

    code: str
    text: str
    hint: str

    @property
    def prompts(self) -> tuple[Prompt, ...]:
        """What the hint asks for; whoever shows it says where the answer is taken."""
        return PROMPTS.get(self.code, ())


def warn(code: str, case: str = "", **values: object) -> ClipWarning:
    """Make a warning of its code, the circumstances, and the values that it names.

    Parameters
    ----------
    code, case, **values
        As for :func:`aqvision.analysis.texts.sentences_of`.
    """
    return ClipWarning(code, *sentences_of(code, case, **values))


def warn_of(
    conditions: Conditions, contacts: tuple[Contact, ...], steps: pd.DataFrame, filming: Filming
) -> tuple[ClipWarning, ...]:
    """Collect every warning that a clip deserves.

    Parameters
    ----------
    conditions
        What decides the grades of its metrics.
    contacts, steps
        Contacts with the ground, and a row a step.
    filming
        What limits the numbers besides.
    """
    camera = conditions.scene.camera
    if camera.view != View.SIDE:
        of_steps = _of_frontal_steps(steps)
    elif not contacts and camera.view_angle_deg > MAX_VIEW_DEG:
        of_steps = iter(())  # none were looked for, and why is said
    elif not contacts and conditions.clock_doubt:
        of_steps = iter([warn("no_contacts", "clock")])
    elif not contacts and filming.feet_cut_frac > MAX_FEET_CUT_FRAC:
        of_steps = iter([warn("no_contacts", "feet")])
    else:
        of_steps = _of_steps(contacts, steps)
    return (*warn_of_filming(conditions, filming), *of_steps)


def warn_of_filming(conditions: Conditions, filming: Filming) -> tuple[ClipWarning, ...]:
    """Collect the warnings that need no step to be found.

    Parameters
    ----------
    conditions, filming
        As for :func:`warn_of`.
    """
    return (
        *_of_filming(conditions, filming),
        *_of_finding(conditions, filming),
        *_of_picture(filming.picture),
    )


def warn_of_scale(scene: Scene) -> tuple[ClipWarning, ...]:
    """Say what limits metres on a track, where a scale gives any.

    Parameters
    ----------
    scene
        How the clip was filmed, with its scale.
    """
    if not np.isfinite(scene.scale.se_frac) or scene.ground != GroundKind.TRACK:
        return ()
    return (*_of_perspective(scene), *_of_foreshortening(scene), *_of_lane(scene))


def warn_of_candidates(candidates: Sequence[Candidate], chosen: int) -> tuple[ClipWarning, ...]:
    """Say so when somebody else may be the athlete as well, and list them.

    Parameters
    ----------
    candidates
        Everybody in the clip.
    chosen
        Number of the one who was measured.
    """
    close = close_candidates(candidates, chosen)
    if not close:
        return ()
    measured = [c for c in candidates if c.number == chosen]
    listed = "; ".join(c.describe() for c in (*measured, *close))
    return (warn("close_candidates", chosen=chosen, listed=listed),)


def warn_of_clock(check: ClockCheck) -> tuple[ClipWarning, ...]:
    """Say what the motion says against the clock, and ask for the true rate.

    Parameters
    ----------
    check
        The clock held against the motion.
    """
    return (ClipWarning(check.code, check.text, check.hint),) if check.code else ()


def warn_of_repeats(timing: Timing) -> tuple[ClipWarning, ...]:
    """Say so when frames of the file were copies; they are no frames of the camera.

    Parameters
    ----------
    timing
        The clip's clock, with the copies that were found.
    """
    if not timing.n_duplicates:
        return ()
    return (warn("repeated_frames", n=timing.n_duplicates),)


def warn_of_lamps(levels: NDArray[np.float64], rate_hz: float) -> tuple[ClipWarning, ...]:
    """Say so when lamps are seen to pulse, and at which rates they would not be.

    Parameters
    ----------
    levels
        (T,) mean brightness of each frame.
    rate_hz
        Frames a second of real time.
    """
    flicker = find_flicker(levels, rate_hz)
    if flicker is None:
        return ()
    hz, frac = flicker.pulses_hz, flicker.light_frac
    return (warn("flicker", f"{hz:.0f}", pulses_hz=hz, light_frac=frac, rate_hz=rate_hz),)


def warn_of_pauses(time_s: NDArray[np.float64]) -> tuple[ClipWarning, ...]:
    """Say so when the camera paused: what happened in between is in no frame.

    Parameters
    ----------
    time_s
        Times of the frames (N,), in seconds.
    """
    if not (places := np.flatnonzero(find_pauses(time_s))).size:
        return ()
    begins = ", ".join(WORDS["seconds"].format(time_s=time_s[i] - time_s[0]) for i in places)
    missing_s = float(np.diff(time_s)[places].sum())
    return (warn("paused", missing_s=missing_s, begins=begins),)


def warn_of_pose_file() -> ClipWarning:
    """Say what cannot be known of points that another program found."""
    return warn("pose_file")


def warn_of_given_contacts() -> ClipWarning:
    """Say that a person, not the program, tells when the feet touched the ground."""
    return warn("given_contacts")


def _of_filming(c: Conditions, filming: Filming) -> Iterator[ClipWarning]:
    camera, ground = c.scene.camera, c.scene.ground
    if camera.view != View.SIDE:
        yield warn(f"{camera.view}_view")
    elif camera.view_angle_deg > MAX_VIEW_DEG:
        yield warn("not_side_on", view_angle_deg=camera.view_angle_deg)
    if c.rate_hz < _GOOD_RATE_HZ:
        yield warn("slow_frame_rate", rate_hz=c.rate_hz)
    if ground == GroundKind.MOVING_CAMERA and camera.view == View.SIDE:
        yield warn("moving_camera", _how_moved(camera), reason=camera.reason)
    yield from _of_turning(camera)
    if camera.tilt_deg:
        yield warn("tilted_camera", tilt_deg=abs(camera.tilt_deg))
    side_on = camera.view == View.SIDE and camera.view_angle_deg <= MAX_VIEW_DEG
    if ground == GroundKind.TREADMILL and side_on and np.isnan(c.scene.belt_mps):
        yield warn("treadmill", "" if filming.background_still else "or travelling")
    if filming.athlete_px < _GOOD_ATHLETE_PX:
        yield warn("small_athlete", athlete_px=filming.athlete_px)


def _how_moved(camera: CameraView) -> str:
    if camera.reason == TRAVELS:
        return "travels"
    return "reason" if camera.reason else ""


def _of_turning(camera: CameraView) -> Iterator[ClipWarning]:
    if camera.turn_deg > WIDE_TURN_DEG:
        yield warn("turning_camera", turn_deg=camera.turn_deg, track_se_frac=camera.track_se_frac)
    if camera.oblique_frac > 0:
        yield warn("oblique_frames", oblique_frac=camera.oblique_frac, limit_deg=MAX_VIEW_DEG)


def _of_finding(c: Conditions, filming: Filming) -> Iterator[ClipWarning]:
    if filming.found_frac < _GOOD_FOUND_FRAC:
        yield warn("athlete_lost", found_frac=filming.found_frac)
    if filming.feet_cut_frac > MAX_FEET_CUT_FRAC:
        yield warn("feet_cut_off", feet_cut_frac=filming.feet_cut_frac)
    elif filming.cut_off_frac > _MAX_CUT_OFF_FRAC:
        yield warn("cut_off", cut_off_frac=filming.cut_off_frac)
    if filming.hidden_frac > _MAX_HIDDEN_FRAC:
        yield warn("hidden", hidden_frac=filming.hidden_frac)
    if filming.n_people > 1 and not filming.chosen:
        yield warn("several_people", n=filming.n_people)
    if c.scene.body.unsure_legs_frac > MAX_UNSURE_LABELS:
        yield warn("unsure_sides", frac=c.scene.body.unsure_legs_frac)


def _of_picture(picture: PictureQuality) -> Iterator[ClipWarning]:
    if picture.outline_frac > _WIDE_OUTLINE_FRAC:
        code = "smeared" if picture.smear_ratio > _SMEARED else "soft_picture"
        yield warn(code, width_cm=_LIKELY_HEIGHT_CM * picture.outline_frac)
    if picture.brightness < _DARK_LEVEL:
        yield warn("dark")
    elif picture.contrast < _FAINT_LEVELS:
        yield warn("faint")


def doubt_of_picture(picture: PictureQuality) -> str:
    """Say in a few words what is wrong with the outline of the athlete; empty where nothing is.

    Parameters
    ----------
    picture
        How well the athlete is seen.
    """
    codes = [warning.code for warning in _of_picture(picture)]
    return next((LIMITS[code] for code in codes if code in _OUTLINE), "")


def _of_steps(contacts: tuple[Contact, ...], steps: pd.DataFrame) -> Iterator[ClipWarning]:
    if not contacts:
        yield warn("no_contacts")
        return
    if n_missing := count_missing(contacts):
        yield warn("steps_missing", n=n_missing)
    unsure = sum(max(c.touchdown_se_s, c.toeoff_se_s) > _MAX_EVENT_SE_S for c in contacts)
    if unsure:
        yield warn(
            "uncertain_contacts",
            n_unsure=unsure,
            n=len(contacts),
            limit_ms=1000 * _MAX_EVENT_SE_S,
            withheld_ms=1000 * MAX_TIMING_SE_S,
        )
    if len(steps) < FEW_STEPS:
        yield warn(
            "few_steps", "one contact" if len(contacts) == 1 else "contacts", n=len(contacts)
        )


def _of_frontal_steps(steps: pd.DataFrame) -> Iterator[ClipWarning]:
    if len(steps) < FEW_STEPS:
        yield warn("few_steps", "one step" if len(steps) == 1 else "steps", n=len(steps))


def _of_perspective(scene: Scene) -> Iterator[ClipWarning]:
    change, se = abs(scene.scale.perspective_frac), scene.scale.perspective_se_frac
    if not change > max(_LEAST_PERSPECTIVE, _SURE_SES * se):
        return
    if scene.scale.perspective_from_marks:
        yield warn("marks_disagree", change_frac=change, se_frac=se)
    else:
        yield warn("perspective", change_frac=change, se_frac=se, step_frac=change / 2)


def _of_foreshortening(scene: Scene) -> Iterator[ClipWarning]:
    """Warn of a slanted view, which shows lengths along the lane shorter, but no heights."""
    angle_deg = scene.camera.view_angle_deg
    short = 1 - float(np.cos(np.radians(angle_deg)))
    if scene.scale.source == ScaleSource.HEIGHT and short >= _LEAST_SHORT:
        yield warn("foreshortened", view_angle_deg=angle_deg, short_frac=short)


def _of_lane(scene: Scene) -> Iterator[ClipWarning]:
    if scene.lane.offset_m == 0 or scene.lane.offset_from in _CORRECTED_WELL:
        return
    behind = scene.lane.offset_m > 0
    yield warn(
        "other_lane",
        _LANE_CASES.get(scene.lane.offset_from, ""),
        offset_m=abs(scene.lane.offset_m),
        place=WORDS["behind" if behind else "in front"],
        wrong=WORDS["too small" if behind else "too large"],
        corrected_frac=abs(scene.lane.corrected_frac),
        scale_se_frac=scene.scale.se_frac,
    )
