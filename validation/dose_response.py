"""Known changes of one parameter -> what the analysis makes of them; and of no change at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import compare
from aqvision.kinematics.metrics.registry import METRICS
from samples.generator import BEFORE, measure_truth
from samples.generator.clip import FPS
from validation.measuring import BODY, SETTINGS, analysed
from validation.renders import Render, measure_renders
from validation.tables import met, numbers, section, table

NEAR = "right"
SLOPES = (0.85, 1.15)


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


def dose_section(cache: Path) -> str:
    """Render every dose and every null pair, measure them and write the section."""
    doses = [_render(dose, value) for dose in DOSES for value in dose.values]
    renders = [Render(), *doses, *NULLS.values()]
    raws = measure_renders(renders, cache)
    analyses = {render: analysed(raw) for render, raw in zip(renders, raws, strict=True)}
    responses = table(_HEAD, (_response(dose, analyses) for dose in DOSES))
    return section(_INTRODUCTION, responses, _NULL_WORDS, _null_table(analyses))


def _render(dose: Dose, value: float) -> Render:
    changed: dict[str, Any] = {dose.parameter: value}
    return Render(replace(BEFORE, **changed))


def _response(dose: Dose, analyses: dict[Render, Analysis]) -> str:
    """Tell how a metric followed its parameter, and what else moved most."""
    values = sorted({*dose.values, getattr(BEFORE, dose.parameter)})
    runs = [_render(dose, value) for value in values]
    truth = [_truth(run, dose.metric) for run in runs]
    reading = [_reading(analyses[run], dose.metric) for run in runs]
    line = stats.linregress(truth, reading)
    moved = {
        name: _moved(name, runs, analyses)
        for name, metric in METRICS.items()
        if metric.pillar != METRICS[dose.metric].pillar and metric.best != "C"
    }
    worst = max(moved, key=lambda name: np.nan_to_num(moved[name], nan=-1.0))
    return (
        f"{dose.pillar} | `{dose.metric}` | {numbers(truth, '.4g')} | {numbers(reading, '.4g')} | "
        f"{line.slope:.2f} ± {line.stderr:.2f} | {np.mean(np.subtract(reading, truth)):+.3g} | "
        f"`{worst}` {moved[worst]:.2f} | {met(bool(SLOPES[0] <= line.slope <= SLOPES[1]))}"
    )


def _moved(name: str, runs: Sequence[Render], analyses: dict[Render, Analysis]) -> float:
    """How far a metric's error wanders over the doses, in its smallest detectable changes."""
    if name not in measure_truth(BEFORE, BODY):
        return float("nan")
    off = np.array([_reading(analyses[run], name) - _truth(run, name) for run in runs])
    value = float(np.mean([_truth(run, name) for run in runs]))
    smallest = METRICS[name].minimal_detectable_change(FPS, value)
    return float(np.ptp(off) / smallest) if np.isfinite(off).all() else float("nan")


def _truth(render: Render, name: str) -> float:
    metric = measure_truth(render.parameters, BODY)[name]
    return float(metric.value if metric.right is None else metric.right)


def _reading(analysis: Analysis, name: str) -> float:
    metric = analysis.metrics[name]
    side = getattr(metric, NEAR)
    return float(side if np.isfinite(side) else metric.value)


def _null_table(analyses: dict[Render, Analysis]) -> str:
    """Compare the same motion filmed in other ways: nothing may be called changed."""
    rows, total, wrong = [], 0, 0
    for name, render in NULLS.items():
        changes = compare([analyses[Render()]], [analyses[render]], SETTINGS).changes
        judged = [c for c in changes if c.verdict != "not comparable"]
        changed = [c.metric for c in judged if c.verdict == "changed"]
        rows.append(f"{name} | {len(judged)} | {len(changed)} | {', '.join(changed) or 'none'}")
        total, wrong = total + len(judged), wrong + len(changed)
    share = f"{wrong} ({wrong / total:.1%}; target 5% at most)"
    rows.append(f"all | {total} | {share} | {met(wrong <= 0.05 * total)}")
    return table("| what differs | verdicts | called changed | which |", rows)


_HEAD = (
    "| pillar | what changes | true values | readings, near side | slope | mean offset | "
    "error that wanders most elsewhere | |"
)
_INTRODUCTION = """## Known changes: dose and response

Sprints are rendered in which one parameter changes by known amounts, and measured from their
pictures. The slope of reading against truth should lie between 0.85 and 1.15; its standard error
tells how far one clip a value can tell it. Beside it, the metric of another pillar whose error
wanders most over the same clips, in units of its smallest detectable change."""
_NULL_WORDS = """### The same motion filmed in another way

Nothing changes but the picture, so nothing may be called changed."""
