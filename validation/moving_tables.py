"""Results of moving cameras -> a table in Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from validation.moved_cameras import REDRAWN
from validation.moving_camera import (
    ANGLE_TARGET_DEG,
    CONTACT_TARGET_MS,
    FOOT_TARGET_PX,
    SPEED_TARGET,
    CameraResult,
)

_HEAD = (
    "| clip | camera | turned | contacts | contact time | on the same points | speed | step length "
    "| speed, by height | angles | toe moves | background off | stated | |"
)


def moving_section(pairs: Sequence[tuple[CameraResult, CameraResult]]) -> str:
    """Write the section; each result comes with the still one that it is held against."""
    rows = [_row(*pair) for pair in pairs]
    table = "\n".join([_HEAD, "|" + "---|" * 14, *rows])
    return "\n\n".join(["## Moving camera", _WHAT, _COLUMNS, _TARGETS, table])


_WHAT = """\
Two clips whose camera turns to follow the athlete, and two of a still camera, each also as if
the camera had been held in the hand, zoomed or tilted: every frame is bent by a turn or zoom
that is known then. The network sees the bent pictures, and the camera's motion is measured on
their background. To bend and code pictures again changes by itself what the network sees; a
copy that is off by half a pixel throughout shows by how much."""
_COLUMNS = """\
Contacts found of those in view; mean error of their times in ms; the same where the network's
points of the still clip are bent in place of its pictures, so that nothing but the camera's
motion differs; relative error of speed and step length with a distance in the lane given in the
first frame, and of speed with a height of 1.78 m; mean absolute error of thighs and knees about
their bias in degrees; how far the toe moves along the steadied picture in the middle of a
contact, and how far the frame that is placed worst lies off the first, in pixels, with what the
path states of itself."""
_TARGETS = (
    "The copies are held against the one that was drawn anew, the cameras that follow against the "
    "still clip of the same body. Targets: contact times, either way, no more than "
    f"{CONTACT_TARGET_MS:g} ms further from the truth; speed and step length within "
    f"{SPEED_TARGET:.0%} of it; angles no more than {ANGLE_TARGET_DEG:g} degrees worse; the toe "
    f"moves by no more than {FOOT_TARGET_PX:g} pixels more. A mean of three contacts is uncertain "
    "by some 3 ms, and the truth of these clips is known to a frame."
)


def _row(r: CameraResult, still: CameraResult) -> str:
    cells = [
        r.clip,
        r.camera,
        f"{r.turn_deg:.0f}°",
        f"{r.n_found} of {r.n_true}",
        f"{r.contact_ms:+.1f}",
        _known(r.same_points_ms, "+.1f"),
        f"{r.speed:+.1%}",
        f"{r.step_length:+.1%}",
        f"{r.height_speed:+.1%}",
        f"{r.angle_deg:.1f}",
        f"{r.foot_px:.1f}",
        _known(r.path_px, ".1f"),
        f"{r.stated_px:.1f}" if r.stated_px else "",
    ]
    judged = r is not still and r.camera != REDRAWN.name
    return "| " + " | ".join([*cells, _verdict(r, still) if judged else ""]) + " |"


def _known(value: float, form: str) -> str:
    return "" if np.isnan(value) else f"{value:{form}}"


def _verdict(r: CameraResult, still: CameraResult) -> str:
    further_ms = abs(r.contact_ms) - abs(still.contact_ms)
    checks = {
        "contacts": r.n_found < r.n_true,
        "contact time": not further_ms <= CONTACT_TARGET_MS,
        "contact time on the same points": (
            abs(r.same_points_ms) - abs(still.same_points_ms) > CONTACT_TARGET_MS
        ),
        "speed": not abs(r.speed) <= SPEED_TARGET,
        "step length": not abs(r.step_length) <= SPEED_TARGET,
        "angles": not r.angle_deg - still.angle_deg <= ANGLE_TARGET_DEG,
        "toe": not r.foot_px - still.foot_px <= FOOT_TARGET_PX,
    }
    short = [what for what, missed in checks.items() if missed]
    return f"**falls short**: {', '.join(short)}" if short else "met"
