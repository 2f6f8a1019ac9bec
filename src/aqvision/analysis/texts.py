"""Code of a warning or verdict -> its sentences, with places for values, and what it asks for.

All sentences of this package for people stand here; what chooses them gives codes and values. A
second language is a second set of these tables, with the same keys and the same names in braces,
and :func:`sentences_of` choosing between them. Formats stand in the sentences, because languages
write numbers and units differently.
"""

from __future__ import annotations

from aqvision.core.prompts import Prompt

_STEADY_CAMERA = "Put the camera on a tripod, or turn it on the spot with much sharp background."
_LIGHT_THE_SIDE = "Film with the sun on the visible side, and with a short shutter."
_LONGER_STRETCH = "Film a longer stretch, or give several clips."
_OTHER_MARKS = (
    "Lay the marks in the athlete's lane, or give marks of known distance, four or more on two "
    "lines, or measure and say how high above the ground the lens stood."
)

WARNINGS: dict[str, tuple[str, str]] = {
    "athlete_lost": (
        "The athlete was found in {found_frac:.0%} of the frames.",
        "Keep the whole athlete in view, in good light, with nobody in front.",
    ),
    "close_candidates": (
        "Track {chosen} was measured, but others come close: {listed}.",
        "Look who is there, and choose whom to measure if it is somebody else.",
    ),
    "cut_off": (
        "Head or feet reach the picture's edge in {cut_off_frac:.0%} of the frames.",
        "Leave room above the head and some ground below the feet.",
    ),
    "dark": (
        "The athlete is dark in the picture.",
        "Film with the sun or the lamps behind you, or touch the athlete to set the exposure.",
    ),
    "faint": (
        "The athlete hardly stands out: clothes, skin and background look alike.",
        "Choose clothes that differ from the background, and light from behind you.",
    ),
    "few_steps: contacts": (
        "{n} contacts lie wholly in view; few steps make wide intervals.",
        _LONGER_STRETCH,
    ),
    "few_steps: steps": (
        "{n} steps lie wholly in view; few steps make wide intervals.",
        _LONGER_STRETCH,
    ),
    "few_steps: expected": (
        "About {n:.0f} steps lie wholly in view; few steps make wide intervals.",
        _LONGER_STRETCH,
    ),
    "foreshortened": (
        "The scale is that of the height, which knows nothing of a slant: the athlete is seen "
        "{view_angle_deg:.0f} degrees from square, so step length and speed come out too small, "
        "by up to about {short_frac:.0%}.",
        "Give marks of known distance along the lane, or film square to the lane.",
    ),
    "front_view": (
        "The athlete is seen from the front: legs, arms and lean cannot be measured.",
        "Film from the side as well; this view shows step width, hands and sway.",
    ),
    "hidden": (
        "A part of the body is hidden in {hidden_frac:.0%} of the frames.",
        "Let nothing and nobody stand between camera and lane; tight, plain clothes help.",
    ),
    "marks_disagree": (
        "By the marks the scale is even along the run now, by the athlete's size it still changes "
        "by {change_frac:.0%} (± {se_frac:.0%}) from one end to the other.",
        "Check pixels and metres of the marks; a fourth mark shows which one is wrong.",
    ),
    "moving_camera": (
        "The camera moves, so contact times, step length and speed are withheld.",
        _STEADY_CAMERA,
    ),
    "moving_camera: reason": (
        "The camera moves in a way that is not known: {reason}, so contact times, step length and "
        "speed are withheld.",
        _STEADY_CAMERA,
    ),
    "moving_camera: check": (
        "The camera moves. Its turn is taken out where the background shows it.",
        _STEADY_CAMERA,
    ),
    "no_contacts": (
        "No contact with the ground lies wholly in view.",
        "Film at least four steps, with the feet and the ground in the picture.",
    ),
    "no_scale": (
        "Nothing gives a scale.",
        "Say how tall the athlete is, or give marks of known distance.",
    ),
    "no_steps": (
        "Not one step lies wholly in view.",
        "Film a longer stretch, with room at both sides, above the head and below the feet.",
    ),
    "not_side_on": (
        "The athlete is seen {view_angle_deg:.0f} degrees away from a side view.",
        "Stand at the side of the lane, at right angles to it.",
    ),
    "oblique_frames": (
        "In {oblique_frac:.0%} of the frames the camera looked more than {limit_deg:.0f} degrees "
        "away from square to the lane; they are left out.",
        "Stand further away, or follow a shorter stretch.",
    ),
    "other_lane": (
        "The athlete runs {offset_m:.2f} m {place} the marks, which is not corrected, as the row "
        "in which the feet stand does not tell how far the camera stands: step length and speed "
        "may be too {wrong} by {offset_m:.2f} m over that distance, which is 8 % for 1.22 m at "
        "15 m.",
        _OTHER_MARKS,
    ),
    "other_lane: height": (
        "The athlete runs {offset_m:.2f} m {place} the marks; where their line lies tells the "
        "scale no better than the height, which is used.",
        _OTHER_MARKS,
    ),
    "other_lane: lens": (
        "The athlete runs {offset_m:.2f} m {place} the marks; the scale was corrected by "
        "{corrected_frac:.0%}, by the focal length that the camera's turn shows.",
        "Lay the marks in the athlete's lane, or give marks of known distance, four or more on two "
        "lines.",
    ),
    "other_lane: usual height": (
        "The athlete runs {offset_m:.2f} m {place} the marks; the scale was corrected by "
        "{corrected_frac:.0%}, by the row in which the feet stand, for a lens about 1.2 m above "
        "the ground, as is usual, and counts as known to {scale_se_frac:.0%}. From a stand or from "
        "near the ground that is wrong.",
        _OTHER_MARKS,
    ),
    "paused": (
        "The clip has a gap: {missing_s:.1f} s without a frame, after {begins}.",
        "Cut out the sprint, or film it without a pause.",
    ),
    "perspective": (
        "By the athlete's size in the picture, the scale changes by {change_frac:.0%} "
        "(± {se_frac:.0%}) from one end of the run to the other. One scale is used for all of it, "
        "so the length and speed of a step may be wrong by up to {step_frac:.0%}.",
        "Give marks of known distance, three or more along the lane, or film square to the lane.",
    ),
    "pose_file": (
        "The points come from a pose file, which does not say how they were found and filtered.",
        "Write the points without a filter: one of 6 Hz makes contacts some 20 ms too short.",
    ),
    "rear_view": (
        "The athlete is seen from behind: legs, arms and lean cannot be measured.",
        "Film from the side as well; this view shows step width and sway.",
    ),
    "repeated_frames": (
        "{n} frames show the picture before them again and were left out.",
        "Copy the original from the camera: an export or a messenger fills up the frame rate.",
    ),
    "several_people": (
        "{n} people were seen; one of them was measured.",
        "Check the pictures; choose whom to measure, or film one athlete alone.",
    ),
    "slow_frame_rate": (
        "The clip has {rate_hz:.0f} frames a second.",
        "Film at 120 or, better, 240 frames a second.",
    ),
    "small_athlete": (
        "The athlete is {athlete_px:.0f} pixels tall.",
        "Come closer or zoom in: 350 pixels and more measure best.",
    ),
    "smeared": (
        "The run smears the athlete's outline, which is about {width_cm:.0f} cm wide on the body.",
        "Set a shutter of 1/1000 s or shorter, which takes daylight or a bright hall.",
    ),
    "soft_picture": (
        "The picture is soft: the athlete's outline is about {width_cm:.0f} cm wide on the body.",
        "Give the file as the camera wrote it, clean the lens, focus on the lane.",
    ),
    "tilted_camera": (
        "The camera was held askew by {tilt_deg:.0f} degrees; that was taken out.",
        "Level the camera. If the track itself slopes, angles are against its normal.",
    ),
    "treadmill": (
        "The athlete runs on the spot, as on a treadmill; speed and step length are withheld.",
        "Read it from the treadmill and say how fast the belt runs.",
    ),
    "turning_camera": (
        "The camera turned by {turn_deg:.0f} degrees; its turn was taken out by what the "
        "background shows, places along the track are good to {track_se_frac:.1%}.",
        "A camera that stands still, wide enough to hold six steps, needs no such correction.",
    ),
    "uncertain_contacts": (
        "{n_unsure} of {n} contacts begin or end at an instant that is uncertain by more than "
        "{limit_ms:.0f} ms; from {withheld_ms:.0f} ms on, contact and flight times leave the step "
        "out.",
        "Film at a higher frame rate with a shorter shutter, the feet in good light.",
    ),
    "unsure_arms": (
        "Left and right arm are uncertain in {frac:.0%} of the frames looked at.",
        _LIGHT_THE_SIDE,
    ),
    "unsure_legs": (
        "Left and right leg are uncertain in {frac:.0%} of the frames looked at.",
        _LIGHT_THE_SIDE,
    ),
    "unsure_sides": (
        "Left and right leg are uncertain in {frac:.0%} of the frames.",
        _LIGHT_THE_SIDE,
    ),
}
"""Sentence and hint a code; where the circumstances need another, they stand behind a colon."""

