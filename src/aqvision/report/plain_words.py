"""Change or value -> one plain sentence: what is more or less of the movement, and by how much.

The sentence says what is seen, never whether it is good: what suits an athlete is for the coach to
say.
"""

from __future__ import annotations

from math import isfinite

from aqvision.comparison.compare import Change
from aqvision.comparison.judging import Verdict
from aqvision.core.skeleton import SIDES
from aqvision.core.wording import _, word_of
from aqvision.kinematics.metrics.registry import METRICS
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.change_numbers import show_sides, show_size
from aqvision.report.numbers import show_bound
from aqvision.report.wording import Sentence

_MORE_AND_LESS = {
    "speed_mps": (
        _("The run is faster, by {amount}"),
        _("The run is slower, by {amount}"),
    ),
    "contact_time_s": (
        _("Each foot stays on the ground {amount} longer"),
        _("Each foot leaves the ground {amount} sooner"),
    ),
    "flight_time_s": (
        _("Each flight lasts {amount} longer"),
        _("Each flight is {amount} shorter"),
    ),
    "step_time_s": (
        _("Each step takes {amount} longer"),
        _("Each step takes {amount} less"),
    ),
    "step_frequency_hz": (
        _("The steps come faster, by {amount}"),
        _("The steps come more slowly, by {amount}"),
    ),
    "step_length_m": (
        _("Each step is {amount} longer"),
        _("Each step is {amount} shorter"),
    ),
    "touchdown_distance_frac": (
        _("The foot lands further ahead of the hips, by {amount}"),
        _("The foot lands less far ahead of the hips, by {amount}"),
    ),
    "thigh_angle_toeoff_deg": (
        _("The pushing thigh ends {amount} less far back as the foot leaves"),
        _("The pushing thigh ends {amount} further back as the foot leaves"),
    ),
    "knee_flexion_toeoff_deg": (
        _("The pushing knee is bent {amount} more as the foot leaves"),
        _("The pushing knee is {amount} straighter as the foot leaves"),
    ),
    "knee_extension_range_stance_deg": (
        _("The knee opens {amount} more while the foot is down"),
        _("The knee opens {amount} less while the foot is down"),
    ),
    "hip_extension_toeoff_deg": (
        _("The hip is stretched {amount} further as the foot leaves"),
        _("The hip is stretched {amount} less as the foot leaves"),
    ),
    "thigh_extension_velocity_peak_dps": (
        _("The thigh drives back faster, by {amount}"),
        _("The thigh drives back more slowly, by {amount}"),
    ),
    "trunk_leg_line_toeoff_deg": (
        _("The line from ankle to shoulders is {amount} more open as the foot leaves"),
        _("The line from ankle to shoulders is {amount} more closed as the foot leaves"),
    ),
    "thigh_flexion_peak_deg": (
        _("The swing thigh rises {amount} higher"),
        _("The swing thigh rises {amount} less high"),
    ),
    "knee_flexion_peak_deg": (
        _("The swinging knee bends {amount} more"),
        _("The swinging knee bends {amount} less"),
    ),
    "heel_hip_distance_min_frac": (
        _("The swinging heel passes further from the hip, by {amount}"),
        _("The swinging heel passes nearer to the hip, by {amount}"),
    ),
    "thigh_range_deg": (
        _("Each thigh travels {amount} further in a stride"),
        _("Each thigh travels {amount} less in a stride"),
    ),
    "recovery_time_s": (
        _("The swing leg is back on the ground {amount} later"),
        _("The swing leg is back on the ground {amount} sooner"),
    ),
    "thigh_separation_touchdown_deg": (
        _("As a foot lands, the thighs are {amount} further apart"),
        _("As a foot lands, the thighs are {amount} closer together"),
    ),
    "swing_thigh_touchdown_deg": (
        _("As a foot lands, the swing thigh is {amount} further forward"),
        _("As a foot lands, the swing thigh is {amount} further back"),
    ),
    "knee_gap_touchdown_frac": (
        _("As a foot lands, the swing knee is further ahead, by {amount}"),
        _("As a foot lands, the swing knee is less far ahead, by {amount}"),
    ),
    "thigh_separation_toeoff_deg": (
        _("The thighs are {amount} further apart as the foot leaves"),
        _("The thighs are {amount} closer together as the foot leaves"),
    ),
    "thigh_separation_peak_deg": (
        _("The thighs open {amount} wider"),
        _("The thighs open {amount} less wide"),
    ),
    "shoulder_range_deg": (
        _("The arm swings {amount} further"),
        _("The arm swings {amount} less far"),
    ),
    "elbow_mean_deg": (
        _("The elbow is {amount} straighter"),
        _("The elbow is bent {amount} more"),
    ),
    "arm_leg_phase_deg": (
        _("The arm runs {amount} further ahead of the opposite thigh"),
        _("The arm runs {amount} further behind the opposite thigh"),
    ),
    "trunk_lean_deg": (
        _("The trunk leans {amount} further forward"),
        _("The trunk leans {amount} less far forward"),
    ),
    "trunk_lean_sd_deg": (
        _("The trunk is less steady, by {amount}"),
        _("The trunk is steadier, by {amount}"),
    ),
    "thorax_rotation_range_deg": (
        _("The shoulders turn {amount} more"),
        _("The shoulders turn {amount} less"),
    ),
    "step_width_frac": (
        _("The feet land further apart sideways, by {amount}"),
        _("The feet land closer together sideways, by {amount}"),
    ),
    "hand_crossing_frac": (
        _("The hands come further across the body, by {amount}"),
        _("The hands come less far across the body, by {amount}"),
    ),
    "trunk_sway_range_deg": (
        _("The trunk sways {amount} more from side to side"),
        _("The trunk sways {amount} less from side to side"),
    ),
}
"""Of the metrics that a person may name: the sentence where there is more, and where less."""
_ANY = (_("{label}: {amount} more"), _("{label}: {amount} less"))
_ONLY_ABOVE_ZERO = {"thigh_separation_touchdown_deg"}
"""Metrics whose words hold as long as neither side is below zero."""
HAND = "hand_crossing_frac"
"""A number on either side of the middle of the body, which only words tell apart."""


