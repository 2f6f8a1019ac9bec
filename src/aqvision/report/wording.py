"""Codes -> the words of reports: each sentence of a table, the values left open in braces.

What is said is chosen elsewhere, by code; longer texts that hardly vary stand in the templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from aqvision.core.recorded import RecordedFrom
from aqvision.core.wording import _, ngettext
from aqvision.kinematics.metrics.registry import METRICS, Direction, Pillar


class Sentence(StrEnum):
    """What a report may say."""

    # a comparison
    NOTHING_COMPARED = _("Nothing could be compared between these clips.")
    THE_REASON = _("The reason: {reason}.")
    FILM_BOTH_ALIKE = _("Film both days from the same place, side-on, at the same frame rate.")
    NOTHING_CHANGED = _(
        "Nothing changed beyond noise: all {n} quantities that can be compared stayed within what "
        "the same run would show when filmed twice."
    )
    CHANGED = _(
        "{n} of {n_compared} quantities changed beyond noise, in {places}; what stands out: "
        "{changes}."
    )
    FROM_TO = _("{label} from {before} to {after}")
    ALL_CHANGED = _("No quantity that can be compared stayed within noise{missing}.")
    STEADY = _("{labels} stayed within noise{missing}.")
    MISSING = _("; {n} could not be compared, with reasons below")
    HOW_SURE = _(
        "This rests on {n_before} {what} before and {n_after} after, from {clips_before} before "
        "and {clips_after} after: {meaning}{caution}."
    )
    ONE_CLIP_A_SIDE = _(
        "that tells the two runs apart, but not yet a lasting change from a good or a bad run"
    )
    SEVERAL_CLIPS = _("that tells the days apart, but not what caused the difference")
    CONTACTS = _("ground contacts")
    STEPS = _("steps")
    NONE_STANDS_OUT = _("No change stands out from the noise.")
    TOP_CHANGE = _(
        "{label} ({pillar}): {before} → {after}, {change} ({level} interval {interval}; detectable "
        "from {detectable})"
    )
    FOREST_POINT = _("{label}: {change} ({interval}), detectable from {detectable}")
    FOREST_TITLE = _("The changes on one scale")
    FOREST_READ = _(
        "The quantities named first, and others that changed. Each dot is a change and its line "
        "the interval; inside the grey band it is too small to detect. Right of zero is more, left "
        "is less, which is not the same as better or worse."
    )
    FOREST_AXIS = _("change ÷ smallest detectable change")
    RANGE = _("{low} to {high}")

    # changes at matched speed
    SPEED_MATCHED = _(
        "At the same speed ({speeds}) {n} of {n_compared} quantities changed beyond "
        "noise{changes}{gone}."
    )
    GONE_AT_SPEED = _("; what changed as run and not there{changes}")
    SPEEDS = _("{low:.1f} to {high:.1f} m/s")

    # what an interval is made of
    INTERVAL_PARTS = _("Its interval is made of: {parts}. {days}")
    DAYS_KNOWN = _("Days: from {n} earlier sessions, weighed with the default.")
    DAYS_UNKNOWN = _(
        "How days differ is not in it; only the smallest detectable change, a default, allows for "
        "it."
    )

    # one clip
    NOTHING_MEASURED = _("Nothing could be measured in this clip.")
    MEASURED = _(
        "{n_steps} {what} lie wholly in view, and {n} of {n_shown} {quantities} were "
        "measured{values}."
    )
    QUANTITIES = _("quantities")
    QUANTITIES_OF_VIEW = _("quantities that a {view} view shows")
    NOTHING_WITHHELD = _("Nothing is withheld.")
    OTHER_VIEW = _("The other {n} quantities are withheld: this is a {view} view.")
    ALL_WITHHELD = _("All {n} quantities are withheld: {reason}.")
    ONE_WITHHELD = _("1 is withheld: {reason}.")
    SOME_WITHHELD = _("{n} are withheld: {reason}.")
    BECAUSE = _("{n} because {reason}")
    OTHER_REASONS = _("{n} for other reasons")
    FILMED_WELL = _(
        "The filming is good: keep the same place, lens and frame rate for the next clip."
    )
    NEXT_CLIP = _("For the next clip: {hints}.")
    SIDES_ONE_STRIDE = _("one stride: its error is not known, so it is not judged")
    SIDES_NOT_JUDGED = _(
        "standard error {error}; left and right have a timing error of their own of some "
        "milliseconds here, so it is not judged"
    )
    NO_REASON = _("no reason was recorded")

    # pictures
    NO_VIDEO = _("no video")
    NOT_IN_VIEW = _("not in view")
    SECONDS = "{s:.2f} s"
    AT_TIME = _("at {s:.2f} s")
    SINCE_TOUCHDOWN = _("+{ms:.0f} ms")
    THIGH_ANGLES = _("near thigh {near}, far {far}")
    TRUNK_ANGLE = _("trunk {trunk}, {when}")

    # titles
    ANALYSIS_TITLE = _("Sprint analysis")
    ANALYSIS_TITLE_OF = _("{athlete}: sprint analysis")
    COMPARISON_TITLE = _("Before and after")
    COMPARISON_TITLE_OF = _("{athlete}: before and after")

    # a team
    NOBODY_COMPARED = _("Nobody could be compared.")
    NOBODY_YET = _("So far nobody could be compared.")
    SEE_BELOW = _("Below stands why, and what to do.")
    TEAM_CHANGED = _(
        "{n} of {people} who could be compared changed in at least one quantity beyond "
        "noise{pillars}."
    )
    SO_FAR = _("So far {sentence}")
    BY_PILLARS = _(" (by main quantities: {pillars})")
    TEAM_STEADY = _("{people} stayed within noise in all quantities.")
    TEAM_UNJUDGED = _("{people} could not be judged; why, and what to do, stands below.")
    ATHLETE_CHANGED = _("{n} of {n_compared} quantities")
    NOTHING_TO_COMPARE = _("nothing to compare")

    # lists and counts
    MORE = _("{n} more")
    ONE_FURTHER = _("1 further quantity")
    FURTHER = _("{n} further quantities")
    LAST_OF_LIST = _("{others} and {last}")


PLACES: dict[Pillar, str] = {
    Pillar.PUSH: _("the push leg"),
    Pillar.SWING: _("the swing leg"),
    Pillar.ARMS: _("the arms"),
    Pillar.TORSO: _("the torso"),
    Pillar.TOGETHER: _("how the limbs work together"),
    Pillar.BALANCE: _("timing and balance"),
    Pillar.STEPS: _("the steps"),
    Pillar.FRONTAL: _("what the front or rear view shows"),
}
"""Pillars as a sentence names them."""

DIRECTIONS: dict[Direction, str] = {
    Direction.HIGHER: _("By the evidence, more of it goes with faster sprinting."),
    Direction.LOWER: _("By the evidence, less of it goes with faster sprinting."),
    Direction.NEITHER: _("Neither more nor less of it is known to be faster."),
}

TOWARDS = {True: _("towards faster sprinters"), False: _("away from faster sprinters")}

UNCERTAINTY_PARTS = {
    "step_sd": _("from step to step"),
    "clip_sd": _("from clip to clip"),
    "measurement_sd": _("by measuring alone"),
    "shared_sd": _("by what all steps of one clip share"),
    "between_day_sd": _("from day to day"),
}
"""Fields of IntervalParts, in the order in which they are told."""

DAYS = {
    RecordedFrom.GIVEN: _("filmed {day}, as given"),
    RecordedFrom.FILM: _("filmed {day}, by the file"),
    RecordedFrom.UNKNOWN: _("day not known"),
}

PHASES = {
    "touchdown": _("Touchdown"),
    "full-support": _("Full support"),
    "toe-off": _("Toe-off"),
    "mid-flight": _("Mid-flight"),
    "strike": _("Strike"),
}
"""Moments of a step, in their order."""

FOOT_DOWN, HAND_IN = _("{side} foot down"), _("{side} hand in")
"""Moments of a stride that is seen from the front or from behind."""

NEAR_AND_FAR = (_("side near the camera"), _("far side"))

CUES = {
    "touchdown": _("knees together, foot just ahead of the hips"),
    "full-support": _("swing knee passes the standing knee, heel tucked, little give"),
    "toe-off": _("swing thigh high, pushing knee not locked"),
    "mid-flight": _("wide thighs, quiet head and pelvis"),
    "strike": _("front leg on its way back, foot under the knee"),
}
"""What to look for in the picture of a phase."""


def inline_label(metric: str) -> str:
    """Give a metric's label as it stands inside a sentence.

    Parameters
    ----------
    metric
        Name of the registry.

    >>> inline_label("contact_time_s")
    'contact time'
    """
    return lower_first(METRICS[metric].label)


def lower_first(text: str) -> str:
    """Begin a text with a small letter.

    Parameters
    ----------
    text
        Any words.
    """
    return text[:1].lower() + text[1:]


def listed(items: Sequence[str]) -> str:
    """Join words as a sentence does.

    Parameters
    ----------
    items
        Words, in their order.

    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    if len(items) < 2:
        return "".join(items)
    return Sentence.LAST_OF_LIST.format(others=", ".join(items[:-1]), last=items[-1])


def most_common(texts: Sequence[str]) -> list[str]:
    """List the distinct texts, the most frequent first.

    Parameters
    ----------
    texts
        Reasons, for example, as often as each was given.

    >>> most_common(["a", "b", "b"])
    ['b', 'a']
    """
    return sorted(dict.fromkeys(texts), key=lambda text: -texts.count(text))


def first_labels(metrics: Sequence[str], most: int) -> list[str]:
    """Name the first metrics as a sentence does, and count the others.

    Parameters
    ----------
    metrics
        Names of the registry.
    most
        How many are named.

    >>> first_labels(["contact_time_s", "flight_time_s", "speed_mps"], 1)
    ['contact time', '2 more']
    """
    rest = len(metrics) - most
    more = [Sentence.MORE.format(n=rest)] if rest > 0 else []
    return [*(inline_label(name) for name in metrics[:most]), *more]


def count_clips(n: int) -> str:
    """Write a number of clips.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("one clip", "{n} clips", n).format(n=n)


def count_athletes(n: int) -> str:
    """Write a number of people.

    Parameters
    ----------
    n
        Their number.
    """
    return ngettext("1 athlete", "{n} athletes", n).format(n=n)
