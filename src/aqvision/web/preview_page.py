"""Preview + Run -> what its page shows: what a clip is good for and who is in it, in words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from aqvision.core.numerals import localised
from aqvision.core.prompts import Prompt
from aqvision.core.splits import TimingStart
from aqvision.core.types import View
from aqvision.core.wording import _, word_of
from aqvision.library.records import Run
from aqvision.sandbox.preview import Person, Preview, PreviewFacts
from aqvision.web.hold_form import show_hold
from aqvision.web.marks_form import show_marks
from aqvision.web.measures import SPEED_UNITS, USUAL_SPEED_UNIT, show_belt, show_splits
from aqvision.web.pages import LABELS, Form, sentence, with_fields
from aqvision.web.part_form import show_part
from aqvision.web.people_form import show_groups

_MARKS = {"good": _("Good enough"), "limited": _("Limited"), "not": _("Not measured")}
_VIEWS = {
    "side": _("seen from the side"),
    "front": _("seen from the front"),
    "rear": _("seen from behind"),
}
_CAMERAS = {"still": _("the camera stands still"), "moving": _("the camera moves")}
# Up to here a file may play as it was filmed or in slow motion.
_SLOW_FPS = 65.0
# Of slow motion on most phones.
_USUAL_FPS = (120.0, 240.0)
# Rates that differ by less are the same.
_SAME_RATE = 0.02
_SEVERAL = 2
# As the question of the clock is recorded, see aqvision.kinematics.clock.check.
_SUGGESTED = re.compile(r"give (\d+) as the rate it was filmed at")
_STARTS = {
    TimingStart.UNKNOWN: _("Not known: a gate, a hand, a film"),
    TimingStart.MOVEMENT: _("The athlete's first movement"),
    TimingStart.GUN: _("The gun"),
}
_UNKNOWN_RATE = _("Only if you know it: 120 or 240 for slow motion on most phones.")


def show_preview(preview: Preview, run: Run) -> dict[str, Any]:
    """Put what was found, and what was corrected before, into the words and fields of a page.

    Parameters
    ----------
    preview, run
        What was found in a clip, and the clip with its options.

    Returns
    -------
    dict
        Values of the template.
    """
    from aqvision.report.plan_tables import what_to_film  # it brings pandas along

    facts, known = preview.facts, run.options
    asked = _asked(preview)
    on_treadmill = Prompt.BELT in asked
    suggested = suggested_rate(preview)
    rates = _rates(facts, known.capture_fps, suggested) if facts else []
    fps = known.capture_fps or (facts.capture_fps if facts else None)
    if any(ticked for _value, _words, ticked in rates):
        fps = None
    people = {person.number: _words_of_person(person) for person in preview.people}
    groups = show_groups(preview, people, run.id)
    return {
        "summary": _summary(facts) if facts else "",
        "verdicts": _verdicts(preview),
        "advice": _advice(preview, of_rate=False, marked=known.marks is not None),
        "rate_advice": _advice(preview, of_rate=True),
        "to_compare": what_to_film(View(facts.view)) if facts else "",
        "problem": sentence(preview.problem),
        "hint": sentence(preview.hint, _answerable(preview, preview.prompts)),
        "asks_for_body": bool(asked & {Prompt.HEIGHT, Prompt.MASS}),
        "hold": show_hold(known, run.id) if Prompt.HOLD in asked or known.is_hold else None,
        "fps": "" if fps is None else localised(show_rate(fps)),
        "fps_note": _rate_note(facts) if facts else _UNKNOWN_RATE,
        "rates": rates,
        "rate_field": LABELS[Prompt.RATE],
        "rate_question": _rate_question(suggested),
        "person_field": LABELS[Prompt.PERSON],
        "belt_field": LABELS[Prompt.BELT] if on_treadmill or known.belt_mps else None,
        "people": list(people.items()),
        "groups": groups,
        "pictured": {person.number for group in groups for person in group.people},
        "marks": show_marks(preview.film, known.marks, run.id),
        "part": show_part(preview.film, known.part, run.id),
        "belt": show_belt(known.belt_mps),
        "belt_units": [(unit, unit == USUAL_SPEED_UNIT) for unit in SPEED_UNITS],
        "chosen": known.track or 1,
        "splits": show_splits(known.splits),
        "starts": [
            (start.value, words, known.splits is not None and start == known.splits.start)
            for start, words in _STARTS.items()
        ],
        "shot_field": LABELS[Prompt.SHOT],
        "shots": _shots(preview, run),
        "left_out": True,
    }


def as_typed(shown: dict[str, Any], form: Form, run: Run, preview: Preview) -> dict[str, Any]:
    """Give what a page shows, with what was typed into its fields in place of what is known.

    Parameters
    ----------
    shown
        As :func:`show_preview` gives it.
    form, run, preview
        What was typed, of which clip, and what was found in it.
    """
    run_id = run.id

    def ticked(name: str, rows: list[tuple[Any, str, bool]]) -> list[tuple[Any, str, bool]]:
        typed = form.text(f"{name}-{run_id}")
        return [(value, words, str(value) == typed) for value, words, _known in rows]

    track = form.text(f"track-{run_id}")
    chosen = [number for number, _words in shown["people"] if str(number) == track]
    return shown | {
        "fps": form.text(f"fps-{run_id}"),
        "belt": form.text(f"belt-{run_id}"),
        "belt_units": [(unit, unit == form.text(f"belt-unit-{run_id}")) for unit in SPEED_UNITS],
        "splits": form.text(f"splits-{run_id}"),
        "rates": ticked("rate", shown["rates"]),
        "starts": ticked("start", shown["starts"]),
        "shots": ticked("shot", shown["shots"]),
        "chosen": chosen[0] if chosen else shown["chosen"],
        "left_out": bool(form.text(f"leave-{run_id}")),
        "marks": show_marks(preview.film, run.options.marks, run_id, form),
        "part": show_part(preview.film, run.options.part, run_id, form),
        "hold": show_hold(run.options, run_id, form) if shown["hold"] else None,
        "day": form.text(f"day-{run_id}"),
    }


def _asked(preview: Preview) -> set[Prompt]:
    """Gather all that is asked for of a clip."""
    told = [one.prompts for one in preview.advice] + [one.prompts for one in preview.verdicts]
    return {prompt for prompts in (preview.prompts, *told) for prompt in prompts}


def _answerable(preview: Preview, prompts: Iterable[Prompt]) -> list[Prompt]:
    """Leave out the fields that the page of this clip does not have: nothing is to choose there."""
    missing = {Prompt.PERSON} if len(preview.people) < _SEVERAL else set()
    missing |= set() if preview.shots else {Prompt.SHOT}
    return [prompt for prompt in prompts if prompt not in missing]


def _advice(preview: Preview, *, of_rate: bool, marked: bool = False) -> list[tuple[str, str]]:
    """List what to do, that which asks how fast was filmed apart: it stands beside its field.

    What asks for a scale is left out where it was ``marked`` since.
    """
    return [
        (one.text, sentence(one.hint, () if of_rate else _answerable(preview, one.prompts)))
        for one in preview.advice
        if (Prompt.RATE in one.prompts) == of_rate and not (marked and one.code == "no_scale")
    ]


def suggested_rate(preview: Preview) -> str:
    """Give the rate at which the motion would be a run, where the clock of the file makes none.

    Parameters
    ----------
    preview
        What was found in a clip.

    Returns
    -------
    str
        As a field shows it; empty where nothing is suggested.
    """
    found = (_SUGGESTED.search(one.hint) for one in preview.advice if Prompt.RATE in one.prompts)
    return next((one[1] for one in found if one is not None), "")


def _rate_question(suggested: str) -> str:
    if suggested:
        return _("Filmed at {rate} pictures a second?").format(rate=suggested)
    return LABELS[Prompt.RATE]


def _rates(
    facts: PreviewFacts, known_fps: float | None, suggested: str
) -> list[tuple[str, str, bool]]:
    """Offer the usual rates where the file cannot tell; the one that is known is ticked."""
    fps = facts.fps
    if fps > _SLOW_FPS or abs(facts.capture_fps / fps - 1) > _SAME_RATE:
        return []
    usual = [show_rate(rate) for rate in _USUAL_FPS]
    offered = {show_rate(fps): _(", as the file plays")} | dict.fromkeys(usual, _(": slow motion"))
    if suggested:
        others = {show_rate(fps): _(": no, as the file plays")}
        others |= dict.fromkeys(usual, _(": no, slow motion"))
        offered = {suggested: _(": yes, slow motion")} | {
            rate: words for rate, words in others.items() if rate != suggested
        }
    ticked = show_rate(known_fps or fps)
    return [(rate, words, rate == ticked) for rate, words in offered.items()]


def longest_shot(preview: Preview | None) -> int | None:
    """Give the number of the shot that is measured unless another is chosen; None without cuts.

    Parameters
    ----------
    preview
        What was found in a clip, if it was looked at.
    """
    shots = preview.shots if preview else ()
    return max(shots, key=lambda shot: shot.lasts_s).number if shots else None


def _shots(preview: Preview, run: Run) -> list[tuple[int, str, bool]]:
    """List shots by number, in words, and whether each is the one that is meant."""
    longest = longest_shot(preview)
    return [
        (
            shot.number,
            _(", {first_s:.1f} to {last_s:.1f} s").format(first_s=shot.first_s, last_s=shot.last_s)
            + (_(", the longest: measured unless you choose another") if is_longest else ""),
            shot.number == (run.options.shot or longest),
        )
        for shot in preview.shots
        for is_longest in [shot.number == longest]
    ]


def show_rate(fps: float) -> str:
    """Write a frame rate as its field shows it.

    Parameters
    ----------
    fps
        In frames per second.

    Returns
    -------
    str
        Five digits at most.

    Examples
    --------
    >>> show_rate(239.7600), show_rate(30000 / 1001)
    ('239.76', '29.97')
    """
    return f"{fps:.5g}"


def _verdicts(preview: Preview) -> list[tuple[str, str, str, str]]:
    """Leave out what only the other view could show: it is no fault of this clip."""
    from_side = preview.facts is not None and preview.facts.view == "side"
    return [
        (
            word_of(one.group),
            one.verdict,
            _MARKS[one.verdict],
            with_fields(one.reason, _answerable(preview, one.prompts)),
        )
        for one in preview.verdicts
        if not (from_side and one.group == "front view")
    ]


def _summary(facts: PreviewFacts) -> str:
    """Say in a sentence what is to be seen."""
    counted = (
        ""
        if facts.expected_steps is None
        else _(", about {n:.0f} steps").format(n=facts.expected_steps)
    )
    parts = [
        _("{duration_s:.1f} seconds{counted}").format(duration_s=facts.duration_s, counted=counted),
        _VIEWS[facts.view],
        _CAMERAS.get(facts.camera, "whether the camera moves is not known"),
    ]
    return "; ".join(parts) + "."


def _rate_note(facts: PreviewFacts) -> str:
    """Say where the number comes from and when to doubt it."""
    fps, capture_fps = facts.fps, facts.capture_fps
    if abs(capture_fps / fps - 1) > _SAME_RATE:
        return _(
            "The phone wrote {capture_fps:.4g} into the file, which plays at {fps:.4g}: slow "
            "motion. Correct it only if you know better."
        ).format(capture_fps=capture_fps, fps=fps)
    if fps > _SLOW_FPS:
        return _("The file says so itself. Correct it only if you know better.")
    return _(
        "The file plays {fps:.4g} pictures a second. Was it filmed in slow motion? Then choose the "
        "number that was set in the camera, mostly 120 or 240: it cannot be seen in the file."
    ).format(fps=fps)


def _words_of_person(person: Person) -> str:
    words = _(", in view from {first_s:.1f} to {last_s:.1f} s").format(
        first_s=person.first_s, last_s=person.last_s
    )
    return words + (_(", walks or runs") if person.strides else _(", does not run"))