def plain_sentence(change: Change) -> str:
    """Say in one sentence what a change came to, by its verdict.

    Parameters
    ----------
    change
        One metric before and after, that could be compared.
    """
    label = METRICS[change.metric].label
    if change.verdict.is_change:
        more = change.difference.value > 0
        words = _ANY if _turns_over(change) else _MORE_AND_LESS.get(change.metric, _ANY)
        template = words[0 if more else 1]
        return template.format(label=label, amount=plain_amount(change))
    if change.verdict == Verdict.NO_CHANGE:
        largest = max(abs(change.difference.low), abs(change.difference.high))
        return Sentence.NO_CHANGE_ABOVE.format(label=label, bound=show_bound(largest, change.unit))
    if change.verdict == Verdict.NOT_SHOWN:
        return Sentence.LABEL_NOT_SHOWN.format(label=label)
    return Sentence.LABEL_CANNOT_TELL.format(label=label)


def _turns_over(change: Change) -> bool:
    below = min(change.before.value, change.after.value) < 0
    return change.metric in _ONLY_ABOVE_ZERO and below


def plain_amount(change: Change) -> str:
    """Write how much a change is, without a sign; parts of the body in parts of a hundred.

    Parameters
    ----------
    change
        One metric before and after.
    """
    if change.unit == "leg":
        return Sentence.OF_A_LEG.format(percent=100 * abs(change.difference.value))
    if change.metric == HAND:
        return Sentence.OF_SHOULDERS.format(percent=100 * abs(change.difference.value))
    return show_size(change)[0]


def plain_sides(change: Change) -> tuple[str, str]:
    """Write the values before and after; of hands, on which side of the middle they are.

    Parameters
    ----------
    change
        One metric before and after.
    """
    if change.metric != HAND:
        return show_sides(change)
    return _beside_middle(change.before.value), _beside_middle(change.after.value)


def plain_length(summary: MetricSummary) -> str:
    """Write a length in parts of a hundred of a leg; empty where it is something else, or below 0.

    Parameters
    ----------
    summary
        Of any metric.
    """
    if summary.unit != "leg" or not summary.value >= 0:
        return ""
    return Sentence.OF_A_LEG.format(percent=100 * summary.value)


def hands_in_words(summary: MetricSummary) -> str:
    """Say how far each hand that is measured comes, against the middle of the body.

    Parameters
    ----------
    summary
        Of ``HAND``.
    """
    known = {side: getattr(summary, side) for side in SIDES if isfinite(getattr(summary, side))}
    told = (
        Sentence.SIDE_VALUE.format(side=word_of(side), value=_beside_middle(value))
        for side, value in known.items()
    )
    return Sentence.HANDS.format(sides=", ".join(told))


def _beside_middle(part: float) -> str:
    percent = round(100 * part)
    if percent == 0:
        return Sentence.AT_MIDDLE
    words = Sentence.PAST_MIDDLE if percent > 0 else Sentence.SHORT_OF_MIDDLE
    return words.format(percent=abs(percent))
