"""``python -m benchmarks.group_fits`` -> how long the effects of a group take to be fitted.

Runs are drawn, of four metrics that were named beforehand, at speeds that differ from run to run:
the model is fitted to each as run, and to all but speed at the same speed.
"""

from __future__ import annotations

import time

import numpy as np

from aqvision.comparison.team.store import NamedRuns
from aqvision.comparison.team.team_runs import TeamRun
from aqvision.kinematics.metrics.registry import METRICS, Metric
from aqvision.report.team_runs import effects_of
from benchmarks.machine import describe_machine
from benchmarks.page import PAGE
from benchmarks.sections import put_section
from validation.tables import section, table

HEADING = "## The group of a team"
_SIZES = ((12, 3), (60, 3), (300, 1), (300, 3), (300, 6))
_LEVELS = {"speed_mps": 8.6, "step_frequency_hz": 4.24, "contact_time_s": 0.112}
_TRUNK = {"trunk_lean_deg": 7.0}
_SPEED_SD_MPS = 0.3


def main() -> None:
    """Measure and write the section."""
    rows = []
    for n_athletes, n_runs in _SIZES:
        named = _drawn(n_athletes, n_runs)
        began_s = time.process_time()
        effects = effects_of(named)
        took_s = time.process_time() - began_s
        n_fits = sum(one.as_run.is_told + one.same_speed.is_told for one in effects)
        rows.append(f"{n_athletes} | {n_runs} | {n_fits} | {took_s:.1f}")
    text = section(
        HEADING,
        "Written by `python -m benchmarks.group_fits`; do not edit. "
        f"Machine: {describe_machine()}. "
        "Processor time of one process, since others used the machine too; four metrics named "
        "beforehand. The browser has it done in a process of its own that gives way to measuring, "
        "and keeps what came of it until the runs change.",
        table("| athletes | runs a side | fits | s of a core |", rows),
    )
    PAGE.write_text(put_section(PAGE.read_text(encoding="utf-8"), text), encoding="utf-8")
    print(text)


def _drawn(n_athletes: int, n_runs: int) -> NamedRuns:
    rng = np.random.default_rng(1)
    levels = {**_LEVELS, **_TRUNK}
    runs = {name: _runs(METRICS[name], level, n_athletes, n_runs, rng)
            for name, level in levels.items()}  # fmt: skip
    return NamedRuns(
        runs, {n: METRICS[n].minimal_detectable_change(240.0, levels[n]) for n in runs}
    )


def _runs(
    metric: Metric, level: float, n_athletes: int, n_runs: int, rng: np.random.Generator
) -> list[TeamRun]:
    sd = metric.variation.run_sd_of(level)
    drawn = []
    for number in range(n_athletes):
        own, change = level + 3 * rng.normal(0.0, sd), rng.normal(sd, sd)
        drawn += [
            TeamRun(
                athlete=str(number),
                is_after=is_after,
                value=own + is_after * change + rng.normal(0.0, sd),
                se=sd / 3,
                speed_mps=_LEVELS["speed_mps"] + rng.normal(0.0, _SPEED_SD_MPS),
            )
            for is_after in (False, True)
            for _run in range(n_runs)
        ]
    return drawn


if __name__ == "__main__":
    main()
