"""Plan of a comparison -> rows and sentences: what is to be filmed to see a change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from aqvision.comparison.planning import DESIGNS, Design, PlanRow, seen_at_best
from aqvision.core.types import View
from aqvision.core.wording import _, lower_first, ngettext, upper_first
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.report.numbers import show, show_bound

_BEST, _LEAST = Design(3, 3), Design(1, 1)
# Usual values of what a sentence names as examples, in the metric's unit.
_EXAMPLES = {
    View.SIDE: {"contact_time_s": 0.11, "thigh_separation_touchdown_deg": 10.0},
    View.FRONT: {"step_frequency_hz": 4.5, "trunk_sway_range_deg": 8.0},
    View.REAR: {"step_frequency_hz": 4.5, "trunk_sway_range_deg": 8.0},
}
PLAN_NOTE = _(
    "The smallest change that is called changed four times out of five, by the runs filmed before "
    "and as many after. It rests on how the clips so far were measured, and on how much runs and "
    "days of other sprinters vary. With one run a side only these two runs are compared, not the "
    "athlete."
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A primary metric as a table shows it: its value, and what each design sees.

    ``reason`` says why it was not measured; ``seen`` is empty then.
    """

    label: str
    value: str
    seen: tuple[str, ...]
    reason: str


def name_design(design: Design) -> str:
    """Say how each side is filmed.

    Parameters
    ----------
    design
        Runs and days of a side.

    >>> [name_design(Design(*numbers)) for numbers in ((1, 1), (3, 1), (3, 3))]
    ['1 run', '3 runs in one day', '3 runs on 3 days']
    """
    runs = ngettext("{n} run", "{n} runs", design.n_runs).format(n=design.n_runs)
    if design.n_runs == 1:
        return runs
    if design.n_days == 1:
        return _("{runs} in one day").format(runs=runs)
    return _("{runs} on {n_days} days").format(runs=runs, n_days=design.n_days)


def plan_headings() -> list[str]:
    """Name the ways of filming that a table of a plan compares, from the cheapest."""
    return [name_design(design) for design in DESIGNS]


def plan_lines(rows: Sequence[PlanRow]) -> list[PlanLine]:
    """Write the rows of a plan.

    Parameters
    ----------
    rows
        One a primary metric.
    """
    return [
        PlanLine(
            METRICS[row.metric].label,
            show(row.value, METRICS[row.metric].unit),
            tuple(show_bound(seen, METRICS[row.metric].unit) for seen in row.seen),
            upper_first(row.reason) or ("" if row.seen else _("not measured")),
        )
        for row in rows
    ]


def describe_size(row: PlanRow, change: float) -> str:
    """Say what is to be filmed to see a change of a given size.

    Parameters
    ----------
    row
        A primary metric of a plan.
    change
        In the metric's unit.
    """
    metric, design = METRICS[row.metric], row.cheapest(change)
    size = show_bound(change, metric.unit)
    if not row.seen:
        return _("{label}: nothing can be said of a change, for the reason above").format(
            label=metric.label
        )
    if design is not None:
        return _("{label}: a change of {size} takes {design} before and as many after").format(
            label=metric.label, size=size, design=name_design(design)
        )
    return _("{label}: a change of {size} is too small for all of these").format(
        label=metric.label, size=size
    )


def what_to_film(view: View) -> str:
    """Say in a sentence what a comparison takes, before anything was measured.

    Parameters
    ----------
    view
        From where the athlete is seen: other metrics are named as examples.

    Returns
    -------
    str
        With the smallest changes that are seen, for a usual athlete and without errors of
        measuring.
    """
    best, least = (_examples(view, design) for design in (_BEST, _LEAST))
    return _(
        "For a comparison film three runs before and three after, best each on a day of its own: "
        "at best, changes of {best} are then seen four times out of five. With one run a side it "
        "takes {least}."
    ).format(best=best, least=least)


def _examples(view: View, design: Design) -> str:
    return _(" and ").join(
        _("{size} in {label}").format(
            size=_size(name, value, seen_at_best(METRICS[name], value, design)),
            label=lower_first(METRICS[name].label),
        )
        for name, value in _EXAMPLES[view].items()
    )


def _size(name: str, value: float, change: float) -> str:
    """Write a change, as a part of the value where the metric varies with its value."""
    metric = METRICS[name]
    if metric.variation.relative:
        return _("{n} %").format(n=math.ceil(100 * change / value))
    return show_bound(change, metric.unit)
