"""Analysis -> its verdict: what was measured, what is withheld, what to film better."""

from __future__ import annotations

from aqvision.analysis.analyze import Analysis
from aqvision.core.types import View
from aqvision.core.wording import lower_first, ngettext, upper_first, word_of
from aqvision.kinematics.metrics.registry import METRICS, Grade
from aqvision.kinematics.quality.summary import MetricSummary
from aqvision.report.numbers import show
from aqvision.report.phrases import inline_label, listed, most_common
from aqvision.report.wording import Sentence

_MAX_REASONS = 3
HEADLINES = (
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


def analysis_verdict(analysis: Analysis) -> list[str]:
    """Say what was measured, what is withheld, and what to film better.

    Parameters
    ----------
    analysis
        One clip.
    """
    return [_what_was_measured(analysis), _what_is_withheld(analysis), what_to_film(analysis)]


def _what_was_measured(analysis: Analysis) -> str:
    shown, view = _shown(analysis), analysis.scene.camera.view
    n = sum(m.confidence != Grade.WITHHELD for m in shown)
    if not n:
        return Sentence.NOTHING_MEASURED
    headlines = [
        f"{inline_label(name)} {show(summary.value, summary.unit)}"
        for name in HEADLINES
        if (summary := analysis.metrics.get(name)) and summary.confidence != Grade.WITHHELD
    ]
    of_view = Sentence.QUANTITIES_OF_VIEW.format(view=word_of(view))
    return Sentence.MEASURED.format(
        in_view=_in_view(len(analysis.steps), view),
        n=n,
        n_shown=len(shown),
        quantities=Sentence.QUANTITIES if view == View.SIDE else of_view,
        values=f": {listed(headlines)}" if headlines else "",
    )


def _in_view(n: int, view: View) -> str:
    if view == View.SIDE:
        told = ngettext(
            "{n} ground contact lies wholly in view", "{n} ground contacts lie wholly in view", n
        )
    else:
        told = ngettext("{n} step lies wholly in view", "{n} steps lie wholly in view", n)
    return told.format(n=n)


def _what_is_withheld(analysis: Analysis) -> str:
    shown, view = _shown(analysis), analysis.scene.camera.view
    reasons = [m.reason for m in shown if m.confidence == Grade.WITHHELD]
    told = _told_of(reasons, shown) if reasons else ""
    if view == View.SIDE:
        return told or Sentence.NOTHING_WITHHELD
    of_view = Sentence.OTHER_VIEW.format(n=len(analysis.metrics) - len(shown), view=word_of(view))
    return f"{told} {of_view}".lstrip()


def _told_of(reasons: list[str], shown: list[MetricSummary]) -> str:
    """Count what this view could have shown, by reason."""
    distinct = most_common(reasons)
    if len(distinct) == 1:
        one = Sentence.ONE_WITHHELD if len(reasons) == 1 else Sentence.SOME_WITHHELD
        sentence = Sentence.ALL_WITHHELD if len(reasons) == len(shown) else one
        return sentence.format(n=len(reasons), reason=upper_first(distinct[0]))
    counts = [reasons.count(reason) for reason in distinct]
    named = [Sentence.BECAUSE.format(n=n, reason=r) for n, r in zip(counts, distinct, strict=True)]
    rest = sum(counts[_MAX_REASONS:])
    more = [Sentence.OTHER_REASONS.format(n=rest)] if rest else []
    together = "; ".join([*named[:_MAX_REASONS], *more])
    return Sentence.SOME_WITHHELD.format(n=len(reasons), reason=together)


def _shown(analysis: Analysis) -> list[MetricSummary]:
    """List what the clip's view can show."""
    view = analysis.scene.camera.view
    return [m for name, m in analysis.metrics.items() if view in METRICS[name].views]


def what_to_film(analysis: Analysis) -> str:
    """Say what to film better next time.

    Parameters
    ----------
    analysis
        One clip.
    """
    hints = list(dict.fromkeys(w.hint.rstrip(".") for w in analysis.warnings))
    if not hints:
        return Sentence.FILMED_WELL
    first, *others = hints[:_MAX_REASONS]
    return Sentence.NEXT_CLIP.format(hints=". ".join([lower_first(first), *others]))
