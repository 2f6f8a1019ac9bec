"""Analysis or Comparison -> report.html: one self-contained page."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Comparison
from aqvision.core.provenance import Provenance
from aqvision.core.skeleton import opposite
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report import figures
from aqvision.report import tables as rows
from aqvision.report.frontal import frontal_charts, seen_from_end
from aqvision.report.keyframes import Keyframe, load_keyframes
from aqvision.report.numbers import DASH, show
from aqvision.report.over_time import angle_series
from aqvision.report.quality import quality_rows
from aqvision.report.sources import SOURCES
from aqvision.report.speed_matched import same_speed_groups, same_speed_reason, speed_range
from aqvision.report.wording import analysis_verdict, comparison_verdict

_HERE = Path(__file__).parent
_STATIC = _HERE / "static"
_MAX_KINOGRAMS = 6
_N_HASH = 12
_CUES = {
    "touchdown": "knees together, foot just ahead of the hips",
    "full-support": "swing knee passes the standing knee, heel tucked, little give",
    "toe-off": "swing thigh high, pushing knee not locked",
    "mid-flight": "wide thighs, quiet head and pelvis",
    "strike": "front leg on its way back, foot under the knee",
}


def write_analysis_report(analysis: Analysis, folder: Path) -> Path:
    """Write ``report.html`` for one clip into its folder, with the pictures saved there.

    Returns
    -------
    Path of the page.
    """
    page = (
        environment()
        .get_template("analysis.html")
        .render(
            **_common([analysis], ["single"]),
            title=_title(analysis.athlete, "sprint analysis", "Sprint analysis"),
            sentences=analysis_verdict(analysis),
            analysis=analysis,
            groups=rows.metric_groups(analysis, primary=True),
            more=(more := rows.metric_groups(analysis, primary=False)),
            n_more=rows.count_rows(more),
            withheld=rows.withheld_rows(analysis),
            kinograms=[[_pictures(analysis, folder)]],
            curves=figures.analysis_curves(analysis),
            charts=(
                frontal_charts(analysis) if seen_from_end([analysis]) else angle_series(analysis)
            ),
        )
    )
    return _write(page, folder)


def write_comparison_report(
    comparison: Comparison,
    before_folders: Sequence[Path | None],
    after_folders: Sequence[Path | None],
    out: Path,
) -> Path:
    """Write ``report.html`` for a comparison into ``out``.

    Parameters
    ----------
    comparison
        What changed.
    before_folders, after_folders
        Folders of the analyses in their order, for their pictures; None where there are none.
    out
        Folder of the page, made if needed.

    Returns
    -------
    Path of the page.
    """
    who = ["before"] * len(comparison.before) + ["after"] * len(comparison.after)
    page = (
        environment()
        .get_template("comparison.html")
        .render(
            **_what_changed(comparison),
            **_common([*comparison.before, *comparison.after], who),
            title=_title(comparison.athlete, "before and after", "Before and after"),
            kinograms=_paired_pictures(comparison, before_folders, after_folders),
            curves=figures.comparison_curves(comparison.before, comparison.after),
            charts=[] if (forest := figures.forest(comparison)) is None else [forest],
        )
    )
    return _write(page, out)


def _what_changed(comparison: Comparison) -> dict[str, Any]:
    """Gather verdict and tables, as run and at the same speed."""
    more = rows.change_groups(comparison, primary=False)
    return {
        "sentences": comparison_verdict(comparison),
        "comparison": comparison,
        "level": f"{comparison.confidence_level:.0%}",
        "groups": rows.change_groups(comparison, primary=True),
        "more": more,
        "n_more": rows.count_rows(more),
        "n_more_changed": rows.count_changed(more),
        "not_comparable": rows.not_comparable_rows(comparison),
        "n_in_view": len(comparison.in_view()),
        "at_speed": same_speed_groups(comparison, primary=True),
        "at_speed_more": same_speed_groups(comparison, primary=False),
        "speeds": speed_range(comparison.shared_speeds),
        "no_same_speed": same_speed_reason(comparison),
    }


def _write(page: str, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    return path


def environment() -> Environment:
    """Prepare our templates: all that is put into them is escaped, nothing may be missing."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["script_json"] = script_json
    environment.filters["picture"] = _picture
    environment.globals["phases"] = _phases
    return environment