WORDS = {
    "behind": "behind",
    "in front": "in front of",
    "too small": "small",
    "too large": "large",
    "seconds": "{time_s:.2f} s",
}
"""Words that go into the sentences above."""

LIMITS = {
    "athlete_lost": "the athlete is lost at times",
    "cut_off": "head or feet are cut off at times",
    "dark": "the athlete is dark",
    "faint": "the athlete hardly stands out",
    "few_steps": "few steps in view",
    "hidden": "a part of the body is hidden at times",
    "moving_camera": "the camera moves: given if the background shows how",
    "no_scale": "no scale: say how tall the athlete is",
    "no_steps": "not one step lies wholly in view",
    "small_athlete": "the athlete is small in the picture",
    "smeared": "the shutter smears the athlete",
    "soft_picture": "the picture is soft",
    "unsure_arms": "left and right arm are uncertain at times",
    "unsure_legs": "left and right leg are uncertain at times",
}
"""What limits a group of metrics, in the few words of a verdict."""

PROMPTS: dict[str, tuple[Prompt, ...]] = {
    "close_candidates": (Prompt.PERSON,),
    "foreshortened": (Prompt.MARKS,),
    "implausible_fall": (Prompt.RATE,),
    "implausible_step_rate": (Prompt.RATE,),
    "no_scale": (Prompt.HEIGHT, Prompt.MARKS),
    "other_lane": (Prompt.MARKS, Prompt.LENS),
    "perspective": (Prompt.MARKS,),
    "several_people": (Prompt.PERSON,),
    "treadmill": (Prompt.BELT,),
}
"""What a warning's hint asks for, by its code: so it is known of files of any version."""


def sentences_of(code: str, case: str = "", **values: object) -> tuple[str, str]:
    """Write the sentence of a warning and its hint.

    Parameters
    ----------
    code
        What programs know the warning by.
    case
        The circumstances, where they need another sentence.
    **values
        What goes into the sentence, by name.

    Returns
    -------
    tuple of str
        What is so, and what to do.

    Examples
    --------
    >>> sentences_of("few_steps", "steps", n=4)[0]
    '4 steps lie wholly in view; few steps make wide intervals.'
    """
    text, hint = WARNINGS[f"{code}: {case}" if case else code]
    return text.format(**values), hint
