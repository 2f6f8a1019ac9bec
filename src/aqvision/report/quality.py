"""Analyses -> rows of text about the filming: a value a clip, and what would be good."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aqvision.analysis.analyze import Analysis
from aqvision.camera.stabilise import WIDE_TURN_DEG
from aqvision.core.numerals import localised
from aqvision.core.types import View
from aqvision.core.wording import _, word_of
from aqvision.kinematics.motion import GroundKind
from aqvision.kinematics.quality.scene import Scene
from aqvision.report.numbers import show
from aqvision.report.said_of_clips import day_of
from aqvision.video.timing import Confidence

_GOOD_FPS = 119.0
_GOOD_ATHLETE_PX = 350.0
_GOOD_VIEW_DEG = 15.0
_GOOD_FOUND_FRAC = 0.95
_GOOD_UNSURE_FRAC = 0.05
_GOOD_CONTACTS = 6
_SAME_RATE_FRAC = 0.01


@dataclass(frozen=True, slots=True)
class QualityRow:
    """One fact about the filming: of each clip its value and whether it is good, and what is.

    ``limit`` says in a few words what is wrong where it is not.
    """

    label: str
    values: tuple[tuple[str, bool], ...]
    good: str
    limit: str = ""


def quality_rows(analyses: Sequence[Analysis]) -> list[QualityRow]:
    """List how each clip was filmed and how well the body was found.

    Parameters
    ----------
    analyses
        All clips of a page, a column each.
    """
    return [
        QualityRow(
            fact.label,
            tuple((fact.text(a), fact.is_good is None or fact.is_good(a)) for a in analyses),
            fact.good,
            fact.limit,
        )
        for fact in (*_FACTS, *(f for f in _STATED if any(map(f.text, analyses))))
    ]


@dataclass(frozen=True, slots=True)
class _Fact:
    """One line of the table of quality; ``is_good`` tells what ``good`` says, ``limit`` if not."""

    label: str
    text: Callable[[Analysis], str]
    good: str = ""
    is_good: Callable[[Analysis], bool] | None = None
    limit: str = ""


def _rate(analysis: Analysis) -> str:
    video = analysis.video
    shown = localised(f"{video.capture_fps:.4g}")
    slowed = abs(video.capture_fps / video.fps - 1) > _SAME_RATE_FRAC
    return _("{shown}, played at {fps:.4g}").format(shown=shown, fps=video.fps) if slowed else shown


def _known_from(analysis: Analysis) -> str:
    video = analysis.video
    return f"{video.capture_fps_from} ({word_of(video.capture_fps_confidence)})"


def _scale(analysis: Analysis) -> str:
    scene = analysis.scene
    if not math.isfinite(scene.scale.metres_per_leg):
        return _("none given")
    if scene.camera.view == View.SIDE and scene.ground != GroundKind.TRACK:
        return _("not used")
    known_from = word_of(scene.scale.source)
    source = _(", from {source}").format(source=known_from) if known_from else ""
    return _("with an error of some {se_frac:.0%}{source}{lane}").format(
        se_frac=scene.scale.se_frac, source=source, lane=_brought_to_lane(scene)
    )


def _brought_to_lane(scene: Scene) -> str:
    if not scene.lane.corrected_frac:
        return ""
    behind = _(", {offset_m:.2f} m behind them: corrected by {part:+.1%}, from {source}")
    before = _(", {offset_m:.2f} m before them: corrected by {part:+.1%}, from {source}")
    return (behind if scene.lane.offset_m > 0 else before).format(
        offset_m=abs(scene.lane.offset_m),
        part=scene.lane.corrected_frac,
        source=word_of(scene.lane.offset_from),
    )


def _picture(analysis: Analysis) -> str:
    if analysis.provenance.from_pose_file:
        return _("none: the points come from a pose file")
    return "{} × {} px".format(*analysis.video.size)


def _athlete(analysis: Analysis) -> str:
    if analysis.provenance.from_pose_file:
        return _("no picture")
    return _("{athlete_px:.0f} px tall").format(athlete_px=analysis.scene.body.athlete_px)


def _from_end(analysis: Analysis) -> bool:
    """Tell whether a clip is filmed from the front or from behind, where none is square."""
    return analysis.scene.camera.view != View.SIDE


def _view(analysis: Analysis) -> str:
    view = analysis.scene.camera.view
    return (
        show(analysis.scene.camera.view_angle_deg, "deg")
        if view == "side"
        else _("{view} view").format(view=word_of(view))
    )


def _near_side(analysis: Analysis) -> str:
    if analysis.scene.camera.view != View.SIDE:
        return _("neither")
    if analysis.provenance.from_pose_file:
        return _("{near_side}, if x points to the right of the picture").format(
            near_side=word_of(analysis.scene.camera.near_side)
        )
    return word_of(analysis.scene.camera.near_side)


def _camera(analysis: Analysis) -> str:
    turn_deg = analysis.scene.camera.turn_deg
    if math.isnan(turn_deg):
        return _("moves: {reason}").format(
            reason=analysis.scene.camera.reason or _("how is not known")
        )
    if turn_deg == 0.0:
        return _("still")
    return _("turned by {turn}, taken out").format(turn=show(turn_deg, "deg"))


def _evidence(analysis: Analysis) -> str:
    return "; ".join(analysis.video.clock_evidence) or _("nothing")


def _length(analysis: Analysis) -> str:
    video = analysis.video
    return _("{duration_s:.2f} s, {n_frames} frames").format(
        duration_s=video.duration_s, n_frames=video.n_frames
    )


def _percent(part: float) -> str:
    return show(part, "")


_FACTS = (
    _Fact(_("Day"), day_of),
    _Fact(
        _("Frames a second"), _rate, _("120 or more"), lambda a: a.video.capture_fps > _GOOD_FPS,
        _("fewer than 120 frames a second"),
    ),
    _Fact(
        _("Frame rate known from"), _known_from,
        _("sure or likely"), lambda a: a.video.capture_fps_confidence != Confidence.UNSURE,
        _("frame rate unsure"),
    ),
    _Fact(_("What the motion says to it"), _evidence),
    _Fact(_("Length"), _length),
    _Fact(_("Picture"), _picture),
    _Fact(
        _("Athlete in the picture"), _athlete, _("350 px or more"),
        lambda a: a.provenance.from_pose_file or a.scene.body.athlete_px >= _GOOD_ATHLETE_PX,
        _("athlete small in the picture"),
    ),
    _Fact(
        _("View away from side-on"), _view, _("15° or less, filmed from the side"),
        lambda a: _from_end(a) or a.scene.camera.view_angle_deg <= _GOOD_VIEW_DEG,
        _("not filmed square from the side"),
    ),
    _Fact(_("Near side"), _near_side),
    _Fact(
        _("Camera"), _camera, _("still"), lambda a: a.scene.camera.turn_deg <= WIDE_TURN_DEG,
        _("camera not still"),
    ),
    _Fact(
        _("Ground"), lambda a: word_of(a.scene.ground),
        _("track"), lambda a: a.scene.ground == GroundKind.TRACK,
        _("a treadmill or a moving camera"),
    ),
    _Fact(
        _("Athlete found"), lambda a: _percent(a.scene.body.found_frac),
        _("95% of frames or more"), lambda a: a.scene.body.found_frac >= _GOOD_FOUND_FRAC,
        _("athlete lost in some frames"),
    ),
    _Fact(
        _("Left and right swaps mended, legs"), lambda a: _percent(a.scene.body.swapped_legs_frac),
    ),
    _Fact(
        _("Left and right swaps mended, arms"), lambda a: _percent(a.scene.body.swapped_arms_frac),
    ),
    _Fact(
        _("Legs still unsure"), lambda a: _percent(a.scene.body.unsure_legs_frac),
        _("5% or less"), lambda a: a.scene.body.unsure_legs_frac <= _GOOD_UNSURE_FRAC,
        _("left and right leg hard to tell apart"),
    ),
    _Fact(
        _("Arms still unsure"), lambda a: _percent(a.scene.body.unsure_arms_frac),
        _("5% or less"), lambda a: a.scene.body.unsure_arms_frac <= _GOOD_UNSURE_FRAC,
        _("left and right arm hard to tell apart"),
    ),
    _Fact(_("Far arm seen"), lambda a: _percent(a.scene.body.far_arm_seen_frac)),
    _Fact(
        _("Ground contacts or steps"), lambda a: str(len(a.steps)), _("6 or more"),
        lambda a: len(a.steps) >= _GOOD_CONTACTS,
        _("few steps in view"),
    ),
    _Fact(_("Scale"), _scale),
)  # fmt: skip

_STATED = (
    _Fact(_("Surface"), lambda a: a.notes.surface or ""),
    _Fact(_("Shoes"), lambda a: a.notes.shoes or ""),
)
"""Facts that a person may tell; left out where nobody did."""
