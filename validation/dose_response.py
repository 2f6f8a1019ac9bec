"""Known changes of one parameter -> what the analysis makes of them; and of no change at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from aqvision.analysis.analyze import Analysis, analyze_pose
from aqvision.comparison.compare import compare
from aqvision.core.clip import Clip
from aqvision.core.provenance import describe_run
from aqvision.core.settings import Settings
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing
from samples.generator import BEFORE, Metric, SprintParameters, measure_truth
from samples.generator.clip import FPS
from validation.renders import BODY, MODEL, Render, measure_renders

NEAR = "right"
SLOPES = (0.85, 1.15)
_SETTINGS = Settings()


@dataclass(frozen=True, slots=True)
class Dose:
    """One parameter of the sprint, the values it takes, and the metric that should follow."""

    pillar: str
    parameter: str
    values: tuple[float, ...]
    metric: str


DOSES = (
    Dose("push", "thigh_toeoff_deg", (-31.0, -28.0, -22.0), "thigh_angle_toeoff_deg"),
    Dose("push", "knee_toeoff_deg", (20.0, 30.0, 35.0), "knee_flexion_toeoff_deg"),
    Dose("swing", "thigh_flexion_peak_deg", (46.0, 51.0, 62.0, 67.0), "thigh_flexion_peak_deg"),
    Dose("swing", "knee_flexion_peak_deg", (100.0, 106.0, 118.0, 124.0), "knee_flexion_peak_deg"),
    Dose("arms", "shoulder_flexion_peak_deg", (18.0, 24.0, 36.0, 42.0), "shoulder_range_deg"),
    Dose("torso", "thorax_yaw_amplitude_deg", (2.0, 4.5, 12.0, 17.0), "thorax_rotation_range_deg"),
    Dose("torso", "trunk_lean_deg", (4.0, 8.0, 16.0, 20.0), "trunk_lean_deg"),
    Dose("timing", "contact_time_s", (0.095, 0.105, 0.125), "contact_time_s"),
    Dose("timing", "step_frequency_hz", (3.8, 4.0, 4.4, 4.6), "step_frequency_hz"),
)
NULLS = {
    "darker": Render(light=0.6),
    "other colours": Render(tint=1),
    "nearer camera": Render(distance_m=18.0),
    "farther camera": Render(distance_m=30.0),
    "steps 40 ms later": Render(late_s=0.04),
    "steps 90 ms later": Render(late_s=0.09),
    "coarse coding": Render(crf=30),
}


@dataclass(frozen=True, slots=True)
class Response:
    """How a metric followed its parameter: truth and reading at each value, and the slope.

    ``worst_other`` names the metric of another pillar that moved most against its own truth, in
    units of its smallest believable change.
    """

    dose: Dose
    truth: tuple[float, ...]
    reading: tuple[float, ...]
    slope: float
    slope_se: float
    offset: float
    worst_other: str
    worst_other_size: float


@dataclass(frozen=True, slots=True)
class NullPair:
    """The same motion filmed in another way: what was called changed, of how many verdicts."""

    name: str
    changed: tuple[str, ...]
    n_verdicts: int


def measure_responses(cache: Path) -> tuple[list[Response], list[NullPair]]:
    """Render every dose and every null pair and measure them."""
    doses = [_render(dose, value) for dose in DOSES for value in dose.values]
    renders = [Render(), *doses, *NULLS.values()]
    raws = dict(zip(renders, measure_renders(renders, cache), strict=True))
    analyses = {render: _analysis(render, raw) for render, raw in raws.items()}
    base = analyses[Render()]
    responses = [_response(dose, analyses) for dose in DOSES]
    return responses, [_null_pair(name, base, analyses[r]) for name, r in NULLS.items()]


def dose_section(responses: Sequence[Response], nulls: Sequence[NullPair]) -> str:
    """Write the section on known changes."""
    return "\n\n".join([_INTRODUCTION, _dose_table(responses), _NULL_WORDS, _null_table(nulls)])


def _render(dose: Dose, value: float) -> Render:
    changed: dict[str, Any] = {dose.parameter: value}
    return Render(replace(BEFORE, **changed))


def _analysis(render: Render, raw: RawPose) -> Analysis:
    clip = Clip(Path(f"{render.key}.mp4"), height_m=BODY.height_m)
    made_by = describe_run(clip.path.name, "0" * 64, MODEL, _SETTINGS)
    return analyze_pose(raw, clip, Timing(FPS, FPS, ("rendered",)), made_by, _SETTINGS)


def _response(dose: Dose, analyses: dict[Render, Analysis]) -> Response:
    values = sorted({*dose.values, getattr(BEFORE, dose.parameter)})
    runs = [_render(dose, value) for value in values]
    truth = [_truth(run, dose.metric) for run in runs]
    reading = [_reading(analyses[run], dose.metric) for run in runs]
    line = stats.linregress(truth, reading)
    others = {
        name: _moved(name, runs, analyses)
        for name, metric in METRICS.items()
        if metric.pillar != METRICS[dose.metric].pillar and metric.best != "C"
    }
    known = {name: size for name, size in others.items() if np.isfinite(size)}
    worst = max(known, key=lambda name: known[name])
    return Response(
        dose,
        tuple(truth),
        tuple(reading),
        float(line.slope),
        float(line.stderr),
        float(np.mean(np.subtract(reading, truth))),
        worst,
        known[worst],
    )


def _moved(name: str, runs: Sequence[Render], analyses: dict[Render, Analysis]) -> float:
    """How far a metric's error wanders over the doses, in its smallest believable changes."""
    if name not in _true_metrics(BEFORE):
        return float("nan")
    off = np.array([_reading(analyses[run], name) - _truth(run, name) for run in runs])
    value = float(np.mean([_truth(run, name) for run in runs]))
    smallest = METRICS[name].minimal_detectable_change(FPS, value, 6)
    return float(np.ptp(off) / smallest) if np.isfinite(off).all() else float("nan")


