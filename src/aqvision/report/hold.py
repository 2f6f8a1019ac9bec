"""HoldAnalysis -> report.html of a hold: one self-contained page."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from aqvision.analysis.hold import HoldAnalysis
from aqvision.analysis.hold_store import withheld
from aqvision.core.numerals import localised
from aqvision.core.said import all_said, said
from aqvision.core.wording import _, ngettext, word_of
from aqvision.kinematics.hold.floor import FloorSource
from aqvision.report.hold_charts import hold_charts
from aqvision.report.hold_numbers import (
    angle_label,
    number_rows,
    show_length,
    shown_interval,
)
from aqvision.report.hold_picture import draw_trace, enlargement
from aqvision.report.numbers import DASH, show
from aqvision.report.page import page_parts
from aqvision.report.quality import QualityRow
from aqvision.report.said_of_clips import day_of
from aqvision.report.sources import HOLD_SOURCES, SOURCES, Reference
from aqvision.report.tables import ClipRole
from aqvision.report.templating import write_page
from aqvision.video.reader import Video

_GOOD_FPS, _GOOD_PX, _GOOD_S, _GOOD_FOUND_FRAC = 59.0, 350.0, 19.5, 0.95


def write_hold_report(analysis: HoldAnalysis, folder: Path, video: Video | None = None) -> Path:
    """Write ``report.html`` for a hold.

    Parameters
    ----------
    analysis
        What was measured.
    folder
        Where it goes.
    video
        The clip, for its picture.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    VideoError
        The file is damaged at the moment that is to be shown.
    """
    analysis = all_said(analysis)
    picture = None if video is None else draw_trace(analysis, video)
    context = page_parts([analysis], [ClipRole.SINGLE]) | {
        "title": _("{athlete}: a hold").format(athlete=analysis.athlete)
        if analysis.athlete
        else _("A hold"),
        "sentences": hold_verdict(analysis),
        "analysis": analysis,
        "day": day_of(analysis),
        "rows": number_rows(analysis),
        "notes": _notes(analysis),
        "knocks": _knocks(analysis),
        "joints": _joints(analysis),
        "picture_of_trace": picture,
        "trace_caption": _caption(analysis),
        "why_no_picture": _("There is no picture: the points come from a pose file.")
        if analysis.provenance.from_pose_file
        else _("No picture was kept."),
        "charts": hold_charts(analysis),
        "quality": _quality(analysis),
        "floor_words": _FLOOR_WORDS[analysis.measures.floor.source],
        "sources": _SOURCES,
    }
    return write_page("hold.html", context, folder)


_FLOOR_WORDS = {
    FloorSource.RIGID: _("as the clip of a rigid pose shows it"),
    FloorSource.FAST: _("estimated from what is faster than any sway"),
    FloorSource.UNKNOWN: _("which is not known here"),
}
_SOURCES = [Reference(SOURCES[key], (), (use,)) for key, use in HOLD_SOURCES.items()]


def hold_verdict(analysis: HoldAnalysis) -> list[str]:
    """Say in a few sentences what the hold came to.

    Parameters
    ----------
    analysis
        What was measured.
    """
    measures = analysis.measures
    told = [_sway_sentence(analysis)]
    share = measures.posture.time_in_band_frac
    if math.isfinite(share.value):
        told.append(
            _("The set posture was kept for {share:.0%} of {duration_s:.0f} seconds.").format(
                share=share.value, duration_s=measures.path.duration_s
            )
        )
    told.append(_knock_sentence(analysis))
    return told


def _sway_sentence(analysis: HoldAnalysis) -> str:
    sway = analysis.measures.sway.rms_leg
    if math.isnan(sway.value):
        reason = said(next(iter(withheld(analysis).values())))
        return _("How far the hips sway cannot be told: {reason}.").format(reason=reason)
    return _("The hips sway by {sway} about the posture ({interval}).").format(
        sway=show_length(sway.value, analysis.body.metres_per_leg),
        interval=shown_interval(sway, analysis.body.metres_per_leg, analysis.body.scale_se_frac),
    )


def _knock_sentence(analysis: HoldAnalysis) -> str:
    found = analysis.measures.perturbations
    if not found:
        return _("No knock stands out of the sway.")
    back = [p.return_s for p in found if math.isfinite(p.return_s)]
    told = ngettext("{n} knock was answered", "{n} knocks were answered", len(found)).format(
        n=len(found)
    )
    if not back:
        return _("{told}; the way back was not seen.").format(told=told)
    times = _(" and ").join(_("{back_s:.1f} s").format(back_s=b) for b in back)
    return _("{told}, with a time constant of the return of {times}.").format(
        told=told, times=times
    )


def _notes(analysis: HoldAnalysis) -> list[tuple[str, str]]:
    notes = analysis.notes
    angles = ", ".join(
        _("{label} {angle:.0f}°").format(label=angle_label(n), angle=a)
        for n, a in notes.set_deg.items()
    )
    said = (_("Load"), notes.load), (_("Band"), notes.band), (_("Set angles"), angles)
    return [(label, text) for label, text in said if text]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Knock:
    number: int
    time: str
    peak: str
    way: str
    back: str


def _knocks(analysis: HoldAnalysis) -> list[_Knock]:
    scale = analysis.body.metres_per_leg
    rows = []
    for number, found in enumerate(analysis.measures.perturbations, 1):
        back = DASH
        if math.isfinite(found.return_s):
            back = _("{s:.2f} ± {se:.2f} s").format(s=found.return_s, se=found.return_se_s)
        rows.append(
            _Knock(
                number=number,
                time=_("{s:.1f} s").format(s=found.time_s),
                peak=_("{peak} ± {se}").format(
                    peak=show_length(found.peak_leg, scale),
                    se=show_length(found.peak_se_leg, scale),
                ),
                way=_way(analysis, found.across_leg, found.up_leg),
                back=back,
            )
        )
    return rows


def _way(analysis: HoldAnalysis, across: float, up: float) -> str:
    """Name the direction that most of a knock went into."""
    if abs(up) > abs(across):
        return _("up") if up > 0 else _("down")
    if analysis.body.near_side is not None:
        return _("forward") if across > 0 else _("back")
    return _("to the athlete's left") if across > 0 else _("to the athlete's right")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Joint:
    label: str
    aim: str
    held: str
    spread: str
    share: str
    counts: bool


def _joints(analysis: HoldAnalysis) -> list[_Joint]:
    joints = analysis.measures.posture.joints.items()
    return [
        _Joint(
            label=angle_label(name),
            aim=_("{a:.0f}°, given").format(a=joint.set_deg)
            if joint.set_by_user
            else _("{a:.0f}°").format(a=joint.set_deg),
            held=_("{a:.0f}°").format(a=joint.median_deg),
            spread=_("{a:.1f}°").format(a=joint.sd_deg),
            share=show(joint.in_band_frac, ""),
            counts=joint.counts,
        )
        for name, joint in sorted(joints, key=lambda j: (not j[1].counts, j[0]))
    ]


def _caption(analysis: HoldAnalysis) -> str:
    return _(
        "The way of the middle of the hips, drawn {times} times as large as it is: dark the sway, "
        "red the answers to knocks. Check that the skeleton sits on the athlete."
    ).format(times=enlargement(analysis))


def _quality(analysis: HoldAnalysis) -> list[QualityRow]:
    video, body, measures = analysis.video, analysis.body, analysis.measures
    tall_px = body.leg_px / analysis.provenance.settings["body"]["leg_frac_height"]
    found = float(analysis.raw_pose.sequence.detected.mean())
    scale = _("none given")
    if math.isfinite(body.metres_per_leg):
        scale = _("with an error of some {se:.0%}").format(se=body.scale_se_frac)
    floor = show_length(measures.floor.rms_leg, body.metres_per_leg)
    facts = (
        (
            _("Frames a second"),
            localised(f"{video.capture_fps:.4g}"),
            video.capture_fps > _GOOD_FPS,
            _("60"),
        ),
        (
            _("Seconds"),
            localised(f"{video.duration_s:.1f}"),
            video.duration_s > _GOOD_S,
            _("20 to 30"),
        ),
        (_("View"), word_of(body.view), True, _("side or front")),
        (_("Athlete in the picture"), f"{tall_px:.0f} px", tall_px > _GOOD_PX, _("350 px")),
        (_("Athlete found"), show(found, ""), found > _GOOD_FOUND_FRAC, _("95% of the frames")),
        (_("Scale"), scale, True, _("a standing height")),
        (
            _("Noise of measuring"),
            _("{floor}, {source}").format(floor=floor, source=word_of(measures.floor.source)),
            measures.floor.source is FloorSource.RIGID,
            _("from a rigid clip"),
        ),
    )
    return [QualityRow(label, ((text, good),), wanted) for label, text, good, wanted in facts]
