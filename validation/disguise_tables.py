"""Rows of the sprint in disguise -> a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samples.generator import BEFORE, measure_truth
from validation.disguised_files import PLAIN
from validation.disguises import (
    ANGLE_LIMIT_DEG,
    CONTACT_LIMIT_MS,
    SPEED_LIMIT,
    Row,
    differences_in_ses,
)
from validation.held_camera import BODY

_HEAD = (
    "| shown as | contacts | contact time | worst | angles | by | speed "
    "| contact time to truth | worst | speed to truth | asks for | |"
)
_CLOSING_DPS = abs(measure_truth(BEFORE, BODY)["scissor_velocity_touchdown_dps"].value)
_COLUMNS = f"""\
One rendered sprint, filmed at 240 frames/s by a still camera and measured by its height, and the
same sprint in twelve disguises; each is written as a file and goes the whole way to its report.
Cameras that pan, shake, zoom or stand askew are rendered as such, no picture is bent. Contacts
found; mean difference of their times from the plain clip's, and the worst of one contact, in ms;
the angle of push leg, swing leg, arms or trunk that differs most, in degrees; relative difference
of speed; then contact times and speed against the truth. Limits, against the plain clip: contact
time {CONTACT_LIMIT_MS:g} ms in the mean, every angle {ANGLE_LIMIT_DEG:g} degrees, speed
{SPEED_LIMIT:.0%}; or times are withheld for the right reason, where no clock can be known. In this
run the thighs close by {_CLOSING_DPS:.0f} degrees a second when a foot lands: an instant that is
{1000 * ANGLE_LIMIT_DEG / _CLOSING_DPS:.1f} ms off makes {ANGLE_LIMIT_DEG:g} degrees of their
separation."""


def disguises_section(rows: Sequence[Row]) -> str:
    """Write the section; the first row is the plain clip."""
    table = "\n".join([_HEAD, "|" + "---|" * 12, *(_row(r) for r in rows)])
    return "\n\n".join(["## The same sprint in twelve disguises", _COLUMNS, table, _errors(rows)])


def _errors(rows: Sequence[Row]) -> str:
    """Say how many differences from the plain clip lie within their stated standard error."""
    plain, *others = [r.reading for r in rows]
    parts = []
    for what, ending in (("of all angles", ""), ("of the angles at touchdown", "touchdown_deg")):
        ratios = np.array([d for r in others for d in differences_in_ses(r, plain, ending)])
        parts.append(f"{np.sum(np.abs(ratios) <= 1)} of the {len(ratios)} differences {what}")
    return (
        f"Within one stated standard error of a difference lie {' and '.join(parts)}. It should be "
        "68 % or more: what the network gets wrong in the same way in both clips is no difference."
    )


def _row(r: Row) -> str:
    plain = r.disguise is PLAIN
    asked = r.reading.asked_fps
    cells = [
        r.disguise.name,
        str(r.n_contacts) if r.n_contacts else "",
        *(
            ["", "", "", "", ""]
            if plain
            else [
                _known(r.contact_ms, "+.1f"),
                _known(r.worst_contact_ms, "+.1f"),
                _known(r.angle_deg, "+.1f"),
                f"`{r.angle}`" if r.angle else "",
                _known(r.speed, "+.1%"),
            ]
        ),
        _known(r.true_contact_ms, "+.1f"),
        _known(r.true_worst_contact_ms, "+.1f"),
        _known(r.true_speed, "+.1%"),
        _known(asked, ".0f"),
        "" if plain else r.verdict,
    ]
    return "| " + " | ".join(cells) + " |"


def _known(value: float, form: str) -> str:
    return "" if np.isnan(value) else f"{value:{form}}"