@cache
def _true_metrics(parameters: SprintParameters) -> dict[str, Metric]:
    return measure_truth(parameters, BODY)


def _truth(render: Render, name: str) -> float:
    metric = _true_metrics(render.parameters)[name]
    return float(metric.value if metric.right is None else metric.right)


def _reading(analysis: Analysis, name: str) -> float:
    metric = analysis.metrics[name]
    side = getattr(metric, NEAR)
    return float(side if np.isfinite(side) else metric.value)


def _null_pair(name: str, base: Analysis, other: Analysis) -> NullPair:
    changes = compare([base], [other], _SETTINGS).changes
    judged = [c for c in changes if c.verdict != "not comparable"]
    return NullPair(name, tuple(c.metric for c in judged if c.verdict == "changed"), len(judged))


def _dose_table(responses: Sequence[Response]) -> str:
    lines = [
        "| pillar | what changes | true values | readings, near side | slope | mean offset | "
        "error that wanders most elsewhere | |",
        "|---|---|---|---|---|---|---|---|",
    ]
    low, high = SLOPES
    for r in responses:
        met = "met" if low <= r.slope <= high else "**falls short**"
        lines.append(
            f"| {r.dose.pillar} | `{r.dose.metric}` | {_numbers(r.truth)} | "
            f"{_numbers(r.reading)} | {r.slope:.2f} ± {r.slope_se:.2f} | {r.offset:+.3g} | "
            f"`{r.worst_other}` {r.worst_other_size:.2f} | {met} |"
        )
    return "\n".join(lines)


def _null_table(nulls: Sequence[NullPair]) -> str:
    lines = ["| what differs | verdicts | called changed | which |", "|---|---|---|---|"]
    lines += [
        f"| {n.name} | {n.n_verdicts} | {len(n.changed)} | {', '.join(n.changed) or 'none'} |"
        for n in nulls
    ]
    total, wrong = sum(n.n_verdicts for n in nulls), sum(len(n.changed) for n in nulls)
    met = "met" if wrong <= 0.05 * total else "**falls short**"
    lines.append(f"| all | {total} | {wrong} ({wrong / total:.1%}; target 5% at most) | {met} |")
    return "\n".join(lines)


def _numbers(values: Sequence[float]) -> str:
    return " ".join(f"{value:.4g}" for value in values)


_INTRODUCTION = """## Known changes: dose and response

Sprints are rendered in which one parameter changes by known amounts, and measured from their
pictures. The slope of reading against truth should lie between 0.85 and 1.15; its standard error
tells how far one clip a value can tell it. Beside it, the metric of another pillar whose error
wanders most over the same clips, in units of its smallest believable change."""
_NULL_WORDS = """### The same motion filmed in another way

Nothing changes but the picture, so nothing may be called changed."""
