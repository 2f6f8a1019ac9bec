"""Codes -> the words of reports: each sentence of a table, the values left open in braces.

What is said is chosen elsewhere, by code; longer texts that hardly vary stand in the templates.
A second language is a second set of these tables and of the templates.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from aqvision.core.recorded import RecordedFrom
from aqvision.kinematics.metrics.registry import METRICS, Direction, Pillar


class Sentence(StrEnum):
    """What a report may say, in English."""

    # a comparison
    NOTHING_COMPARED = "Nothing could be compared between these clips."
    THE_REASON = "The reason: {reason}."
    FILM_BOTH_ALIKE = "Film both days from the same place, side-on, at the same frame rate."
    NOTHING_CHANGED = (
        "Nothing changed beyond noise: all {n} quantities that can be compared stayed within what "
        "the same run would show when filmed twice."
    )
    CHANGED = (
        "{n} of {n_compared} quantities changed beyond noise, in {places}; what stands out: "
        "{changes}."
    )
    FROM_TO = "{label} from {before} to {after}"
    ALL_CHANGED = "No quantity that can be compared stayed within noise{missing}."
    STEADY = "{labels} stayed within noise{missing}."
    MISSING = "; {n} could not be compared, with reasons below"
    HOW_SURE = (
        "This rests on {n_before} {what} before and {n_after} after, from {clips_before} before "
        "and {clips_after} after: {meaning}{caution}."
    )
    ONE_CLIP_A_SIDE = (
        "that tells the two runs apart, but not yet a lasting change from a good or a bad run"
    )
    SEVERAL_CLIPS = "that tells the days apart, but not what caused the difference"
    CONTACTS = "ground contacts"
    STEPS = "steps"
    NONE_STANDS_OUT = "No change stands out from the noise."
    TOP_CHANGE = (
        "{label} ({pillar}): {before} → {after}, {change} ({level} interval {interval}; "
        "detectable from {detectable})"
    )
    FOREST_POINT = "{label}: {change} ({interval}), detectable from {detectable}"
    FOREST_TITLE = "The changes on one scale"
    FOREST_READ = (
        "The quantities named first, and others that changed. Each dot is a change and its line "
        "the interval; inside the grey band it is too small to detect. Right of zero is more, "
        "left is less, which is not the same as better or worse."
    )
    FOREST_AXIS = "change ÷ smallest detectable change"
    RANGE = "{low} to {high}"

    # changes at matched speed
    SPEED_MATCHED = (
        "At the same speed ({speeds}) {n} of {n_compared} quantities changed beyond noise{changes}"
        "{gone}."
    )
    GONE_AT_SPEED = "; what changed as run and not there{changes}"
    SPEEDS = "{low:.1f} to {high:.1f} m/s"

    # what an interval is made of
    INTERVAL_PARTS = "Its interval is made of: {parts}. {days}"
    DAYS_KNOWN = "Days: from {n} earlier sessions, weighed with the default."
    DAYS_UNKNOWN = (
        "How days differ is not in it; only the smallest detectable change, a default, allows for "
        "it."
    )

    # one clip
    NOTHING_MEASURED = "Nothing could be measured in this clip."
    MEASURED = (
        "{n_steps} {what} lie wholly in view, and {n} of {n_shown} {quantities} were measured"
        "{values}."
    )
    QUANTITIES = "quantities"
    QUANTITIES_OF_VIEW = "quantities that a {view} view shows"
    NOTHING_WITHHELD = "Nothing is withheld."
    OTHER_VIEW = "The other {n} quantities are withheld: this is a {view} view."
    ALL_WITHHELD = "All {n} quantities are withheld: {reason}."
    ONE_WITHHELD = "1 is withheld: {reason}."
    SOME_WITHHELD = "{n} are withheld: {reason}."
    BECAUSE = "{n} because {reason}"
    OTHER_REASONS = "{n} for other reasons"
    FILMED_WELL = "The filming is good: keep the same place, lens and frame rate for the next clip."
    NEXT_CLIP = "For the next clip: {hints}."
    ONE_STRIDE = "one stride: cannot be told from chance"
    ASYMMETRY = "beyond the spread from stride to stride"
    NO_ASYMMETRY = "no asymmetry beyond the spread from stride to stride"
    NO_REASON = "no reason was recorded"

    # pictures
    NO_VIDEO = "no video"
    NOT_IN_VIEW = "not in view"
    SECONDS = "{s:.2f} s"
    AT_TIME = "at {s:.2f} s"
    SINCE_TOUCHDOWN = "+{ms:.0f} ms"
    THIGH_ANGLES = "near thigh {near}, far {far}"
    TRUNK_ANGLE = "trunk {trunk}, {when}"

    # titles
    ANALYSIS_TITLE = "Sprint analysis"
    ANALYSIS_TITLE_OF = "{athlete}: sprint analysis"
    COMPARISON_TITLE = "Before and after"
    COMPARISON_TITLE_OF = "{athlete}: before and after"

    # a team
    NOBODY_COMPARED = "Nobody could be compared."
    NOBODY_YET = "So far nobody could be compared."
    SEE_BELOW = "Below stands why, and what to do."
    TEAM_CHANGED = (
        "{n} of {people} who could be compared changed in at least one quantity beyond noise"
        "{pillars}."
    )
    SO_FAR = "So far {sentence}"
    BY_PILLARS = " (by main quantities: {pillars})"
    TEAM_STEADY = "{people} stayed within noise in all quantities."
    TEAM_UNJUDGED = "{people} could not be judged; why, and what to do, stands below."
    ATHLETE_CHANGED = "{n} of {n_compared} quantities"
    NOTHING_TO_COMPARE = "nothing to compare"

    # lists and counts
    MORE = "{n} more"
    ONE_FURTHER = "1 further quantity"
    FURTHER = "{n} further quantities"
    ONE_CLIP = "one clip"
    CLIPS = "{n} clips"
    ONE_ATHLETE = "1 athlete"
    ATHLETES = "{n} athletes"
    LAST_OF_LIST = "{others} and {last}"


PLACES: dict[Pillar, str] = {
    Pillar.PUSH: "the push leg",
    Pillar.SWING: "the swing leg",
    Pillar.ARMS: "the arms",
    Pillar.TORSO: "the torso",
    Pillar.TOGETHER: "how the limbs work together",
    Pillar.BALANCE: "timing and balance",
    Pillar.STEPS: "the steps",
    Pillar.FRONTAL: "what the front or rear view shows",
}
"""Pillars as a sentence names them."""

DIRECTIONS: dict[Direction, str] = {
    Direction.HIGHER: "By the evidence, more of it goes with faster sprinting.",
    Direction.LOWER: "By the evidence, less of it goes with faster sprinting.",
    Direction.NEITHER: "Neither more nor less of it is known to be faster.",
}

TOWARDS = {True: "towards faster sprinters", False: "away from faster sprinters"}

UNCERTAINTY_PARTS = {
    "step_sd": "from step to step",
    "clip_sd": "from clip to clip",
    "measurement_sd": "by measuring alone",
    "shared_sd": "by what all steps of one clip share",
    "between_day_sd": "from day to day",
}
"""Fields of IntervalParts, in the order in which they are told."""

DAYS = {
    RecordedFrom.GIVEN: "filmed {day}, as given",
    RecordedFrom.FILM: "filmed {day}, by the file",
    RecordedFrom.UNKNOWN: "day not known",
}

PHASES = {
    "touchdown": "Touchdown",
    "full-support": "Full support",
    "toe-off": "Toe-off",
    "mid-flight": "Mid-flight",
    "strike": "Strike",
}
"""Moments of a step, in their order."""

FOOT_DOWN, HAND_IN = "{side} foot down", "{side} hand in"
"""Moments of a stride that is seen from the front or from behind."""

NEAR_AND_FAR = ("side near the camera", "far side")

CUES = {
    "touchdown": "knees together, foot just ahead of the hips",
    "full-support": "swing knee passes the standing knee, heel tucked, little give",
    "toe-off": "swing thigh high, pushing knee not locked",
    "mid-flight": "wide thighs, quiet head and pelvis",
    "strike": "front leg on its way back, foot under the knee",
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
    return Sentence.ONE_CLIP if n == 1 else Sentence.CLIPS.format(n=n)


def count_athletes(n: int) -> str:
    """Write a number of people.

    Parameters
    ----------
    n
        Their number.
    """
    return Sentence.ONE_ATHLETE if n == 1 else Sentence.ATHLETES.format(n=n)
