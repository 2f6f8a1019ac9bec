"""Codes -> the words of reports: each sentence of a table, the values left open in braces.

What is said is chosen elsewhere, by code; longer texts that hardly vary stand in the templates.
"""

from __future__ import annotations

from enum import StrEnum

from aqvision.core.filling import fill
from aqvision.core.recorded import RecordedFrom
from aqvision.core.skeleton import Side
from aqvision.core.wording import _, as_recorded
from aqvision.kinematics.metrics.registry import Pillar


class Sentence(StrEnum):
    """What a report may say."""

    def format(self, *_args: object, **values: object) -> str:
        """Put values into the places, which all have names.

        Parameters
        ----------
        **values
            By name.
        """
        return fill(self.value, values)

    # a comparison: what its primary metrics came to
    NOTHING_COMPARED = _("Nothing could be compared between these clips.")
    FILM_BOTH_ALIKE = _("Film both days from the same place, at the same frame rate.")
    WENT_UP = _(
        "{label} went up from {before} to {after}: by {amount}, most likely {low} to {high}."
    )
    WENT_DOWN = _(
        "{label} went down from {before} to {after}: by {amount}, most likely {low} to {high}."
    )
    ALSO = _("Also: {changes}.")
    TWO_RUNS_DIFFER = _("These two runs differ. {changes}")
    RUNS_DIFFER = _("These runs differ. {changes}")
    IS_MORE = _(
        "{label}: {before} before, {after} after, which is {amount} more (most likely {low} to "
        "{high})."
    )
    IS_LESS = _(
        "{label}: {before} before, {after} after, which is {amount} less (most likely {low} to "
        "{high})."
    )
    WHY_IT_CHANGED = _("Why that changed, clips do not tell.")
    NOT_THE_ATHLETE = _("One run on a side does not tell whether the athlete has changed.")
    FILM_THREE = _("For that, film three runs before and three after, each on another day{seen}.")
    THEN_SEEN = _(": then a change of {changes} can be seen")
    SEEN_IN = _("{amount} in {label}")
    NO_CHANGE = _("No change found: if there is one, it is smaller than {bounds}.")
    CANNOT_TELL = _("Cannot be told yet: {labels}.")
    TOO_FEW_BEFORE = _(
        "The runs before are too few for that: next time, film {n} before and {n} after, each on "
        "another day."
    )
    TOO_ROUGH = _(
        "In clips like these not even a dozen runs a side would show every change that is worth "
        "telling. What would help: {how}."
    )
    FOR_LABELS = _("for {labels}, {how}")
    FILM_FASTER = _("{rate_hz:.0f} frames a second or more")
    FILM_MARKS = _("marks of known distance along the track")
    FILM_NEARER = _("filming from nearer, square to the lane")
    ROUGH = _("Too rough in these clips to rely on (grade C): {labels}.")
    NOT_COMPARED = _("Could not be compared: {labels}. {reason}.")
    LOOKED_AT = _("Looked at as well, though not named beforehand: {changes}.")
    RESTS_ON = _("This rests on {before} before and {after} after.")
    RUNS_ON_DAYS = _("{runs} on {days} ({steps})")
    RUNS_ALONE = _("{runs} ({steps})")
    DAYS_NOT_TOLD = _(
        "Nobody said on which days they were filmed, so each side counts as one day of its own."
    )
    SOME_DAYS_NOT_TOLD = _(
        "Of some of them nobody said on which day they were filmed: those of a side count as one "
        "day of its own."
    )
    DAYS_FROM_HISTORY = _("{n} earlier sessions tell as well how much days differ.")
    ONE_DAY = _("All were filmed on one day, so it tells nothing of other days.")
    TOP_CHANGE = _("{label} {change}")

    # the first screen of a comparison
    FASTER = _("Faster: {before} before, {after} after.")
    SLOWER = _("Slower: {before} before, {after} after.")
    RUN_WAS_FASTER = _("The run after was faster: {before} before, {after} after.")
    RUN_WAS_SLOWER = _("The run after was slower: {before} before, {after} after.")
    AS_FAST = _("As fast as before: {before} before, {after} after.")
    NOT_YET_FASTER = _("{before} before, {after} after: not enough to call it faster.")
    NOT_YET_SLOWER = _("{before} before, {after} after: not enough to call it slower.")
    LOOKS_FASTER = _("{before} before, {after} after: looks faster, not proven yet.")
    LOOKS_SLOWER = _("{before} before, {after} after: looks slower, not proven yet.")
    CLOSE = _("close, but of {n} things looked at one may look so by chance")
    FASTER_NOT_SHOWN = _("{before} before, {after} after: whether speed changed cannot be told.")
    MOVEMENT_DIFFERS = _("The movement differs.")
    MOVEMENT_NOT_SHOWN = _("The movement is not shown to have changed.")
    SPEED_NOT_COMPARED = _("Speed could not be compared. {reason}.")
    MAYBE_A_GOOD_DAY = _(
        "One run before and one after: each may just have been a good or a bad one."
    )
    MAYBE_A_GOOD_RUN = _("With one run before or after, it may just have been a good or a bad one.")
    MEASURED_IN_TWO_RUNS = _("Measured in these two runs: after, against before")
    MEASURED_AFTER = _("Measured: after, against before")
    SIDE_RUNS = _("{runs}, {days}")
    FROM_DAY_TO_DAY = _("{first} to {last}")
    DAY_NOT_KNOWN = _("no day given")
    FILM_ON_THREE_DAYS = _(
        "Film three runs at the same effort on three different days, and three again after the "
        "next block of training."
    )
    THEN_SHOWS = _(" Then a change of {changes} shows four times out of five.")
    FILM_AFTER_NEXT = _(
        "Film again after the next block of training, from the same place, at the same frame rate."
    )
    LABEL_NOT_SHOWN = _("{label}: cannot be told; runs differ by as much anyway")
    LABEL_TOO_ROUGH = _("{label}: measured too roughly to rely on")
    OF_A_LEG = _("{percent:.0f}% of a leg length")
    OF_SHOULDERS = _("{percent:.0f}% of the breadth of the shoulders")
    PAST_MIDDLE = _("{percent:.0f}% past the middle")
    SHORT_OF_MIDDLE = _("{percent:.0f}% short of the middle")
    AT_MIDDLE = _("at the middle")
    HANDS = _("The hands swing in: {sides}")
    HANDS_FROM_MIDDLE = _("of the breadth of the shoulders, from the middle of the body")
    FILMED_WELL_ENOUGH = _("yes")
    FILMED_WITH_LIMITS = _("yes, with limits: {limits}")
    FILMED_TOO_BADLY = _("no")
    FILMED_UNLIKE = _("not alike enough to be compared")
    IN_THIS_PICTURE = _("{label}: {value} in this frame, {mean} on average")
    AT_THE_INSTANT = _("{label}: {value} at the instant, {drawn} in this frame")

    # all changes on one scale
    FOREST_POINT = _("{label}: {change} ({interval}), worth telling from {worthwhile}")
    FOREST_TITLE = _("The changes on one scale")
    FOREST_READ = _(
        "What was named beforehand, and what else changed. Each dot is a change and its line what "
        "is most likely; inside the grey band it is too small to be worth telling. Right of zero "
        "is more, left is less, which is not the same as better or worse."
    )
    FOREST_AXIS = _("change ÷ smallest change worth telling")
    RANGE = _("{low} to {high}")
    GOES_WITH = _("goes with {label}")
    NAMED_BEFOREHAND = _("Named beforehand")

    # changes at matched speed
    SPEED_MATCHED = _("At the same speed ({speeds}), what changed is: {changes}.")
    NONE_AT_SPEED = _("At the same speed ({speeds}), no change is shown.")
    GONE_AT_SPEED = _("Changed as run, but not shown at the same speed: {changes}.")
    SPEEDS = _("{low:.1f} to {high:.1f} m/s")

    # a season of one athlete
    SEASON_TITLE = _("Holds, training and sprints")
    SEASON_TITLE_OF = _("Holds, training and sprints of {athlete}")
    SEASON_ON_DATES = _("{what} on {dates}")
    SEASON_FILMED = _("Filmed from {first} to {last}: {what}.")
    SEASON_CHANGE = _("{label} went from {before} to {after} (by {change}, most likely {interval})")
    SEASON_HOLDS_CHANGED = _("Holds, from the first date to the last: {changes}.")
    SEASON_ONE_RUN = _("One run on a date does not tell whether the athlete has changed.")
    SEASON_ONE_HOLD = _("One hold on a date does not tell whether the athlete has changed.")
    SEASON_HOLDS_CANNOT_TELL = _(
        "Whether the holds changed from the first date to the last cannot be told yet."
    )
    SEASON_SPRINTS_CHANGED = _("Sprints, from the first date to the last: {changes}.")
    SEASON_SPRINTS_CANNOT_TELL = _("Of the sprints it cannot be told yet: {labels}.")
    TIMELINE = _("{n} quantities from {first} to {last}; the tables below hold every number.")
    DOT = _("{day}: {value} ({low} to {high})")

    # what an interval is made of
    INTERVAL_PARTS = _("What its interval is made of: {parts}. {days}")
    INTERVAL_PART = _("{words} {amount}")
    DAYS_KNOWN = _(
        "How days differ: from {n} earlier sessions of the athlete, weighed with what is usual."
    )
    DAYS_UNKNOWN = _("How days differ: what is usual, and what these clips show of it.")

    # what to film to see more
    DESIGN_RUNS = _("{n} + {n}")
    DESIGN_ONE_DAY = _("one day a side")
    DESIGN_DAYS = _("{n} days a side")
    BETTER_NEXT = _(
        "For example: with three runs before and three after, each on another day, a change of "
        "{changes} is found four times out of five."
    )

    # one clip
    PACE = _("The run: {values}.")
    SPEED_WITHHELD = _("Speed was not measured. {reason}.")
    PACE_NOT_KNOWN = _("How fast the run was could not be measured. {reason}.")
    NOTHING_MEASURED = _("Nothing could be measured in this clip.")
    MEASURED = _("{in_view}, and {n} of {n_shown} {quantities} were measured{values}.")
    QUANTITIES = _("quantities")
    QUANTITIES_OF_VIEW = _("quantities that a {view} view shows")
    NOTHING_WITHHELD = _("Nothing is withheld.")
    OTHER_VIEW = _("The other {n} quantities are withheld: this is a {view} view.")
    ALL_WITHHELD = _("All {n} quantities are withheld. {reason}.")
    ONE_WITHHELD = _("1 is withheld. {reason}.")
    SOME_WITHHELD = _("{n} are withheld. {reason}.")
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
    CHANGE_ONLY = _(
        "Its size rests on what a side view does not show: read its change in one athlete, never "
        "the number by itself."
    )
    NO_REASON = _("no reason was recorded")

    FROM_STEP_TO_STEP = _("{spread} from step to step")
    LEFT_AND_RIGHT = _("left {left}, right {right}")
    SIDE_VALUE = _("{side} {value}")

    # force
    SPLITS_GIVEN = _(
        "Fitted to {n} given times from {near:g} to {far:g} m (clock started: {started}). By the "
        "fit the push begins at {start_s} s on that clock; the times lie {misfit_ms:.0f} ms off "
        "the curve."
    )
    SPLITS_READ = _(
        "Fitted to when the hips pass {n} places from {near:g} to {far:g} m in the clip; they lie "
        "{misfit_ms:.0f} ms off the curve."
    )
    PUSH_TITLE = _("Push against speed")
    PUSH_READ = _(
        "The push forward per kilogram falls as speed rises: from F0, standing, to V0, where none "
        "is left. The dashed hill is power; its top is Pmax."
    )
    SPEED_TITLE = _("Speed against time")
    SPEED_READ = _("The fitted curve, and the mean speed between each two places.")
    STRETCH = _("{near:g} to {far:g} m: {mean_mps:.1f} m/s")

    # pictures
    NO_VIDEO = _("no video")
    NOT_IN_VIEW = _("not in view")
    FACE_UNKNOWN = _("not in view, or left out because where the face is could not be told")
    SECONDS = "{s:.2f} s"
    SECONDS_FINELY = "{s:.3f} s"
    AT_TIME = _("at {s:.2f} s")
    SINCE_TOUCHDOWN = _("+{ms:.0f} ms")
    THIGH_ANGLES = _("near thigh {near}, far {far}")
    TRUNK_ANGLE = _("trunk {trunk}, {when}")

    # titles
    ANALYSIS_TITLE = _("Sprint analysis")
    ANALYSIS_TITLE_OF = _("{athlete}: sprint analysis")
    COMPARISON_TITLE = _("Before and after")
    COMPARISON_TITLE_OF = _("{athlete}: before and after")
    LADDER_TITLE = _("As speed rises")
    LADDER_TITLE_OF = _("{athlete}: as speed rises")

    # a ladder
    LADDER_READ = _(
        "A dot is a run, the line what they follow, the band where it most likely lies. {more}"
    )
    LADDER_HOLDS = _("It holds.")
    LADDER_LETS_GO = _("It lets go where the line bends; the grey stripe is where that may be.")
    LADDER_CANNOT_TELL = _("Whether it holds cannot be told from these runs.")
    LADDER_STEADILY = _("It changes over all speeds.")
    LADDER_SPEED = _("speed, {unit}")
    LADDER_FORCE = _("mean stance force, body weights")
    LADDER_SECTION = _("{clip}, part {n}")
    LADDER_KEPT = _("{part} ({low} to {high})")
    LADDER_SPAN = _("{low:.1f} to {high:.1f} m/s")

    # a team
    NOBODY_COMPARED = _("Nobody could be compared.")
    NOBODY_YET = _("So far nobody could be compared.")
    SEE_BELOW = _("Below stands why, and what to do.")
    TEAM_CHANGED = _("Of {people} who could be compared: {what}.")
    TEAM_FASTER = _("{n} faster")
    TEAM_SLOWER = _("{n} slower")
    TEAM_OTHERWISE = _("{n} changed in something else")
    TEAM_NOT_IN_SPEED = _("{n} changed")
    TEAM_CHANGED_IN = _("What changed, and in how many: {what}.")
    TEAM_NONE_CHANGED = _("Of {people} who could be compared, nobody is shown to have changed.")
    TEAM_RUNS_DIFFER = _(
        "{people}: the runs differ, but with one run on a side that does not tell whether the "
        "athlete has changed."
    )
    TEAM_BY_ITSELF = _(
        "Among {n} athletes chance alone makes a change or two, so what is marked “by itself” "
        "counts in the athlete's own report but not here."
    )
    TEAM_BY_CHANCE = _(
        "Of the {changes} that count here, {rate} on average may be chance, over the whole team: "
        "about {n}."
    )
    TEAM_HARDLY_BY_CHANCE = _(
        "Of the {changes} that count here, {rate} on average may be chance, over the whole team: "
        "here less than one."
    )
    SO_FAR = _("So far: {sentence}")
    COUNTED = _("{label} {n}")
    TEAM_STEADY = _(
        "{people}: no change found; if there is one, it is too small to be worth telling."
    )
    TEAM_CANNOT_TELL = _("{people}: cannot be told yet; what to film stands beside the name.")
    TEAM_FILM_AS_BELOW = _("What to do stands below, with the reason.")
    TEAM_UNJUDGED = _("{people} could not be compared; why, and what to do, stands below.")
    GROUP_CHANGED = _("As a group they changed: {changes}.")
    GROUP_STEADY = _("As a group they did not change by more than is worth telling.")
    GROUP_NOT_SHOWN = _("As a group they are not shown to have changed.")
    GROUP_TOO_FEW = _(
        "Of the group as a whole nothing can be told yet: it takes {least} athletes with runs "
        "before and after, and here are {n}. Film {more} more."
    )
    GROUP_UNTOLD = _("Of the group as a whole it cannot be told: {reason}.")
    GROUP_NO_CONTROL = _(
        "Nobody was filmed who did not train. So this is a change over time; whether training made "
        "it, clips do not tell."
    )
    GROUP_SAME_DAYS = _(
        "All were filmed on the same two days. What those days did to everybody, such as wind or "
        "another place of the camera, is in it and in no interval."
    )
    GROUP_AS_RUN = _("All {n}, as run")
    GROUP_SAME_SPEED = _("All {n}, at the same speed")
    GROUP_TOLD = _("The group of {n}: {what}.")
    GROUP_TOLD_THERE = _("At the same speed, of {n}: {what}.")
    GROUP_UNTOLD_THERE = _("At the same speed it cannot be told: {reason}. {hint}")
    GROUP_CHANGE = _("{change}, most likely {interval}")
    GROUP_OPEN = _("cannot be told yet; the change is most likely {interval}")
    GROUP_OTHERS = _("The change of one more athlete like them is most likely {low} to {high}.")
    GROUP_OTHERS_UNKNOWN = _(
        "One run a side does not tell how far athletes differ in their change."
    )
    GROUP_LEFT_OUT = _(
        "Not in it, as it could not be compared or is too rough in their clips: {n}."
    )
    NOTHING_TO_COMPARE = _("nothing to compare")
    BY_ITSELF = _("by itself; not among so many athletes")
    NO_CHANGE_ABOVE = _("{label}: no change larger than {bound}")
    LABEL_CANNOT_TELL = _("{label}: cannot be told yet")
    NO_LARGER = _("no change larger than {bound}")
    MORE_TO_TELL = _("too few to tell; film {n} more after")
    BOTH_TO_TELL = _("too few to tell; film {n} before and {n} after")
    ONE_RUN_TO_TELL = _("too few to tell; one run on a side")
    DOZEN_TO_TELL = _("cannot be told with a dozen runs more")
    LABELS_WHY = _("{labels}: {why}")
    SPARK = _("{label}, clip by clip: {values}")
    SPARK_VALUE = _("{label} {value}")
    NOT_NAMED = _("not named beforehand")
    LABEL_NOT_COMPARED = _("{label}: not comparable")
    NOBODY_IN_PILLAR = _("{pillar}: nobody could be compared ({reason}).")

    # lists and counts
    MORE = _("{n} more")
    ONE_FURTHER = _("1 further quantity")
    FURTHER = _("{n} further quantities")
    LAST_OF_LIST = _("{others} and {last}")


