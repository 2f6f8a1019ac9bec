"""Tracks of all limbs -> how likely each limb lets go, at which speed, and which is first.

Of each limb three things may be true: it holds, it changes steadily with speed, or it holds up to
some speed and changes above. Which limbs let go is a question of its own above that (a hierarchy):
how readily anything lets go is learned from all of them, so that one odd run among many tracks is
not soon taken for a finding. All of it is summed over a grid; nothing is drawn at random.
Source: scott-2010.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from aqvision.comparison.interval import Difference
from aqvision.core.types import FloatArray
from aqvision.coupling.couplings import Limb
from aqvision.coupling.tracks import Track, bends_of

# Chosen: slopes as steep as this many run SDs a m/s, none likelier than the others.
_STEEPNESS = np.array([1.0, 2.0, 4.0])
# Chosen: a limb is as likely to change steadily as to change above one speed, and each of its
# tracks shows it as likely as not.
_STEADILY, _SHOWS = 0.5, 0.5
_GRID_MPS, _LEAST_ABOVE_MPS = 0.05, 0.15
# How readily limbs let go: half of them, more or less; Beta(2, 2) on a grid.
_READILY = (np.arange(40) + 0.5) / 40
_READILY_WEIGHTS = _READILY * (1 - _READILY)
_OUTSIDE = 0.05
_N_PLACES, _SEEN, _WIDE = 2000, 1e-3, 9.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Evidence:
    """What the values of one track say to each speed above which it may change.

    Parameters
    ----------
    breaks_mps
        (c,) speeds; the first is the slowest run's, which means steadily.
    odds
        (c,) how much likelier the values are than where the track holds.
    slope, slope_sd
        (c,) of the part above, in the metric's unit a m/s.
    shift
        (c,) change from the level below to the fastest run.
    likelihood
        (c,) logarithm of how well a line fits that is bent there, whatever its slope.
    fitted_slope, fitted_slope_se
        (c,) slope of that line above the break, and its standard error.
    freedom
        Degrees of freedom of the slopes.
    top_mps
        Speed of the fastest run.
    worthwhile
        Smallest shift that is worth telling, in the metric's unit.
    """

    breaks_mps: FloatArray
    odds: FloatArray
    slope: FloatArray
    slope_sd: FloatArray
    shift: FloatArray
    likelihood: FloatArray
    fitted_slope: FloatArray
    fitted_slope_se: FloatArray
    freedom: float
    top_mps: float
    worthwhile: float

    def chance_below(self, size: float) -> FloatArray:
        """Chance that the shift is smaller than a size, without sign, should there be any, (c,).

        Parameters
        ----------
        size
            In the metric's unit.
        """
        sd = np.maximum(self.slope_sd * (self.top_mps - self.breaks_mps), 1e-12)
        ends = [special.stdtr(self.freedom, (end - self.shift) / sd) for end in (size, -size)]
        return np.asarray(ends[0] - ends[1])


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbOutcome:
    """What all tracks of a limb say together.

    Parameters
    ----------
    limb
        Which.
    lets_go, first
        Probability that it lets go, and that it does so before all others.
    shows
        Probability that it lets go and that each of its tracks shows it.
    steadily
        Probability that, if it lets go, it changes over all speeds and not above one.
    break_mps, break_low_mps, break_high_mps
        The speed above which it changes, if so: where a bent line fits best, and between which
        speeds it lies with a chance of 90 %.
    weights, break_weights
        (c,) chances of the breaks by which limbs are set against each other, and how well a bent
        line fits at each; both sum to 1.
    slowest_mps
        Speed of the slowest run.
    """

    limb: Limb
    lets_go: float
    first: float
    shows: tuple[float, ...]
    steadily: float
    break_mps: float
    break_low_mps: float
    break_high_mps: float
    weights: FloatArray
    break_weights: FloatArray
    slowest_mps: float

    @property
    def is_steady(self) -> bool:
        """Tell whether it more likely changes over all speeds than above one."""
        return self.steadily > _STEADILY

    @property
    def expected_break_mps(self) -> float:
        """Speed above which it changes: the slowest run's where it does so over all speeds."""
        return self.slowest_mps if self.is_steady else self.break_mps


def break_grid(speed_mps: FloatArray) -> FloatArray:
    """List the speeds above which something may change, the slowest run's first.

    Parameters
    ----------
    speed_mps
        (n,) speeds of all rungs.
    """
    return np.arange(speed_mps.min(), speed_mps.max() - _LEAST_ABOVE_MPS, _GRID_MPS)


