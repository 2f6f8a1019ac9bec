"""Form of the check page -> what is known of a clip now, or what is wrong with what was typed."""

from __future__ import annotations

from dataclasses import replace

from aqvision.core.splits import Splits, TimingStart, parse_splits
from aqvision.core.wording import _
from aqvision.library.records import RunOptions
from aqvision.sandbox.preview import Preview
from aqvision.web.hold_form import hold_in
from aqvision.web.marks_form import marks_in
from aqvision.web.measures import typed_belt_mps
from aqvision.web.pages import Form, FormError, Site
from aqvision.web.part_form import part_in
from aqvision.web.preview_page import longest_shot, show_rate


def corrected(form: Form, site: Site, run_id: str) -> RunOptions:
    """Read how fast a clip was filmed, which shot and who is meant, belt, split times and hold.

    A rate that was found and let stand is no word of the user's: it goes on being doubted.

    Parameters
    ----------
    form, site, run_id
        What was filled in, the site asked, and id of the clip.

    Raises
    ------
    AqvisionError
        Something cannot be right.
    """
    preview, known = site.previews.of(run_id).preview, site.library.run(run_id).options
    part = part_in(form, preview.film if preview else None, known.part, run_id)
    if part != known.part and preview and len(preview.people) > 1:
        raise FormError(
            _("people are numbered anew in another part of the film"),
            _("look at this part first, then choose the athlete"),
        )
    shot = chosen_shot(form, preview, run_id) if part == known.part else None
    same = (shot, part) == (known.shot, known.part)
    options = replace(
        hold_in(form, known, run_id),
        capture_fps=_rate(form, preview, run_id),
        belt_mps=typed_belt_mps(form, run_id),
        shot=shot,
        splits=_splits(form, run_id),
        part=part,
        track=_track(form, preview, run_id) if same else None,
        marks=marks_in(form, preview.film if preview else None, known.marks, run_id),
    )
    site.library.check_options(run_id, options)
    return options


def _rate(form: Form, preview: Preview | None, run_id: str) -> float | None:
    """Read the rate that was typed, or else the one that was ticked."""
    what = _("the pictures a second")
    fps = form.number(f"fps-{run_id}", what)
    if fps is None:
        fps = form.number(f"rate-{run_id}", what)
    facts = preview.facts if preview else None
    as_found = fps is not None and facts and show_rate(fps) == show_rate(facts.capture_fps)
    return None if as_found else fps


def _splits(form: Form, run_id: str) -> Splits | None:
    """Read the times that were measured from the start on, with what started the clock."""
    text, start = form.text(f"splits-{run_id}"), form.text(f"start-{run_id}")
    if start and start not in list(TimingStart):
        raise FormError(_("nobody knows such a start of the clock"), _("choose one of the list"))
    return parse_splits(text, TimingStart(start or TimingStart.UNKNOWN)) if text else None


def chosen_shot(form: Form, preview: Preview | None, run_id: str) -> int | None:
    """Read which shot is meant; None for the longest, which is measured anyway.

    Parameters
    ----------
    form, preview, run_id
        What was filled in, what was found in the clip, if it was looked at, and its id.

    Raises
    ------
    FormError
        The film has no such shot.
    """
    shot = form.count(f"shot-{run_id}", _("the shot"))
    if shot is not None and preview and shot not in [one.number for one in preview.shots]:
        raise FormError(_("the film has no such shot"), _("choose one of the list"))
    return None if shot == longest_shot(preview) else shot


def _track(form: Form, preview: Preview | None, run_id: str) -> int | None:
    """Read who the athlete is: people are numbered in the shot that was looked at."""
    track = form.count(f"track-{run_id}", _("the athlete's number"))
    people = [person.number for person in preview.people] if preview else []
    if track is not None and track not in (people or [1]):
        raise FormError(_("nobody in the clip has that number"), _("choose one of the people"))
    return track
