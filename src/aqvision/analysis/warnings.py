"""Conditions of a clip -> warnings: what limits its numbers and how to film it better."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from aqvision.camera.stabilise import MAX_VIEW_DEG, WIDE_TURN_DEG
from aqvision.core.view import View
from aqvision.kinematics.clock.check import ClockCheck
from aqvision.kinematics.events.contacts import Contact
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.grades import MAX_UNSURE_LABELS, Conditions
from aqvision.kinematics.quality.scene import CameraView
from aqvision.kinematics.steps import MAX_INSTANT_SE_S
from aqvision.pose.detect.image_quality import PictureQuality
from aqvision.pose.track.athlete import Candidate, close_candidates
from aqvision.video.pauses import find_pauses
from aqvision.video.timing import Timing

_GOOD_RATE_HZ = 100.0
_GOOD_ATHLETE_PX, _GOOD_FOUND_FRAC = 200.0, 0.95
FEW_STEPS = 6
# On rendered clips outlines are 0.017 to 0.026 body heights wide; with a shutter of 8 ms, before a
# camera that stands still, 0.030 and more across and at least 1.3 times as wide as down.
_WIDE_OUTLINE_FRAC, _SMEARED = 0.029, 1.28
_LIKELY_HEIGHT_CM = 175
# Clips at 0.6 of their light, the brighter parts of the athlete at 50 of 255, are measured as well.
_DARK_LEVEL, _FAINT_LEVELS = 40.0, 30.0
_MAX_CUT_OFF_FRAC = 0.1
# At most 0.05 on rendered clips, 0.09 and 0.18 on two that are coded very coarsely.
_MAX_HIDDEN_FRAC = 0.1
_MAX_EVENT_SE_S = 0.008
_FROM = {View.FRONT: "the front", View.REAR: "behind"}
_SHOWN = {View.FRONT: "step width, hands and sway", View.REAR: "step width and sway"}


@dataclass(frozen=True, slots=True)
class ClipWarning:
    """A code for programs, a sentence for people, and what to do about it."""

    code: str
    text: str
    hint: str


@dataclass(frozen=True, slots=True)
class Filming:
    """What of the pictures limits the numbers without deciding their grade.

    ``athlete_px`` is the standing height in the picture; ``found_frac``, ``cut_off_frac`` and
    ``hidden_frac`` are parts of the frames, NaN where not known.
    """

    athlete_px: float
    found_frac: float
    n_people: int
    cut_off_frac: float
    hidden_frac: float
    picture: PictureQuality


def warn_of(
    conditions: Conditions, contacts: tuple[Contact, ...], steps: pd.DataFrame, filming: Filming
) -> tuple[ClipWarning, ...]:
    """Collect every warning that a clip deserves."""
    from_the_side = conditions.scene.camera.view == View.SIDE
    return (
        *warn_of_filming(conditions, filming),
        *(_of_steps(contacts, steps) if from_the_side else _of_frontal_steps(steps)),
    )


def warn_of_filming(conditions: Conditions, filming: Filming) -> tuple[ClipWarning, ...]:
    """Collect the warnings that need no step to be found."""
    return (
        *_of_filming(conditions, filming.athlete_px),
        *_of_finding(conditions, filming),
        *_of_picture(filming.picture),
    )


def warn_of_few_steps(counted: str) -> ClipWarning:
    """Say that there are few steps; ``counted`` says how many of what are in view."""
    return ClipWarning(
        "few_steps",
        f"{counted} wholly in view; few steps make wide intervals.",
        "Film a longer stretch, or give several clips.",
    )


def warn_of_candidates(candidates: Sequence[Candidate], chosen: int) -> tuple[ClipWarning, ...]:
    """Say so when somebody else may be the athlete as well, and list them."""
    close = close_candidates(candidates, chosen)
    if not close:
        return ()
    measured = [c for c in candidates if c.number == chosen]
    listed = "; ".join(c.describe() for c in (*measured, *close))
    return (
        ClipWarning(
            "close_candidates",
            f"Track {chosen} was measured, but others come close: {listed}.",
            "Look who is there, and choose whom to measure if it is somebody else.",
        ),
    )


def warn_of_clock(check: ClockCheck) -> tuple[ClipWarning, ...]:
    """Say what the motion says against the clock, and ask for the true rate."""
    return (ClipWarning(check.code, check.text, check.hint),) if check.code else ()


def warn_of_repeats(timing: Timing) -> tuple[ClipWarning, ...]:
    """Say so when frames of the file were copies; they are no frames of the camera."""
    if not timing.n_duplicates:
        return ()
    return (
        ClipWarning(
            "repeated_frames",
            f"{timing.n_duplicates} frames show the picture before them again and were left out.",
            "Copy the original from the camera: an export or a messenger fills up the frame rate.",
        ),
    )


def warn_of_pauses(time_s: NDArray[np.float64]) -> tuple[ClipWarning, ...]:
    """Say so when the camera paused: what happened in between is in no frame."""
    if not (places := np.flatnonzero(find_pauses(time_s))).size:
        return ()
    begins = ", ".join(f"{time_s[i] - time_s[0]:.2f} s" for i in places)
    missing_s = float(np.diff(time_s)[places].sum())
    return (
        ClipWarning(
            "paused",
            f"The clip has a gap: {missing_s:.1f} s without a frame, after {begins}.",
            "Cut out the sprint, or film it without a pause.",
        ),
    )


def warn_of_pose_file() -> ClipWarning:
    """Say what cannot be known of points that another program found."""
    return ClipWarning(
        "pose_file",
        "The points come from a pose file, which does not say how they were found and filtered.",
        "Write the points without a filter: one of 6 Hz makes contacts some 20 ms too short.",
    )


def _of_filming(c: Conditions, athlete_px: float) -> Iterator[ClipWarning]:
    camera, ground = c.scene.camera, c.scene.ground
    if camera.view != View.SIDE:
        seen_from = _FROM[camera.view]
        yield ClipWarning(
            f"{camera.view}_view",
            f"The athlete is seen from {seen_from}: legs, arms and lean cannot be measured.",
            f"Film from the side as well; this view shows {_SHOWN[camera.view]}.",
        )
    elif camera.view_angle_deg > MAX_VIEW_DEG:
        yield ClipWarning(
            "not_side_on",
            f"The athlete is seen {camera.view_angle_deg:.0f} degrees away from a side view.",
            "Stand at the side of the lane, at right angles to it.",
        )
    if c.rate_hz < _GOOD_RATE_HZ:
        yield ClipWarning(
            "slow_frame_rate",
            f"The clip has {c.rate_hz:.0f} frames a second.",
            "Film at 120 or, better, 240 frames a second.",
        )
    if ground == GroundKind.MOVING_CAMERA and camera.view == View.SIDE:
        why = f" in a way that is not known: {camera.reason}" if camera.reason else ""
        yield ClipWarning(
            "moving_camera",
            f"The camera moves{why}, so contact times, step length and speed are withheld.",
            "Put the camera on a tripod, or turn it on the spot with much sharp background.",
        )
    yield from _of_turning(camera)
    if camera.tilt_deg:
        yield ClipWarning(
            "tilted_camera",
            f"The camera was held askew by {abs(camera.tilt_deg):.0f} degrees; that was taken out.",
            "Level the camera. If the track itself slopes, angles are against its normal.",
        )
    side_on = camera.view == View.SIDE and camera.view_angle_deg <= MAX_VIEW_DEG
    if ground == GroundKind.TREADMILL and side_on and np.isnan(c.scene.belt_mps):
        yield ClipWarning(
            "treadmill",
            "The athlete runs on the spot, as on a treadmill; speed and step length are withheld.",
            "Read it from the treadmill and say how fast the belt runs.",
        )
    if athlete_px < _GOOD_ATHLETE_PX:
        yield ClipWarning(
            "small_athlete",
            f"The athlete is {athlete_px:.0f} pixels tall.",
            "Come closer or zoom in: 350 pixels and more measure best.",
        )


def _of_turning(camera: CameraView) -> Iterator[ClipWarning]:
    if camera.turn_deg > WIDE_TURN_DEG:
        yield ClipWarning(
            "turning_camera",
            f"The camera turned by {camera.turn_deg:.0f} degrees; its turn was taken out by what "
            f"the background shows, places along the track are good to {camera.track_se_frac:.1%}.",
            "A camera that stands still, wide enough to hold six steps, needs no such correction.",
        )
    if camera.oblique_frac > 0:
        yield ClipWarning(
            "oblique_frames",
            f"In {camera.oblique_frac:.0%} of the frames the camera looked more than "
            f"{MAX_VIEW_DEG:.0f} degrees away from square to the lane; they are left out.",
            "Stand further away, or follow a shorter stretch.",
        )


def _of_finding(c: Conditions, filming: Filming) -> Iterator[ClipWarning]:
    if filming.found_frac < _GOOD_FOUND_FRAC:
        yield ClipWarning(
            "athlete_lost",
            f"The athlete was found in {filming.found_frac:.0%} of the frames.",
            "Keep the whole athlete in view, in good light, with nobody in front.",
        )
    if filming.cut_off_frac > _MAX_CUT_OFF_FRAC:
        yield ClipWarning(
            "cut_off",
            f"Head or feet reach the picture's edge in {filming.cut_off_frac:.0%} of the frames.",
            "Leave room above the head and some ground below the feet.",
        )
    if filming.hidden_frac > _MAX_HIDDEN_FRAC:
        yield ClipWarning(
            "hidden",
            f"A part of the body is hidden in {filming.hidden_frac:.0%} of the frames.",
            "Let nothing and nobody stand between camera and lane; tight, plain clothes help.",
        )
    if filming.n_people > 1:
        yield ClipWarning(
            "several_people",
            f"{filming.n_people} people were seen; one of them was measured.",
            "Check the pictures; choose whom to measure, or film one athlete alone.",
        )
    unsure_frac = c.scene.body.unsure_legs_frac
    if unsure_frac > MAX_UNSURE_LABELS:
        yield ClipWarning(
            "unsure_sides",
            f"Left and right leg are uncertain in {unsure_frac:.0%} of the frames.",
            "Film with the sun on the visible side, and with a short shutter.",
        )


def _of_picture(picture: PictureQuality) -> Iterator[ClipWarning]:
    if picture.outline_frac > _WIDE_OUTLINE_FRAC:
        wide = f"about {_LIKELY_HEIGHT_CM * picture.outline_frac:.0f} cm wide on the body"
        if picture.smear_ratio > _SMEARED:
            yield ClipWarning(
                "smeared",
                f"The run smears the athlete's outline, which is {wide}.",
                "Set a shutter of 1/1000 s or shorter, which takes daylight or a bright hall.",
            )
        else:
            yield ClipWarning(
                "soft_picture",
                f"The picture is soft: the athlete's outline is {wide}.",
                "Give the file as the camera wrote it, clean the lens, focus on the lane.",
            )
    if picture.brightness < _DARK_LEVEL:
        yield ClipWarning(
            "dark",
            "The athlete is dark in the picture.",
            "Film with the sun or the lamps behind you, or touch the athlete to set the exposure.",
        )
    elif picture.contrast < _FAINT_LEVELS:
        yield ClipWarning(
            "faint",
            "The athlete hardly stands out: clothes, skin and background look alike.",
            "Choose clothes that differ from the background, and light from behind you.",
        )


def _of_steps(contacts: tuple[Contact, ...], steps: pd.DataFrame) -> Iterator[ClipWarning]:
    if not contacts:
        yield ClipWarning(
            "no_contacts",
            "No contact with the ground lies wholly in view.",
            "Film at least four steps, with the feet and the ground in the picture.",
        )
        return
    unsure = sum(max(c.touchdown_se_s, c.toeoff_se_s) > _MAX_EVENT_SE_S for c in contacts)
    if unsure:
        yield ClipWarning(
            "uncertain_contacts",
            f"{unsure} of {len(contacts)} contacts begin or end at an instant that is uncertain by "
            f"more than {1000 * _MAX_EVENT_SE_S:.0f} ms; from {1000 * MAX_INSTANT_SE_S:.0f} ms on, "
            "contact and flight times leave the step out.",
            "Film at a higher frame rate with a shorter shutter, the feet in good light.",
        )
    if len(steps) < FEW_STEPS:
        yield warn_of_few_steps(f"{len(contacts)} contacts lie")


def _of_frontal_steps(steps: pd.DataFrame) -> Iterator[ClipWarning]:
    if len(steps) < FEW_STEPS:
        yield warn_of_few_steps(f"{len(steps)} steps lie")