def break_priors(n_breaks: int) -> FloatArray:
    """Weigh the speeds of a grid beforehand: half steadily, half above any of the others.

    Parameters
    ----------
    n_breaks
        Length of the grid, two or more.
    """
    weights = np.full(n_breaks, (1 - _STEADILY) / (n_breaks - 1))
    weights[0] = _STEADILY
    return weights


def weigh(track: Track, breaks_mps: FloatArray, ratio: float, prior_freedom: float) -> Evidence:
    """Set each break against none.

    Level, slope and variance are integrated out: the slope has a normal prior in run SDs a m/s,
    the variance an inverse chi-squared one about the athlete's.

    Parameters
    ----------
    track
        What is followed.
    breaks_mps
        Speeds, as :func:`break_grid` gives them.
    ratio, prior_freedom
        How much this athlete's runs vary in parts of the registry's, and what that is worth.
    """
    columns, values, n_free = bends_of(track, breaks_mps, track.covariance(ratio))
    left = float(values @ values)
    spread = _STEEPNESS[:, None] * track.run_sd
    precision = (columns**2).sum(axis=0) + spread**-2.0
    slope = (columns.T @ values) / precision
    squares = np.maximum(left - slope**2 * precision, 0.0)
    power = (prior_freedom + n_free) / 2
    log_odds = power * np.log((prior_freedom + left) / (prior_freedom + squares))
    odds = np.exp(log_odds - np.log(spread**2 * precision) / 2)
    share = odds / odds.sum(axis=0)
    freedom = prior_freedom + n_free
    variance = (prior_freedom + squares) / freedom / precision
    mean = (share * slope).sum(axis=0)
    sd = np.sqrt((share * (variance + slope**2)).sum(axis=0) - mean**2)
    odds = odds.mean(axis=0)
    if track.coupling.follows_speed:  # a steady change is what is expected there
        odds[0], mean[0], sd[0] = 1.0, 0.0, 0.0
    top = float(track.speed_mps.max())
    return Evidence(
        breaks_mps=breaks_mps,
        odds=odds,
        slope=mean,
        slope_sd=sd,
        shift=mean * np.maximum(top - breaks_mps, 0.0),
        **_fit_freely(columns, values, prior_freedom, freedom),
        freedom=freedom,
        top_mps=top,
        worthwhile=track.worthwhile,
    )


def _fit_freely(
    columns: FloatArray, values: FloatArray, prior_freedom: float, freedom: float
) -> dict[str, FloatArray]:
    """Fit the slope above each break without a prior, which would draw breaks to lower speeds."""
    precision = np.maximum((columns**2).sum(axis=0), 1e-12)
    slope = (columns.T @ values) / precision
    squares = np.maximum(float(values @ values) - slope**2 * precision, 0.0)
    variance = (prior_freedom + squares) / freedom / precision
    return {
        "likelihood": -freedom / 2 * np.log(prior_freedom + squares),
        "fitted_slope": slope,
        "fitted_slope_se": np.sqrt(variance),
    }


def judge_limbs(limbs: Sequence[tuple[Limb, Sequence[Evidence]]]) -> tuple[LimbOutcome, ...]:
    """Tell of each limb how likely it lets go, where, and whether it is first.

    Parameters
    ----------
    limbs
        With the evidence of each one's tracks, over one grid.
    """
    if not limbs:
        return ()
    together = np.array([_of_limb(evidence) for _, evidence in limbs])
    odds = together.sum(axis=1)
    readily = _readily(odds)
    chance = _READILY * odds[:, None] / (1 - _READILY + _READILY * odds[:, None])
    weights = together / odds[:, None]
    sizeable = weights * np.array([_is_sizeable(evidence) for _, evidence in limbs])
    first = _chance_of_first(chance, weights, sizeable) @ readily
    return tuple(
        _outcome(limb, float(chance[i] @ readily), float(first[i]), evidence, weights[i])
        for i, (limb, evidence) in enumerate(limbs)
    )


def _of_limb(evidence: Sequence[Evidence]) -> FloatArray:
    """Weigh each break by all tracks of a limb; each of them may show it or not, but one does."""
    none = (1 - _SHOWS) ** len(evidence)
    odds = (_product(evidence) - none) / (1 - none)
    return np.asarray(odds * break_priors(len(odds)))


def _product(evidence: Sequence[Evidence]) -> FloatArray:
    odds = np.array([1 - _SHOWS + _SHOWS * one.odds for one in evidence])
    return np.asarray(odds.prod(axis=0))


