"""``make validate`` -> docs/accuracy.md: every accuracy claim, with the targets beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from validation.clock import clock_section, measure_clocks
from validation.disguise_tables import disguises_section
from validation.disguises import measure_disguises
from validation.dose_response import dose_section, measure_responses
from validation.events import conditions, measure_events
from validation.events_network import measure_network, network_section
from validation.events_tables import events_section
from validation.filter_cutoffs import cutoff_section
from validation.frontal import frontal_section, measure_end_responses
from validation.moving_camera import measure_cameras
from validation.moving_tables import moving_section
from validation.pose_accuracy import measure_clips
from validation.pose_tables import pose_section
from validation.pose_trust import trust_section
from validation.power import measure_power
from validation.power_tables import power_section
from validation.rendered_clips import FOLDER
from validation.scale import measure_scales, scale_section
from validation.thorax import measure_thorax, thorax_section

ROOT = Path(__file__).parents[1]
CACHE = Path(__file__).parent / ".cache"


def main() -> int:
    """Run every validation and write the page."""
    if not FOLDER.is_dir():
        print(f"the rendered clips are not there: {FOLDER.relative_to(ROOT.parent)}")
        return 1
    CACHE.mkdir(exist_ok=True)
    clips = measure_clips(CACHE)
    plain = [c.cutoffs for c in clips if c.disguise == "plain"]
    sections = [
        _INTRODUCTION,
        pose_section(clips),
        trust_section([c.points for c in clips]),
        cutoff_section(plain),
        dose_section(*measure_responses(CACHE)),
        frontal_section(measure_end_responses(CACHE)),
        thorax_section(measure_thorax(CACHE)),
        moving_section(measure_cameras(CACHE)),
        scale_section(measure_scales(CACHE)),
        events_section(measure_events(conditions())),
        power_section(measure_power()),
        network_section(measure_network(CACHE)),
        clock_section(measure_clocks(CACHE)),
        disguises_section(measure_disguises(CACHE)),
    ]
    text = "\n\n".join(sections) + "\n"
    (ROOT / "docs" / "accuracy.md").write_text(text, encoding="utf-8")
    print(text)
    return 0


_INTRODUCTION = """# Accuracy

Written by `make validate`; do not edit. Rendered sprints, 120 frames/s, whose joints are known
exactly, are measured by the same code that measures yours. The network's labelled points are not
quite the skeleton's joint centres, so a constant offset of some degrees remains for each body:
changes are better than absolute values. What misses its target says so.

Read with care: the cut-offs of the filter, the correction of the hips, the thresholds for wrong
points and the constants of the trust in points were chosen on these same clips, and the priors of
touchdown and toe-off on the motions below, so real clips may do worse. Errors and exchanges of left
and right are counted only in frames whose points survived the cleaning; how many did stands beside
them."""


if __name__ == "__main__":
    sys.exit(main())
