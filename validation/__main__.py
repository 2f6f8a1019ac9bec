"""``make validate`` -> docs/accuracy.md: every accuracy claim, with the targets beside it.

``python -m validation NAME ...`` prints some sections and writes no page; with ``--write`` it puts
them into the page as each is done, and says there which of the others have older points.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from validation.clock import clock_section
from validation.decoding import decoding_section, measure_decoding
from validation.disguises import disguises_section, measure_disguises
from validation.dose_response import dose_section
from validation.events import conditions, events_section, measure_condition
from validation.events_network import measure_network, network_section
from validation.filter_cutoffs import cutoff_section
from validation.force import force_section
from validation.force_plates import measure_plates
from validation.frontal import frontal_section
from validation.hold import hold_section
from validation.keypoint_uncertainty import uncertainty_section
from validation.ladder import ladder_section, measure_ladders
from validation.moving_camera import measure_cameras, moving_section
from validation.page import Measured, read_page, write_page
from validation.plates_metrics import measure_plates_metrics, plates_metrics_table
from validation.plates_table import plates_table
from validation.pose_accuracy import measure_clips, pose_section
from validation.progress import (
    measure_hold_changes,
    measure_rates,
    measure_shared,
    progress_section,
)
from validation.rendered_clips import FOLDER
from validation.rendered_pairs import pairs_section
from validation.scale import scale_section
from validation.sprint_angles import measure_sprint
from validation.stated_errors import stated_section
from validation.tables import section
from validation.team_effects import measure_teams, team_section
from validation.thorax import measure_thorax, thorax_section
from validation.timed_motions import measure_stated
from validation.together import together_section
from validation.verdicts import measure_outcomes, verdicts_section


def _plates(cache: Path) -> str:
    """Write on contacts against force plates, their stated errors and what follows from them."""
    plates = [*measure_plates(cache), *measure_sprint()]
    stated = measure_stated(plates, measure_network(cache), cache)
    followed = plates_metrics_table(measure_plates_metrics(cache))
    return section(plates_table(plates), stated_section(stated), followed)


ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
CACHE = Path(__file__).parent / ".cache"
# In the order of the page; each is given the folder of what is kept.
SECTIONS: dict[str, Callable[[Path], str]] = {
    "pose": lambda cache: pose_section(measure_clips(cache)),
    "decoding": lambda cache: decoding_section(measure_decoding(cache)),
    "trust": lambda cache: uncertainty_section([c.points for c in measure_clips(cache)]),
    "filter": lambda cache: cutoff_section(
        [c.cutoffs for c in measure_clips(cache) if c.disguise == "plain"]
    ),
    "dose": dose_section,
    "frontal": frontal_section,
    "thorax": lambda cache: thorax_section(measure_thorax(cache)),
    "together": together_section,
    "moving": lambda cache: moving_section(measure_cameras(cache)),
    "scale": scale_section,
    "events": lambda _: events_section([measure_condition(c) for c in conditions()]),
    "plates": _plates,
    "force": force_section,
    "verdicts": lambda cache: section(verdicts_section(measure_outcomes()), pairs_section(cache)),
    "teams": lambda _: team_section(measure_teams()),
    "ladder": lambda _: ladder_section(measure_ladders()),
    "progress": lambda _: progress_section(
        measure_rates(), measure_shared(), measure_hold_changes()
    ),
    "network": lambda cache: network_section(measure_network(cache)),
    "clock": clock_section,
    "hold": lambda _: hold_section(),
    "disguises": lambda cache: disguises_section(measure_disguises(cache)),
}


def main() -> int:
    """Run every validation and write the page, or print some of its sections."""
    write = "--write" in sys.argv[1:]
    names = [name for name in sys.argv[1:] if name != "--write"]
    if not SECTIONS.keys() >= set(names):
        print(f"the sections are {', '.join(SECTIONS)}")
        return 1
    if not FOLDER.is_dir():
        print(f"the rendered clips are not there: {FOLDER.relative_to(ROOT.parent)}")
        return 1
    CACHE.mkdir(exist_ok=True)
    sections = read_page(PAGE)
    for name in names or SECTIONS:
        sections[name] = Measured(SECTIONS[name](CACHE))
        print(sections[name].text, flush=True)
        if write or not names:
            write_page(PAGE, _INTRODUCTION, sections, SECTIONS)
    return 0


_INTRODUCTION = """# Accuracy

Written by `make validate`; do not edit. Rendered sprints, 120 frames/s, whose joints are known
exactly, are measured by the same code that measures yours. The network's labelled points are not
quite the skeleton's joint centres, so a constant offset of some degrees remains for each body:
changes are better than absolute values. What misses its target says so.

Read with care: the cut-offs of the filter, the correction of the hips, the thresholds for wrong
points and the constants of keypoint uncertainty were chosen on these same clips, and the priors of
touchdown and toe-off on the motions below, so real clips may do worse. Errors and exchanges of left
and right are counted only in frames whose points survived the cleaning; how many did stands beside
them."""


if __name__ == "__main__":
    sys.exit(main())