MOVEMENTS = {
    Pillar.PUSH: _("drives the body on while its foot is down"),
    Pillar.SWING: _("attacks forward to be there for the next step"),
    Pillar.ARMS: _("twist against the legs, each with the opposite one"),
    Pillar.TORSO: _("turns against the hips and carries both sides"),
}
"""The four movements that a sprint is made of, and what each does."""

UNCERTAINTY_PARTS = {
    "step_sd": _("from step to step"),
    "run_sd": _("from run to run"),
    "between_day_sd": _("from day to day"),
    "measurement_sd": _("by measuring alone"),
    "shared_sd": _("by what all steps of a side share"),
}
"""Fields of IntervalParts, in the order in which they are told."""

DAYS = {
    RecordedFrom.GIVEN: _("filmed {day}, as given"),
    RecordedFrom.FILM: _("filmed {day}, by the file"),
    RecordedFrom.UNKNOWN: _("day not known"),
}

PHASES = {
    "touchdown": as_recorded("Touchdown"),
    "full-support": as_recorded("Full support"),
    "toe-off": as_recorded("Toe-off"),
    "mid-flight": as_recorded("Mid-flight"),
    "strike": as_recorded("Strike"),
}
"""Moments of a step, in their order; the index of the pictures holds them."""

AT_SECONDS = as_recorded("{s:.2f} s")
FOOT_DOWN: dict[Side, str] = {
    "left": as_recorded("Left foot down"),
    "right": as_recorded("Right foot down"),
}
HAND_IN: dict[Side, str] = {
    "left": as_recorded("Left hand in"),
    "right": as_recorded("Right hand in"),
}
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