def _common(analyses: Sequence[Analysis], who: Sequence[str]) -> dict[str, Any]:
    """Gather what both pages show; ``who`` says of each clip: before, after or single."""
    return {
        "style": inline("report.css"),
        "script": inline("report.js"),
        "plotly": inline("plotly-basic.min.js"),
        "dash": DASH,
        "cues": _CUES,
        "clips": analyses,
        "who": who,
        "step_headings": rows.step_headings(analyses),
        "from_end": seen_from_end(analyses),
        "steps": rows.step_rows(analyses, who),
        "quality": quality_rows(analyses),
        "versions": [_version(a.provenance) for a in analyses],
        "from_pose_file": [a.name for a in analyses if a.provenance.from_pose_file],
        "settings": analyses[0].provenance.settings,
        "min_timing_fps": f"{analyses[0].provenance.settings['events']['min_capture_fps']:.0f}",
        "one_setting": len({json.dumps(a.provenance.settings) for a in analyses}) == 1,
        "sources": _references(METRICS[name].source for name in METRICS),
    }


def _title(athlete: str | None, after_name: str, alone: str) -> str:
    return f"{athlete}: {after_name}" if athlete else alone


def inline(name: str) -> Markup:
    """Give one of our own files as it stands; nothing in them comes from a user."""
    return Markup((_STATIC / name).read_text(encoding="utf-8"))  # noqa: S704 - our own file


def script_json(value: Mapping[str, Any]) -> Markup:
    r"""Write JSON that cannot end the script element that holds it.

    >>> script_json({"a": "</script>"})
    Markup('{"a":"\\u003c/script>"}')
    """
    text = json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # noqa: S704 - escaped above


def _picture(webp: bytes) -> str:
    return "data:image/webp;base64," + base64.b64encode(webp).decode("ascii")


def _references(keys: Iterable[str]) -> list[tuple[str, str]]:
    wanted = sorted({*keys, "hopkins"})
    return [(key, SOURCES[key]) for key in wanted]


def _version(provenance: Provenance) -> dict[str, str]:
    return {
        "clip": provenance.clip_name,
        "clip_sha256": provenance.clip_sha256,
        "aqvision": provenance.aqvision_version,
        "model": provenance.model,
        "model_sha256": provenance.model_sha256[:_N_HASH],
    }


def _paired_pictures(
    comparison: Comparison, before: Sequence[Path | None], after: Sequence[Path | None]
) -> list[list[dict[str, Any]]]:
    """Put the first clip before beside the first after, and so on, as far as both go."""
    pairs = zip(
        zip(comparison.before, before, strict=True),
        zip(comparison.after, after, strict=True),
        strict=False,
    )
    shown = [[_pictures(*old), _pictures(*new)] for old, new in pairs]
    return shown[:_MAX_KINOGRAMS]


def _pictures(analysis: Analysis, folder: Path | None) -> dict[str, Any]:
    keyframes = load_keyframes(folder)
    start_s = keyframes[0].time_s if keyframes else 0.0
    side = keyframes[0].side if keyframes else None
    near = analysis.scene.near_side
    return {
        "clip": analysis.name,
        "missing": "no video" if analysis.provenance.from_pose_file else "not in view",
        "side": side,
        "key": ("side near the camera", "far side") if side else (near, opposite(near)),
        "frames": [
            {
                "phase": k.phase,
                "label": k.label,
                "webp": k.webp,
                "time": f"{k.time_s:.2f} s",
                "since": f"+{1000 * (k.time_s - start_s):.0f} ms" if k.side else "",
                "lines": _caption(analysis, k),
            }
            for k in keyframes
        ],
    }


def _phases(old: dict[str, Any], new: dict[str, Any]) -> list[dict[str, Any]]:
    """Pair the pictures of two clips by phase, or by place where they have no common phases."""
    pairs = {frame["phase"]: [frame, None] for frame in old["frames"]}
    for frame in new["frames"]:
        pairs.setdefault(frame["phase"], [None, None])[1] = frame
    return [
        {
            "label": (before or after)["label"],
            "cue": _CUES.get(phase, ""),
            "old": before,
            "new": after,
        }
        for phase, (before, after) in pairs.items()
    ]


def _caption(analysis: Analysis, keyframe: Keyframe) -> list[str]:
    """Say when a picture was taken and at which angles, as far as they are measured."""
    when = f"at {keyframe.time_s:.2f} s"
    if keyframe.side is None:
        return []
    if analysis.metrics["thigh_range_deg"].confidence == "withheld":
        return [when]
    time = analysis.series["time_s"]
    row = analysis.series.iloc[int((time - keyframe.time_s).abs().argmin())]
    near = analysis.scene.near_side
    names = (f"{near}_thigh_deg", f"{opposite(near)}_thigh_deg", "trunk_lean_deg")
    near_thigh, far_thigh, trunk = (show(float(row[name]), "deg") for name in names)
    return [f"near thigh {near_thigh}, far {far_thigh}", f"trunk {trunk}, {when}"]
