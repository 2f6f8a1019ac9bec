"""Analyses before and after -> in what they do not match, and which metrics it concerns.

A difference between two clips is worth something only where the filming and the run were alike.
Each mismatch says what differs, what to film differently, whether it forbids the comparison or
only limits it, and for which metrics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from aqvision.analysis.analyze import Analysis
from aqvision.camera.stabilise import WIDE_TURN_DEG
from aqvision.core.settings import ComparisonSettings
from aqvision.core.wording import as_recorded as _
from aqvision.kinematics.metrics.registry import METRICS, Grade, Metric, Need, Pillar

Analyses = Sequence[Analysis]
_NOTES = {"surface": _("Surface differs: {differing}."), "shoes": _("Shoes differ: {differing}.")}
_EVERY = frozenset(METRICS)
# Chosen: what lies along the track is 0.5 % short when filmed 6 degrees aside, 2 % at 12.
_REFUSED_VIEW_GAP_DEG, _LIMITED_VIEW_GAP_DEG = 12.0, 6.0
_SIZE_RATIO, _RATE_RATIO = 1.5, 1.2
# Lean of the trunk: some 3 to 10 degrees at full speed, above 25 in the first eight steps or so.
_UPRIGHT_DEG, _ACCELERATING_DEG = 12.0, 25.0


@dataclass(frozen=True, slots=True)
class Mismatch:
    """What differs between the clips of a comparison.

    ``metrics`` names those that it concerns; ``forbids`` tells whether they may not be compared
    at all.
    """

    text: str
    hint: str
    forbids: bool
    metrics: frozenset[str]

    @property
    def concerns_all(self) -> bool:
        """Tell whether hardly a metric is free of it."""
        return len(self.metrics) >= len(METRICS) - 1

    @property
    def sentence(self) -> str:
        """What differs, and how to film next time."""
        return f"{self.text} {self.hint}"


def find_mismatches(
    before: Analyses, after: Analyses, settings: ComparisonSettings
) -> tuple[Mismatch, ...]:
    """List in what two groups of clips do not match, what forbids a comparison first.

    Parameters
    ----------
    before, after
        One clip or more each.
    settings
        How alike speeds must be.
    """
    found = [
        *_days(before, after),
        *_methods(before, after),
        *_ground(before, after),
        *_cameras(before, after),
        *_views(before, after),
        *_phases(before, after),
        *_pictures(before, after),
        *_speeds(before, after, settings),
        *_notes(before, after),
        *_instants(before, after, settings),
    ]
    return tuple(sorted(found, key=lambda mismatch: not mismatch.forbids))


def _days(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    """Doubt the sides where all that is called after was filmed earlier than all before."""
    earlier = [a.recorded.on for a in before if a.recorded.on]
    later = [a.recorded.on for a in after if a.recorded.on]
    if earlier and later and max(later) < min(earlier):
        text = _("The clips after were filmed earlier than those before.")
        hint = _("Exchange them if the sides were mixed up, or mend the days.")
        yield Mismatch(text, hint, False, _EVERY)


def _methods(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    analyses = (*before, *after)
    if len({(a.provenance.model, a.provenance.model_sha256) for a in analyses}) > 1:
        text = _("The clips were measured with different pose models.")
        yield Mismatch(text, _("Measure all of them with the same model."), True, _EVERY)
    if len({a.provenance.method for a in analyses}) > 1:
        text = _("The clips were measured in different ways, some by an earlier version.")
        yield Mismatch(text, _("Measure all of them again."), True, _EVERY)
    if len({a.provenance.measured_by for a in analyses}) > 1:
        text = _("The clips were measured with different settings.")
        yield Mismatch(text, _("Measure all of them with the same settings."), True, _EVERY)
    if len({a.provenance.contacts_given for a in analyses}) > 1:
        text = _("Touchdown and toe-off were read by eye in some clips only.")
        hint = _("Measure all of them with contacts that are read by eye, or none.")
        yield Mismatch(text, hint, False, _those(_rests_on_instants))
    if len({a.provenance.device for a in analyses}) > 1:
        text = _("The clips were measured on different devices.")
        yield Mismatch(text, _("Measure all of them on the same."), False, _EVERY)


def _ground(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    grounds = {a.scene.ground for a in (*before, *after)}
    if "treadmill" in grounds and len(grounds) > 1:
        text = _("One side ran on a treadmill, the other on a track.")
        yield Mismatch(text, _("Film both on a treadmill, or both on a track."), True, _EVERY)
    elif len(grounds) > 1:
        text = _("The camera moved in some clips only, which places touchdown and toe-off roughly.")
        yield Mismatch(
            text, _("Film with a camera on a tripod."), False, _those(_rests_on_instants)
        )


def _notes(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    """Compare what was said of surface and shoes; what nobody said is no mismatch."""
    for name, said_of in _NOTES.items():
        said = [getattr(a.notes, name) for a in (*before, *after)]
        stated = {text.strip().casefold(): text.strip() for text in said if text and text.strip()}
        if len(stated) > 1:
            differing = _(" and ").join(stated.values())
            text = said_of.format(differing=differing)
            hint = _("Run on the same, in the same shoes, to compare contact and flight.")
            yield Mismatch(text, hint, False, _those(_rests_on_timing))


def _cameras(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    turned = {a.scene.camera.turn_deg > WIDE_TURN_DEG for a in (*before, *after)}
    if len(turned) > 1:
        text = _("The camera followed the athlete in some clips only.")
        hint = _("Film all of them with a camera that stands still.")
        yield Mismatch(text, hint, False, _those(_rests_on_still_ground))


def _views(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    seen = sorted({a.scene.camera.view for a in (*before, *after)})
    if len(seen) > 1:
        text = _("The clips show different views: {views}.").format(views=_(" and ").join(seen))
        yield Mismatch(text, _("Film both from the side, or both from the front."), True, _EVERY)
        return
    views = [a.scene.camera.view_angle_deg for a in (*before, *after)]
    gap = max(views) - min(views)
    hint = _("Film from the same place, square to the lane.")
    if gap > _REFUSED_VIEW_GAP_DEG:
        text = _("The clips were filmed from different angles, {gap:.0f} degrees apart.").format(
            gap=gap
        )
        yield Mismatch(text, hint, True, _EVERY)
    elif gap > _LIMITED_VIEW_GAP_DEG:
        text = _(
            "The clips were filmed {gap:.0f} degrees apart, which bends angles a little."
        ).format(gap=gap)
        yield Mismatch(text, hint, False, _those(_rests_on_angles))
    if len({a.scene.camera.near_side for a in (*before, *after)}) > 1:
        text = _("The clips show different sides of the body: the near side differs.")
        yield Mismatch(text, _("Film from the same side."), False, _those(_rests_on_near_side))


def _phases(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    """Tell an acceleration from a run at full speed: two different movements."""
    leans = [mean_value(group, "trunk_lean_deg") for group in (before, after)]
    if min(leans) <= _UPRIGHT_DEG and max(leans) >= _ACCELERATING_DEG:
        text = _(
            "One side accelerates, the other runs upright: the trunk leans {lean_before:.0f} and "
            "{lean_after:.0f} degrees."
        ).format(lean_before=leans[0], lean_after=leans[1])
        yield Mismatch(text, _("Film the same part of the run."), True, _EVERY)


def _pictures(before: Analyses, after: Analyses) -> Iterator[Mismatch]:
    analyses = (*before, *after)
    rates = [a.video.capture_fps for a in analyses]
    if max(rates) > _RATE_RATIO * min(rates):
        text = _(
            "Frame rates differ, {slower:.0f} and {faster:.0f}; the slower one counts."
        ).format(slower=min(rates), faster=max(rates))
        yield Mismatch(text, _("Film at the same rate."), False, _those(_rests_on_the_rate))
    sizes = [a.scene.body.athlete_px for a in analyses]
    if max(sizes) > _SIZE_RATIO * min(sizes):
        text = _(
            "The athlete is {smaller:.0f} px tall in one clip, {larger:.0f} in another."
        ).format(smaller=min(sizes), larger=max(sizes))
        yield Mismatch(text, _("Film from the same distance."), False, _EVERY)


def _instants(
    before: Analyses, after: Analyses, settings: ComparisonSettings
) -> Iterator[Mismatch]:
    """Refuse what is read at touchdown or toe-off where the frames are too far apart for them."""
    slowest = min(a.video.capture_fps for a in (*before, *after))
    if slowest < settings.min_instant_fps:
        text = _(
            "At {rate:.0f} frames a second touchdown and toe-off lie between frames in which the "
            "legs turn by several degrees."
        ).format(rate=slowest)
        hint = _("Film at 60 frames a second or more.")
        yield Mismatch(text, hint, True, _those(_rests_on_instants))


def _speeds(before: Analyses, after: Analyses, settings: ComparisonSettings) -> Iterator[Mismatch]:
    """Most of a technique changes with speed; step frequency stands in where there is no scale."""
    for name, what in (("speed_mps", _("speed")), ("step_frequency_hz", _("step frequency"))):
        gap = abs(mean_value(after, name) / mean_value(before, name) - 1)
        if gap > settings.max_speed_gap_frac:
            text = _(
                "The {what} measured differs by {gap:.0%}: part of what else changed may come "
                "with it."
            ).format(what=what, gap=gap)
            hint = _("Film runs of the same effort, or a ladder of efforts on both days.")
            yield Mismatch(text, hint, False, _EVERY - {name})
            return


def _those(rests: Callable[[Metric], bool]) -> frozenset[str]:
    return frozenset(name for name, metric in METRICS.items() if rests(metric))


def _rests_on_instants(metric: Metric) -> bool:
    return bool(metric.needs & {Need.TIMING, Need.INSTANTS})


def _rests_on_timing(metric: Metric) -> bool:
    return Need.TIMING in metric.needs


def _rests_on_still_ground(metric: Metric) -> bool:
    return Need.STILL_GROUND in metric.needs


def _rests_on_the_rate(metric: Metric) -> bool:
    return bool(metric.needs & {Need.TIMING, Need.INSTANTS, Need.TURN_SPEED, Need.FAST_JOINT})


def _rests_on_angles(metric: Metric) -> bool:
    return metric.unit.startswith("deg")


def _rests_on_near_side(metric: Metric) -> bool:
    return metric.pillar in {Pillar.ARMS, Pillar.TORSO, Pillar.TOGETHER}


def why_refused(metric: Metric, analyses: Analyses, mismatches: Sequence[Mismatch]) -> str | None:
    """Say why a metric may not be compared between clips; None where it may.

    Parameters
    ----------
    metric, analyses, mismatches
        What is compared, all clips, and what differs between them.
    """
    forbidden = (m.sentence for m in mismatches if m.forbids and metric.name in m.metrics)
    if (sentence := next(forbidden, None)) is not None:
        return sentence
    worst = max((a.metrics[metric.name] for a in analyses), key=lambda s: s.confidence.rank)
    if worst.confidence == Grade.WITHHELD:
        return worst.reason
    if metric.compares_sides:
        return _("each foot is timed with an error of its own, as large as most asymmetries")
    return None


def mean_value(analyses: Analyses, name: str) -> float:
    """Mean over the clips in which a metric is known; NaN where it is in none.

    Parameters
    ----------
    analyses, name
        Clips, and the name of a metric.
    """
    values = np.array([a.metrics[name].value for a in analyses])
    known = values[np.isfinite(values)]
    return float(known.mean()) if len(known) else float("nan")
