"""Code of a warning or verdict -> its sentences, with places for values, and what it asks for.

What chooses them gives codes and values. Formats stand in the sentences, because languages write
numbers and units differently.
"""

from __future__ import annotations

from aqvision.core.prompts import Prompt
from aqvision.core.wording import as_recorded as _

_STEADY_CAMERA = _("Put the camera on a tripod, or turn it on the spot with much sharp background.")
_LIGHT_THE_SIDE = _("Film with the sun on the visible side, and with a short shutter.")
_LONGER_STRETCH = _("Film a longer stretch, or give several clips.")
_SEE_UPRIGHT = _("See in the pictures that the athlete stands upright and runs the right way.")
_OTHER_MARKS = _(
    "Lay the marks in the athlete's lane, or give marks of known distance, four or more on two "
    "lines, or measure and say how high above the ground the lens stood."
)

_FLICKER = _(
    "The light goes up and down by {light_frac:.0%}, as of lamps that pulse {pulses_hz:.0f} times "
    "a second, seen at {rate_hz:.0f} frames a second: edges and colours change where nothing moves."
)

WARNINGS: dict[str, tuple[str, str]] = {
    "athlete_lost": (
        _("The athlete was found in {found_frac:.0%} of the frames."),
        _("Keep the whole athlete in view, in good light, with nobody in front."),
    ),
    "close_candidates": (
        _("Track {chosen} was measured, but others come close: {listed}."),
        _("Look who is there, and choose whom to measure if it is somebody else."),
    ),
    "cut_off": (
        _("Head or feet reach the picture's edge in {cut_off_frac:.0%} of the frames."),
        _("Leave room above the head and some ground below the feet."),
    ),
    "dark": (
        _("The athlete is dark in the picture."),
        _("Film with the sun or the lamps behind you, or touch the athlete to set the exposure."),
    ),
    "faint": (
        _("The athlete hardly stands out: clothes, skin and background look alike."),
        _("Choose clothes that differ from the background, and light from behind you."),
    ),
    "feet_cut_off": (
        _(
            "The feet are cut off at the picture's lower edge in {feet_cut_frac:.0%} of the "
            "frames; contacts and steps there are left out."
        ),
        _(
            "Hold the camera lower or further away: some ground has to stay below the feet, all "
            "the way through."
        ),
    ),
    "few_steps: one contact": (
        _("1 contact lies wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "few_steps: contacts": (
        _("{n} contacts lie wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "few_steps: one step": (
        _("1 step lies wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "few_steps: steps": (
        _("{n} steps lie wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "few_steps: one expected": (
        _("About 1 step lies wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "few_steps: expected": (
        _("About {n:.0f} steps lie wholly in view; few steps make wide intervals."),
        _LONGER_STRETCH,
    ),
    "hold_camera_moved": (
        _(
            "The camera was not still; its motion was taken out, and what is left of it counts as "
            "sway."
        ),
        _("Put the camera on a tripod."),
    ),
    "hold_floor_estimated": (
        _("The noise of measuring was estimated from what is faster than any sway."),
        _(
            "Film a rigid pose, a dummy or somebody braced against a wall, from the same place for "
            "10 seconds, and give it along."
        ),
    ),
    "hold_floor_unknown": (
        _("The noise of measuring is not known, so no sway is told."),
        _("Film 30 frames a second or more, or give the clip of a rigid pose along."),
    ),
    "hold_rigid_differs": (
        _("The rigid clip was filmed otherwise: {what}."),
        _("Film the rigid pose from the same place with the same settings."),
    ),
    "hold_short": (
        _("The hold lasts {duration_s:.0f} seconds; so short a one makes wide intervals."),
        _("Film 20 to 30 seconds."),
    ),
    "flicker: 100": (
        _FLICKER,
        _(
            "Film by daylight or under lamps that do not pulse, or at 50 or 100 frames a second, "
            "at which each picture gets the same light."
        ),
    ),
    "flicker: 120": (
        _FLICKER,
        _(
            "Film by daylight or under lamps that do not pulse, or at 60 or 120 frames a second, "
            "at which each picture gets the same light."
        ),
    ),
    "foreshortened": (
        _(
            "The scale is that of the height, which knows nothing of a slant: the athlete is seen "
            "{view_angle_deg:.0f} degrees from square, so step length and speed come out too "
            "small, by up to about {short_frac:.0%}."
        ),
        _("Give marks of known distance along the lane, or film square to the lane."),
    ),
    "front_view": (
        _("The athlete is seen from the front: legs, arms and lean cannot be measured."),
        _("Film from the side as well; this view shows step width, hands and sway."),
    ),
    "hidden": (
        _("A part of the body is hidden in {hidden_frac:.0%} of the frames."),
        _("Let nothing and nobody stand between camera and lane; tight, plain clothes help."),
    ),
    "marks_disagree": (
        _(
            "By the marks the scale is even along the run now, by the athlete's size it still "
            "changes by {change_frac:.0%}, give or take {se_frac:.0%}, from one end to the other."
        ),
        _("Check pixels and metres of the marks; a fourth mark shows which one is wrong."),
    ),
    "moving_camera": (
        _("The camera moves, so contact times, step length and speed are withheld."),
        _STEADY_CAMERA,
    ),
    "moving_camera: reason": (
        _(
            "The camera moves in a way that is not known: {reason}, so contact times, step length "
            "and speed are withheld."
        ),
        _STEADY_CAMERA,
    ),
    "moving_camera: travels": (
        _(
            "The camera travels along with the athlete instead of turning on the spot: feet and "
            "background do not pass as before a camera that stands in one place. It is no "
            "treadmill. Contact times, step length and speed are withheld."
        ),
        _(
            "From a car, a bicycle or a run alongside the ground is not seen standing still: let "
            "the camera stand, or turn it on the spot."
        ),
    ),
    "moving_camera: check": (
        _("The camera moves. Its turn is taken out where the background shows it."),
        _STEADY_CAMERA,
    ),
    "no_contacts": (
        _("No contact with the ground lies wholly in view."),
        _("Film at least four steps, with the feet and the ground in the picture."),
    ),
    "no_contacts: feet": (
        _("No contact with the ground lies wholly in view, as the feet are cut off."),
        _("Film at least four steps with some ground below the feet."),
    ),
    "no_contacts: clock": (
        _("No contact with the ground was found by this clock, which is in doubt."),
        _("Settle the clock first; film at least four steps, with the feet in the picture."),
    ),
    "no_scale": (
        _("Nothing gives a scale."),
        _("Say how tall the athlete is, or give marks of known distance."),
    ),
    "no_steps": (
        _("Not one step lies wholly in view."),
        _("Film a longer stretch, with room at both sides, above the head and below the feet."),
    ),
    "not_side_on": (
        _("The athlete is seen {view_angle_deg:.0f} degrees away from a side view."),
        _("Stand at the side of the lane, at right angles to it."),
    ),
    "oblique_frames": (
        _(
            "In {oblique_frac:.0%} of the frames the camera looked more than {limit_deg:.0f} "
            "degrees away from square to the lane; they are left out."
        ),
        _("Stand further away, or follow a shorter stretch."),
    ),
    "one_part": (
        _("Of the film {first_s:.1f} to {last_s:.1f} s were measured, as was asked for."),
        _("All times count from the film's first frame."),
    ),
    "one_shot": (
        _("The film has cuts; {first_s:.1f} to {last_s:.1f} s of it, one shot, were measured."),
        _("Check in the pictures that it is the run you mean; else name another shot."),
    ),
    "one_shot: check": (
        _("The film has cuts; {first_s:.1f} to {last_s:.1f} s of it, one shot, would be measured."),
        _("If that is not the run you mean, name another shot, or cut the run out of the film."),
    ),
    "turned_film: 1": (
        _("The film lay on its side; it was turned by a quarter turn to the right."),
        _SEE_UPRIGHT,
    ),
    "turned_film: 2": (
        _("The film stood on its head; it was turned by half a turn."),
        _SEE_UPRIGHT,
    ),
    "turned_film: 3": (
        _("The film lay on its side; it was turned by a quarter turn to the left."),
        _SEE_UPRIGHT,
    ),
    "other_lane": (
        _(
            "The athlete runs {offset_m:.2f} m {place} the marks, which is not corrected, as the "
            "row in which the feet stand does not tell how far the camera stands: step length and "
            "speed may be too {wrong} by {offset_m:.2f} m over that distance, which is 8 % for "
            "1.22 m at 15 m."
        ),
        _OTHER_MARKS,
    ),
    "other_lane: height": (
        _(
            "The athlete runs {offset_m:.2f} m {place} the marks; where their line lies tells the "
            "scale no better than the height, which is used."
        ),
        _OTHER_MARKS,
    ),
    "other_lane: lens": (
        _(
            "The athlete runs {offset_m:.2f} m {place} the marks; the scale was corrected by "
            "{corrected_frac:.0%}, by the focal length that the camera's turn shows."
        ),
        _(
            "Lay the marks in the athlete's lane, or give marks of known distance, four or more on "
            "two lines."
        ),
    ),
    "other_lane: usual height": (
        _(
            "The athlete runs {offset_m:.2f} m {place} the marks; the scale was corrected by "
            "{corrected_frac:.0%}, by the row in which the feet stand, for a lens about 1.2 m "
            "above the ground, as is usual, and counts as known to {scale_se_frac:.0%}. From a "
            "stand or from near the ground that is wrong."
        ),
        _OTHER_MARKS,
    ),
    "paused": (
        _("The clip has a gap: {missing_s:.1f} s without a frame, after {begins}."),
        _("Cut out the sprint, or film it without a pause."),
    ),
    "perspective": (
        _(
            "By the athlete's size in the picture, the scale changes by {change_frac:.0%}, "
            "give or take {se_frac:.0%}, from one end of the run to the other. One scale is used "
            "for all of it, so the length and speed of a step may be wrong by up to "
            "{step_frac:.0%}."
        ),
        _(
            "Give marks of known distance, three or more along the lane, or film square to the "
            "lane."
        ),
    ),
    "pose_file: hold": (
        _("The points come from a pose file, which does not say how they were found and filtered."),
        _("Write the points without a filter: it would take a part of the sway along."),
    ),
    "pose_file": (
        _("The points come from a pose file, which does not say how they were found and filtered."),
        _("Write the points without a filter: one of 6 Hz makes contacts some 20 ms too short."),
    ),
    "given_contacts": (
        _("Touchdown and toe-off were read off the pictures by a person, to the frame."),
        _("Compare it with clips that were read in the same way."),
    ),
    "rear_view": (
        _("The athlete is seen from behind: legs, arms and lean cannot be measured."),
        _("Film from the side as well; this view shows step width and sway."),
    ),
    "repeated_frames": (
        _("{n} frames show the picture before them again and were left out."),
        _("Copy the original from the camera: an export or a messenger fills up the frame rate."),
    ),
    "several_people": (
        _("{n} people were seen; one of them was measured."),
        _("Check the pictures; choose whom to measure, or film one athlete alone."),
    ),
    "slow_frame_rate": (
        _("The clip has {rate_hz:.0f} frames a second."),
        _("Film at 120 or, better, 240 frames a second."),
    ),
    "small_athlete": (
        _("The athlete is {athlete_px:.0f} pixels tall."),
        _("Come closer or zoom in: 350 pixels and more measure best."),
    ),
    "smeared": (
        _(
            "The run smears the athlete's outline, which is about {width_cm:.0f} cm wide on the "
            "body."
        ),
        _("Set a shutter of 1/1000 s or shorter, which takes daylight or a bright hall."),
    ),
    "soft_picture": (
        _(
            "The picture is soft: the athlete's outline is about {width_cm:.0f} cm wide on the "
            "body."
        ),
        _("Give the file as the camera wrote it, clean the lens, focus on the lane."),
    ),
    "steps_missing": (
        _(
            "Steps are missing: {n} contacts must lie between those that were found, and were not "
            "seen on a second look either. Curves are given; a stride with a gap is left out."
        ),
        _(
            "See in the pictures whether the skeleton sits on both feet; shoes that differ from "
            "the ground, nothing in front of the feet and a finer coding help."
        ),
    ),
    "tilted_camera": (
        _("The camera was held askew by {tilt_deg:.0f} degrees; that was taken out."),
        _("Level the camera. If the track itself slopes, angles are against its normal."),
    ),
    "treadmill": (
        _(
            "The athlete stays at one place in front of a background that stands still, as on a "
            "treadmill; speed and step length are withheld."
        ),
        _(
            "If it is a treadmill, read from it how fast the belt runs, and say so. A camera that "
            "travels along before a far background looks the same: let it stand, or turn on the "
            "spot."
        ),
    ),
    "treadmill: or travelling": (
        _(
            "The athlete stays at one place in the picture, and the background shows too little to "
            "tell why: on a treadmill, or with a camera that travels along. Speed and step length "
            "are withheld."
        ),
        _(
            "If it is a treadmill, say how fast the belt runs; else let the camera stand still, in "
            "front of a background with sharp detail."
        ),
    ),
    "turning_camera": (
        _(
            "The camera turned by {turn_deg:.0f} degrees; its turn was taken out by what the "
            "background shows, places along the track are good to {track_se_frac:.1%}."
        ),
        _("A camera that stands still, wide enough to hold six steps, needs no such correction."),
    ),
    "uncertain_contacts": (
        _(
            "{n_unsure} of {n} contacts begin or end at an instant that is uncertain by more than "
            "{limit_ms:.0f} ms; from {withheld_ms:.0f} ms on, contact and flight times leave the "
            "step out."
        ),
        _("Film at a higher frame rate with a shorter shutter, the feet in good light."),
    ),
    "unsure_arms": (
        _("Left and right arm are uncertain in {frac:.0%} of the frames looked at."),
        _LIGHT_THE_SIDE,
    ),
    "unsure_legs": (
        _("Left and right leg are uncertain in {frac:.0%} of the frames looked at."),
        _LIGHT_THE_SIDE,
    ),
    "unsure_sides": (
        _("Left and right leg are uncertain in {frac:.0%} of the frames."),
        _LIGHT_THE_SIDE,
    ),
}
"""Sentence and hint a code; where the circumstances need another, they stand behind a colon."""

WORDS = {
    "behind": _("behind"),
    "in front": _("in front of"),
    "too small": _("small"),
    "too large": _("large"),
    "seconds": _("{time_s:.2f} s"),
}
"""Words that go into the sentences above."""

LIMITS = {
    "athlete_lost": _("the athlete is lost at times"),
    "cut_off": _("head or feet are cut off at times"),
    "dark": _("the athlete is dark"),
    "faint": _("the athlete hardly stands out"),
    "feet_cut_off": _("the feet are cut off"),
    "few_steps": _("few steps in view"),
    "flicker": _("the lamps flicker"),
    "hidden": _("a part of the body is hidden at times"),
    "moving_camera": _("the camera moves: given if the background shows how"),
    "no_scale": _("no scale: say how tall the athlete is"),
    "no_steps": _("not one step lies wholly in view"),
    "small_athlete": _("the athlete is small in the picture"),
    "smeared": _("the shutter smears the athlete"),
    "soft_picture": _("the picture is soft"),
    "unsure_arms": _("left and right arm are uncertain at times"),
    "unsure_legs": _("left and right leg are uncertain at times"),
}
"""What limits a group of metrics, in the few words of a verdict."""

PROMPTS: dict[str, tuple[Prompt, ...]] = {
    "close_candidates": (Prompt.PERSON,),
    "foreshortened": (Prompt.MARKS,),
    "implausible_fall": (Prompt.RATE,),
    "implausible_step_rate": (Prompt.RATE,),
    "no_scale": (Prompt.HEIGHT, Prompt.MARKS),
    "one_shot": (Prompt.SHOT,),
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
