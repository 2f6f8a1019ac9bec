"""Analysis, or the clips of a comparison -> the sheet that says what a spreadsheet is of."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aqvision.analysis.analyze import Analysis
from aqvision.camera.stabilise import ScaleSource
from aqvision.comparison.store import ComparedClips
from aqvision.core.provenance import Provenance
from aqvision.core.said import said
from aqvision.core.wording import _, word_of
from aqvision.report.workbook import Column, Table, Value

Fact = tuple[str, Value, str, str]
"""What, its value, its unit, and what else there is to say."""

_COLUMNS = (
    Column(heading=_("What"), width=34),
    Column(heading=_("Value"), width=44, wrap=True),
    Column(heading=_("Unit"), width=14),
    Column(heading=_("Remark"), width=80, wrap=True),
)
_TITLE = _("About")
_EMPTY = _("An empty cell is not measured; the column beside the grade or the verdict says why.")
_WITHHELD = _("Metrics that are withheld of the clip are not shown step by step.")


def about_clip(analysis: Analysis) -> Table:
    """Say of a clip what it is, how it was filmed and measured, and what limits it.

    Parameters
    ----------
    analysis
        One clip.
    """
    rows = [
        *_run_facts(analysis),
        *_filming_facts(analysis),
        *_making_facts(analysis.provenance),
        *((_("Warning"), said(w.text), "", said(w.hint)) for w in analysis.warnings),
        (_("Reading this file"), _EMPTY, "", _WITHHELD),
    ]
    return Table(_TITLE, _COLUMNS, rows)


def about_comparison(clips: ComparedClips, cautions: Sequence[str]) -> Table:
    """Say which clips were compared, how surely, and in what they differ.

    Parameters
    ----------
    clips
        What was compared.
    cautions
        What differs between the clips.
    """
    level = _("of the intervals from 'at least' to 'at most'")
    rows: list[Fact] = [
        (_("Athlete"), clips.athlete, "", ""),
        *((_("Clip before"), p.clip_name, "", _made_by(p)) for p in clips.before),
        *((_("Clip after"), p.clip_name, "", _made_by(p)) for p in clips.after),
        (_("Confidence"), 100 * clips.confidence_level, "%", level),
        *((_("Caution"), said(text), "", "") for text in cautions),
        (_("Reading this file"), _EMPTY, "", ""),
    ]
    return Table(_TITLE, _COLUMNS, rows)


def _run_facts(analysis: Analysis) -> list[Fact]:
    recorded, notes = analysis.recorded, analysis.notes
    told = "" if recorded.on is None else word_of(recorded.source)
    return [
        (_("Clip"), analysis.name, "", ""),
        (_("Athlete"), analysis.athlete, "", ""),
        (_("Filmed on"), recorded.on, "", told),
        (_("Surface"), notes.surface, "", ""),
        (_("Shoes"), notes.shoes, "", ""),
    ]


def _filming_facts(analysis: Analysis) -> list[Fact]:
    video, scene = analysis.video, analysis.scene
    width, height = video.size
    given = scene.scale.source == ScaleSource.HEIGHT
    scale = scene.scale.metres_per_leg
    known = math.isfinite(scale)
    standing = scale / analysis.provenance.settings["body"]["leg_frac_height"]
    return [
        (_("Pictures a second"), video.capture_fps, _("frames/s"), said(video.capture_fps_from)),
        (_("Pictures a second in playback"), video.fps, _("frames/s"), ""),
        (_("Length, in real time"), video.duration_s, "s", ""),
        (_("Size of the picture"), f"{width} x {height}", "px", ""),
        (_("View"), word_of(scene.camera.view), "", ""),
        (_("Height of the athlete in the picture"), scene.body.athlete_px, "px", ""),
        (_("Standing height"), standing if given else None, "m", _("as given") if given else ""),
        (_("Length of the standing leg"), scale, "m", "" if known else _("there is no scale")),
        (_("Scale from"), word_of(scene.scale.source), "", ""),
        (_("Scale, relative standard error"), scene.scale.se_frac, _("share (1 = all)"), ""),
        (_("Speed of the treadmill"), scene.belt_mps, "m/s", ""),
    ]


def _making_facts(made: Provenance) -> list[Fact]:
    runtime = " ".join(filter(None, (made.runtime, made.device)))
    return [
        (_("aqvision"), made.aqvision_version, "", ""),
        (_("Pose network"), made.model, "", runtime),
        (_("Checksum of the network"), made.model_sha256, "", "SHA-256"),
        (_("Checksum of the clip"), made.clip_sha256, "", "SHA-256"),
    ]


def _made_by(made: Provenance) -> str:
    return f"aqvision {made.aqvision_version}, {made.model}"
