"""Comparison or Analysis -> the verdict: three calm sentences built from the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aqvision.analysis.analyze import Analysis
from aqvision.comparison.compare import Change, Comparison
from aqvision.core.prompts import Prompt
from aqvision.kinematics.metrics.registry import METRICS, PILLARS, Pillar
from aqvision.kinematics.quality.grades import prompts_of
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.numbers import show, show_change, show_interval, show_smallest
from aqvision.report.speed_matched import same_speed_outcome, same_speed_reason

PRIMARY: dict[Pillar, tuple[str, ...]] = {
    pillar: tuple(m.name for m in METRICS.values() if m.pillar == pillar and m.primary)
    for pillar in PILLARS
}
"""Metrics named first, a few a pillar, chosen before any number was seen."""

_MAX_NAMED = 4
_MAX_REASONS = 3
_PLACES: dict[Pillar, str] = {
    "push": "the push leg",
    "swing": "the swing leg",
    "arms": "the arms",
    "torso": "the torso",
    "together": "how the limbs work together",
    "balance": "timing and balance",
    "steps": "the steps",
    "frontal": "what the front or rear view shows",
}
_HEADLINES = (
    "contact_time_s",
    "step_frequency_hz",
    "speed_mps",
    "thigh_flexion_peak_deg",
    "thigh_range_deg",
    "trunk_lean_deg",
    "step_width_frac",
    "hand_crossing_frac",
    "trunk_sway_range_deg",
)


def comparison_verdict(comparison: Comparison) -> list[str]:
    """Say what changed most, what did not, and how sure that is."""
    comparable = [c for c in comparison.changes if c.verdict != "not comparable"]
    if not comparable:
        reasons = _most_common([c.reason for c in comparison.changes])
        return [
            "Nothing could be compared between these clips.",
            f"The reason: {reasons[0].rstrip('.')}.",
            "Film both days from the same place, side-on, at the same frame rate.",
        ]
    return [
        _what_changed(comparison, comparable),
        _what_did_not(comparison, comparable),
        *filter(None, [same_speed_outcome(comparison)]),
        _how_sure(comparison),
    ]


def _what_changed(comparison: Comparison, comparable: Sequence[Change]) -> str:
    changed = comparison.changed()
    if not changed:
        return (
            f"Nothing changed beyond noise: all {len(comparable)} quantities that can be compared "
            "stayed within what the same run would show when filmed twice."
        )
    touched = {METRICS[c.metric].pillar for c in changed}
    pillars = _listed([name for p, name in _PLACES.items() if p in touched])
    named = _listed([_brief(c) for c in _headline_changes(comparison, 3)])
    of = f"{len(changed)} of {len(comparable)} quantities changed beyond noise"
    return f"{of}, in {pillars}; what stands out: {named}."


def _brief(change: Change) -> str:
    label = _inline(change.metric)
    before, after = show(change.before, change.unit), show(change.after, change.unit)
    return f"{label} from {before} to {after}"


def _what_did_not(comparison: Comparison, comparable: Sequence[Change]) -> str:
    steady = [c for c in comparable if c.verdict == "within noise"]
    missing = len(comparison.in_view()) - len(comparable)
    tail = f"; {missing} could not be compared, with reasons below" if missing else ""
    if not steady:
        return f"No quantity that can be compared stayed within noise{tail}."
    order = [name for names in PRIMARY.values() for name in names]
    first = sorted(steady, key=lambda c: order.index(c.metric) if c.metric in order else 99)
    named = [_inline(c.metric) for c in first[:_MAX_NAMED]]
    rest = len(steady) - len(named)
    names = _listed([*named, f"{rest} more"] if rest else named)
    return f"{names[0].upper()}{names[1:]} stayed within noise{tail}."


def _how_sure(comparison: Comparison) -> str:
    old, new = (sum(len(a.steps) for a in group) for group in (comparison.before, comparison.after))
    clips = f"{_clips(len(comparison.before))} before and {_clips(len(comparison.after))} after"
    single = min(len(comparison.before), len(comparison.after)) == 1
    meaning = (
        "that tells the two runs apart, but not yet a lasting change from a good or a bad run"
        if single
        else "that tells the days apart, but not what caused the difference"
    )
    caution = f". {comparison.cautions[0].rstrip('.')}" if comparison.cautions else ""
    end_on = comparison.before[0].scene.view != "side"
    contacts = f"{old} {'steps' if end_on else 'ground contacts'} before and {new} after"
    return f"This rests on {contacts}, from {clips}: {meaning}{caution}."


def brief_outcome(comparison: Comparison) -> list[tuple[str, tuple[Prompt, ...]]]:
    """Write in a few lines what a comparison came to, each with what it asks of the user."""
    if all(change.verdict == "not comparable" for change in comparison.changes):
        reason = _most_common([change.reason for change in comparison.changes])[0]
        line = f"Nothing could be compared between these clips. {reason}"
        return [(line, _asked_by(reason, comparison))]
    lines = top_changes(comparison) or ["No change stands out from the noise."]
    brief: list[tuple[str, tuple[Prompt, ...]]] = [(line, ()) for line in lines]
    if outcome := same_speed_outcome(comparison):
        return [*brief, (outcome, ())]
    if reason := same_speed_reason(comparison):
        return [*brief, (reason, _asked_for_speed(comparison))]
    return brief


def _asked_by(reason: str, comparison: Comparison) -> tuple[Prompt, ...]:
    """Tell what a reason asks for: by itself, or as the clock of a clip that it speaks of."""
    doubted = any(
        Prompt.RATE in warning.prompts and analysis.metrics["step_frequency_hz"].reason == reason
        for analysis in (*comparison.before, *comparison.after)
        for warning in analysis.warnings
    )
    return (Prompt.RATE,) if doubted else prompts_of(reason)


def _asked_for_speed(comparison: Comparison) -> tuple[Prompt, ...]:
    """Tell what would give the speed of a run whose speed is not known."""
    withheld = (a.metrics["speed_mps"].reason for a in (*comparison.before, *comparison.after))
    return next(filter(None, (_asked_by(reason, comparison) for reason in withheld)), ())


def top_changes(comparison: Comparison, n: int = 3) -> list[str]:
    """Write the changes that matter most, one line each; empty when nothing changed.

    Primary metrics of different pillars come first, the clearest of them at the top.
    """
    level = f"{comparison.confidence_level:.0%}"
    lines = []
    for change in _headline_changes(comparison, n):
        metric = METRICS[change.metric]
        before, after = show(change.before, change.unit), show(change.after, change.unit)
        lines.append(
            f"{metric.label} ({PILLARS[metric.pillar].lower()}): {before} → {after}, "
            f"{show_change(change)} ({level} interval {show_interval(change)}; "
            f"believable from {show_smallest(change)})"
        )
    return lines


def _headline_changes(comparison: Comparison, n: int) -> list[Change]:
    """Choose n changes: primary ones of different pillars, then other primary ones, then any."""
    changed = comparison.changed()
    primary = [c for c in changed if c.metric in PRIMARY[METRICS[c.metric].pillar]]
    firsts: dict[Pillar, Change] = {}
    for change in primary:
        firsts.setdefault(METRICS[change.metric].pillar, change)
    ordered = [*firsts.values(), *primary, *changed]
    return list(dict.fromkeys(ordered))[:n]


def analysis_verdict(analysis: Analysis) -> list[str]:
    """Say what was measured, what is withheld, and what to film better."""
    return [_what_was_measured(analysis), _what_is_withheld(analysis), _what_to_film(analysis)]


def _what_was_measured(analysis: Analysis) -> str:
    shown = _shown(analysis)
    known = [m for m in shown if m.confidence != "withheld"]
    if not known:
        return "Nothing could be measured in this clip."
    headlines = [
        f"{_inline(name)} {show(analysis.metrics[name].value, analysis.metrics[name].unit)}"
        for name in _HEADLINES
        if name in analysis.metrics and analysis.metrics[name].confidence != "withheld"
    ]
    side_on = analysis.scene.view == "side"
    what = "ground contacts" if side_on else "steps"
    which = "quantities" if side_on else f"quantities that a {analysis.scene.view} view shows"
    contacts = f"{len(analysis.steps)} {what} lie wholly in view"
    start = f"{contacts}, and {len(known)} of {len(shown)} {which} were measured"
    return f"{start}: {_listed(headlines)}." if headlines else f"{start}."


def _what_is_withheld(analysis: Analysis) -> str:
    shown = _shown(analysis)
    withheld = [m for m in shown if m.confidence == "withheld"]
    if not withheld and analysis.scene.view != "side":
        hidden = len(analysis.metrics) - len(shown)
        return f"The other {hidden} quantities are withheld: this is a {analysis.scene.view} view."
    if not withheld:
        return "Nothing is withheld."
    reasons = _most_common([m.reason for m in withheld])
    if len(reasons) == 1:
        everything = len(withheld) == len(shown)
        count = f"All {len(withheld)} quantities" if everything else str(len(withheld))
        return f"{count} {'is' if count == '1' else 'are'} withheld: {reasons[0]}."
    counts = [sum(m.reason == reason for m in withheld) for reason in reasons]
    named = [f"{n} because {why}" for n, why in zip(counts, reasons, strict=True)][:_MAX_REASONS]
    rest = sum(counts[_MAX_REASONS:])
    more = [f"{rest} for other reasons"] if rest else []
    return f"{len(withheld)} are withheld: {'; '.join([*named, *more])}."


def _shown(analysis: Analysis) -> list[MetricSummary]:
    """List what the clip's view can show."""
    view = analysis.scene.view
    return [m for name, m in analysis.metrics.items() if view in METRICS[name].views]


def _what_to_film(analysis: Analysis) -> str:
    hints = list(dict.fromkeys(w.hint.rstrip(".") for w in analysis.warnings))
    if not hints:
        return "The filming is good: keep the same place, lens and frame rate for the next clip."
    lower = [hint[0].lower() + hint[1:] for hint in hints[:_MAX_REASONS]]
    return f"For the next clip: {'; '.join(lower)}."


def _inline(metric: str) -> str:
    """Give a metric's label as it stands inside a sentence."""
    label = METRICS[metric].label
    return label[0].lower() + label[1:]


def _clips(n: int) -> str:
    return "one clip" if n == 1 else f"{n} clips"


def _listed(items: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> _listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _most_common(texts: Sequence[str]) -> list[str]:
    """List the distinct texts, the most frequent first."""
    return sorted(_distinct(texts), key=lambda text: -texts.count(text))


def _distinct(texts: Sequence[str]) -> Iterator[str]:
    yield from dict.fromkeys(texts)