def _shows(evidence: Sequence[Evidence]) -> FloatArray:
    """Probability that each track shows its limb letting go at each break, (tracks, c)."""
    together = _product(evidence)
    some = together - (1 - _SHOWS) ** len(evidence)
    shown = [
        _SHOWS * one.odds * together / (1 - _SHOWS + _SHOWS * one.odds) / some for one in evidence
    ]
    return np.array(shown)


def _is_sizeable(evidence: Sequence[Evidence]) -> FloatArray:
    """Chance at each break that any track of a limb shifts by what is worth telling, (c,)."""
    not_so = [
        1 - shows * (1 - one.chance_below(one.worthwhile))
        for one, shows in zip(evidence, _shows(evidence), strict=True)
    ]
    return np.asarray(1 - np.prod(not_so, axis=0))


def _readily(odds: FloatArray) -> FloatArray:
    """Learn from all limbs how readily anything lets go; (p,) weights that sum to 1."""
    likely = np.prod(1 - _READILY + _READILY * odds[:, None], axis=0) * _READILY_WEIGHTS
    return np.asarray(likely / likely.sum())


def _chance_of_first(chance: FloatArray, weights: FloatArray, sizeable: FloatArray) -> FloatArray:
    """Chance of each limb to let go with none of the others before it, (limbs, p).

    Before it is what shifts at a lower speed, by what is worth telling; at a tie half of it.
    """
    gone = np.cumsum(sizeable, axis=1)[:, None, :] * chance[:, :, None]
    held = np.concatenate([np.ones((*chance.shape, 1)), 1 - gone], axis=2)
    first = np.empty_like(chance)
    for i in range(len(chance)):
        others = np.prod(np.delete(held, i, axis=0), axis=0)
        goes = chance[i][:, None] * weights[i]
        first[i] = (goes * (others[:, :-1] + others[:, 1:]) / 2).sum(axis=1)
    return first


def own_weights(evidence: Evidence) -> FloatArray:
    """Chances of the breaks by one track alone, (c,), which sum to 1.

    Parameters
    ----------
    evidence
        Of the track.
    """
    weights = evidence.odds * break_priors(len(evidence.odds))
    return np.asarray(weights / weights.sum())


def _outcome(
    limb: Limb, lets_go: float, first: float, evidence: Sequence[Evidence], weights: FloatArray
) -> LimbOutcome:
    breaks, fits = evidence[0].breaks_mps, _where_it_bends(evidence, weights)
    below = np.cumsum(fits)
    low, high = (
        float(breaks[int(np.searchsorted(below, part))]) for part in (_OUTSIDE, 1 - _OUTSIDE - 1e-9)
    )
    best = float(breaks[int(np.argmax(fits))])
    return LimbOutcome(
        limb=limb,
        lets_go=lets_go,
        first=first,
        shows=tuple((lets_go * (_shows(evidence) @ weights)).tolist()),
        steadily=float(weights[0]),
        break_mps=best,
        break_low_mps=min(low, best),
        break_high_mps=max(high, best),
        weights=weights,
        break_weights=fits,
        slowest_mps=float(breaks[0]),
    )


def _where_it_bends(evidence: Sequence[Evidence], weights: FloatArray) -> FloatArray:
    """Weigh each break but the first by how well the tracks fit that show it; (c,), sum 1."""
    total = (_shows(evidence) @ weights) @ np.array([one.likelihood for one in evidence])
    fits = np.exp(total - np.max(total[1:]))
    fits[0] = 0.0
    return np.asarray(fits / fits.sum())


def slope_above(evidence: Evidence, outcome: LimbOutcome, level: float) -> Difference:
    """Give the slope of a track above the speed at which its limb lets go.

    Parameters
    ----------
    evidence, outcome
        Of the track and of its limb.
    level
        Chance that the interval holds the truth, 0 to 1; where the bend lies is not sure, and that
        is in it.
    """
    weights = outcome.break_weights
    if outcome.is_steady:
        weights = np.zeros_like(weights)
        weights[0] = 1.0
    slope, se = evidence.fitted_slope, evidence.fitted_slope_se
    seen = weights > _SEEN
    low, high = np.min((slope - _WIDE * se)[seen]), np.max((slope + _WIDE * se)[seen])
    places = np.linspace(float(low), float(high), _N_PLACES)
    below = special.stdtr(evidence.freedom, (places[:, None] - slope) / se) @ weights
    ends = np.interp([(1 - level) / 2, (1 + level) / 2], below, places)
    return Difference(float(slope[int(np.argmax(weights))]), float(ends[0]), float(ends[1]))
