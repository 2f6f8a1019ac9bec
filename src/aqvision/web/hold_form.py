"""What is known of a clip as a hold -> fields of its card; and those -> what is known now."""

from __future__ import annotations

from dataclasses import dataclass, replace

from aqvision.core.prompts import Prompt
from aqvision.library.records import RunOptions
from aqvision.web.pages import LABELS, Form


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldShown:
    """Whether a clip is a hold, and what is held against, in the words that were typed."""

    field: str
    is_hold: bool
    load: str
    band: str


def show_hold(known: RunOptions, run_id: str, form: Form | None = None) -> HoldShown:
    """Put what is known of a hold into the fields of a clip's card.

    Parameters
    ----------
    known, run_id
        What is known of the clip, and its id.
    form
        What was filled in, where the form comes back.
    """
    field, now = LABELS[Prompt.HOLD], known
    if form is not None:
        now = _typed(form, known, run_id)
    return HoldShown(field=field, is_hold=now.is_hold, load=now.load or "", band=now.band or "")


def hold_in(form: Form, known: RunOptions, run_id: str) -> RunOptions:
    """Read whether a clip is a hold, and what is held against; a run is held against nothing.

    Parameters
    ----------
    form, known, run_id
        What was filled in, what is known, and id of the clip; what the form does not ask for stays.
    """
    now = _typed(form, known, run_id)
    return now if now.is_hold else replace(now, load=None, band=None)


def _typed(form: Form, known: RunOptions, run_id: str) -> RunOptions:
    load, band = f"load-{run_id}", f"band-{run_id}"
    return replace(
        known,
        is_hold=bool(form.text(f"hold-{run_id}")),
        load=form.text(load) or None if load in form.values else known.load,
        band=form.text(band) or None if band in form.values else known.band,
    )
