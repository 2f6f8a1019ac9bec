"""RawPose -> Analysis: everything that was measured in one clip."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from aqvision.analysis.chain import (
    EndChain,
    SideChain,
    fall_at_running_pace,
    follow_chain,
    step_rate_of,
)
from aqvision.analysis.conditions import filming_of
from aqvision.analysis.warnings import (
    ClipWarning,
    doubt_of_picture,
    warn_of,
    warn_of_candidates,
    warn_of_clock,
    warn_of_given_contacts,
    warn_of_lamps,
    warn_of_pauses,
    warn_of_pose_file,
    warn_of_repeats,
    warn_of_scale,
)
from aqvision.camera.stabilise import StillView
from aqvision.core.clip import Clip, Notes
from aqvision.core.errors import CalibrationError
from aqvision.core.provenance import Provenance
from aqvision.core.recorded import Recorded, recorded_on
from aqvision.core.sequence import PoseSequence
from aqvision.core.settings import Settings
from aqvision.core.wording import _
from aqvision.kinematics.angles import mark_contacts
from aqvision.kinematics.clock.cadence import measure_pace
from aqvision.kinematics.clock.check import ClockCheck, judge_clock
from aqvision.kinematics.clock.free_fall import Fall, measure_fall
from aqvision.kinematics.events.contacts import Contact, find_contacts
from aqvision.kinematics.events.given import place_contacts
from aqvision.kinematics.force.measure import Force, measure_force
from aqvision.kinematics.frontal.steps import find_frontal_steps
from aqvision.kinematics.metrics.frontal import measure_frontal_series, measure_frontal_steps
from aqvision.kinematics.metrics.registry import Grade, measure_all_steps
from aqvision.kinematics.missing_contacts import look_again
from aqvision.kinematics.motion import Motion
from aqvision.kinematics.quality.grades import Conditions
from aqvision.kinematics.quality.scene import Scene
from aqvision.kinematics.quality.summary import MetricSummary, summarise
from aqvision.kinematics.quality.uncertainty import (
    N_DRAWS,
    measure_frontal_errors,
    measure_shared_errors,
    measure_step_errors,
)
from aqvision.kinematics.running import plausible_step_rate
from aqvision.pose.estimate import RawPose
from aqvision.video.timing import Timing, VideoFacts


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Analysis:
    """All that was measured in one clip.

    Parameters
    ----------
    provenance, athlete, notes
        What was measured with which settings, and what the user says of it.
    video
        Facts of the file, with the evidence for its rate.
    scene
        How the athlete was filmed and found.
    series, steps
        A row a frame, and a row a step with a column per metric.
    contacts
        Contacts with the ground wholly in view, in order of time; none from an end.
    metrics
        Summary of each metric by its name.
    warnings
        What limits the numbers and how to film better.
    pose
        Filtered points in real time; where the camera's motion was taken out, they lie in the
        picture of ``still_view``.
    raw_pose
        Points of the network at playback time.
    still_view
        The picture that stands still.
    recorded
        The day of filming, and who tells it.
    force
        Force-velocity profile and spring, or why there is none.
    """

    provenance: Provenance
    athlete: str | None
    video: VideoFacts
    scene: Scene
    series: pd.DataFrame
    contacts: tuple[Contact, ...]
    steps: pd.DataFrame
    metrics: dict[str, MetricSummary]
    warnings: tuple[ClipWarning, ...]
    pose: PoseSequence
    raw_pose: RawPose
    still_view: StillView
    notes: Notes = field(default_factory=Notes)
    recorded: Recorded = field(default_factory=Recorded)
    force: Force = field(default_factory=Force)

    @property
    def name(self) -> str:
        """File name of the clip."""
        return self.provenance.clip_name


def analyze_pose(  # noqa: PLR0913 - what was filmed, when, and how it is measured
    raw: RawPose,
    clip: Clip,
    timing: Timing,
    provenance: Provenance,
    settings: Settings,
    *,
    film_day: dt.date | None = None,
    n_draws: int = N_DRAWS,
) -> Analysis:
    """Turn the network's points into contacts, steps and metrics.

    Parameters
    ----------
    raw
        Points at playback time.
    clip
        What the user says of the clip.
    timing
        The rates of playback and of the camera.
    provenance
        What the analysis will say that it was made of.
    settings
        Every tunable number.
    film_day
        The day of filming, as the file's tags tell it.
    n_draws
        How often all is measured again to find its errors; other numbers are for tests.

    Raises
    ------
    PoseError
        The body is seen in too few frames to measure anything.
    CalibrationError
        The marks on the ground or contacts that are given cannot be right.
    """
    chain = follow_chain(raw, clip, timing, settings)
    found = _find_steps(chain, clip, settings, n_draws)
    clock = _check_clock(chain, timing, found.fall, settings)
    conditions = _conditions(chain, clock, settings)
    metrics = summarise(found.steps, found.errors, conditions, found.shared)
    return Analysis(
        provenance=replace(provenance, runtime=raw.runtime),
        athlete=clip.athlete,
        video=video_facts(chain.real.sequence, clock.timing),
        scene=_with_one_step_rate(chain.scene, metrics["step_frequency_hz"]),
        series=found.series.assign(wholly_in_view=raw.sequence.wholly_in_view.astype(int)),
        contacts=found.contacts,
        steps=found.steps,
        metrics=metrics,
        warnings=(
            *_warnings(chain, found, conditions, clock, clip),
            *(() if clip.choice.made else warn_of_candidates(raw.candidates, raw.chosen)),
            *((warn_of_pose_file(),) if provenance.from_pose_file else ()),
            *((warn_of_given_contacts(),) if clip.contacts else ()),
        ),
        pose=chain.clean.smooth,
        raw_pose=raw,
        still_view=chain.still,
        notes=clip.notes,
        recorded=recorded_on(clip.recorded_on, film_day),
        force=measure_force(clip, found.motion, found.contacts, metrics),
    )


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class _Steps:
    """The steps of a clip, whichever the view."""

    series: pd.DataFrame
    contacts: tuple[Contact, ...] = ()
    steps: pd.DataFrame
    errors: pd.DataFrame
    shared: dict[str, float] = field(default_factory=dict)
    fall: Fall | None = None
    motion: Motion | None = None


def _warnings(
    chain: SideChain | EndChain,
    found: _Steps,
    conditions: Conditions,
    clock: ClockCheck,
    clip: Clip,
) -> tuple[ClipWarning, ...]:
    """Collect what the film and its clock deserve, whoever was measured and however."""
    filming = replace(filming_of(chain.real, chain.scene), chosen=clip.choice.made)
    return (
        *warn_of(conditions, found.contacts, found.steps, filming),
        *warn_of_scale(chain.scene),
        *warn_of_clock(clock),
        *warn_of_repeats(clock.timing),
        *warn_of_lamps(chain.real.levels, clock.timing.capture_fps),
        *warn_of_pauses(chain.real.sequence.time_s),
    )


def _find_steps(
    chain: SideChain | EndChain, clip: Clip, settings: Settings, n_draws: int
) -> _Steps:
    if isinstance(chain, SideChain):
        return _side_steps(chain, settings, n_draws)
    if clip.contacts:
        raise _not_from_the_side()
    return _end_steps(chain, n_draws)


def _side_steps(chain: SideChain, settings: Settings, n_draws: int) -> _Steps:
    motion, angles = chain.motion, chain.angles
    contacts = _contacts(chain, settings)
    steps = measure_all_steps(motion, angles, contacts)
    errors = measure_step_errors(motion, steps, contacts, settings.body, n_draws)
    return _Steps(
        series=mark_contacts(angles, contacts),
        contacts=contacts,
        steps=errors.without_growth(steps),
        errors=errors.sd,
        shared=measure_shared_errors(motion, steps, contacts, settings.body),
        fall=measure_fall(motion, contacts),
        motion=motion if chain.side_on else None,
    )


def _contacts(chain: SideChain, settings: Settings) -> tuple[Contact, ...]:
    """Find the contacts, or take those that a person read off the pictures."""
    given = chain.clip.contacts
    if given and not chain.side_on:
        raise _not_from_the_side()
    if given:
        return place_contacts(chain.motion, given, chain.ground)
    found = find_contacts(chain.motion, settings.events, chain.ground) if chain.side_on else ()
    return look_again(chain.motion, settings.events, chain.ground, found)


def _not_from_the_side() -> CalibrationError:
    return CalibrationError(
        _("contacts are given, but the athlete is not seen from the side"),
        _("leave the contacts out: from here nothing is measured by them"),
    )


def _end_steps(chain: EndChain, n_draws: int) -> _Steps:
    """Measure what a view from the front or from behind shows; no contact is seen there."""
    motion = chain.motion
    spans = find_frontal_steps(motion)
    steps = measure_frontal_steps(motion, spans)
    errors = measure_frontal_errors(motion, steps, spans, n_draws)
    return _Steps(series=measure_frontal_series(motion), steps=steps, errors=errors)


def _check_clock(
    chain: SideChain | EndChain, timing: Timing, fall: Fall | None, settings: Settings
) -> ClockCheck:
    """Hold the clock against the steps, the fall of the body and the pace through the clip."""
    if not isinstance(chain, SideChain):
        return judge_clock(timing, chain.scene.step_rate_hz, fall, None)
    pace = measure_pace(chain.real.sequence)
    rate = step_rate_of(chain, pace)
    paced = chain.side_on and bool(np.isfinite(pace.step_rate_hz))
    if not plausible_step_rate(rate.hz):
        fall = fall_at_running_pace(chain, settings, rate.hz)
    change, even = (pace.change, pace.even) if paced else (None, True)
    return judge_clock(timing, rate.hz, fall, change, even=even, n_strides=rate.n_strides)


def _conditions(chain: SideChain | EndChain, clock: ClockCheck, settings: Settings) -> Conditions:
    return Conditions(
        scene=chain.scene,
        rate_hz=chain.real.sequence.rate_hz,
        min_timing_rate_hz=settings.events.min_capture_fps,
        clock_doubt=clock.doubt,
        rate_given=clock.timing.user_given,
        picture_doubt=doubt_of_picture(chain.real.picture),
    )


def _with_one_step_rate(scene: Scene, by_touchdowns: MetricSummary) -> Scene:
    """Take the rate by touchdowns, the better one, unless it is in doubt or not known."""
    if by_touchdowns.confidence not in (Grade.A, Grade.B):
        return scene
    return replace(scene, step_rate_hz=by_touchdowns.value)


def video_facts(pose: PoseSequence, timing: Timing) -> VideoFacts:
    """State what was measured of a file, and how its rate is known.

    Parameters
    ----------
    pose
        Points in real time.
    timing
        The rates of playback and of the camera.
    """
    return VideoFacts(
        fps=timing.playback_fps,
        capture_fps=timing.capture_fps,
        capture_fps_from=timing.evidence[0],
        capture_fps_confidence=timing.confidence,
        clock_evidence=timing.evidence[1:],
        n_repeated_frames=timing.n_duplicates,
        n_frames=len(pose),
        duration_s=float(pose.time_s[-1] - pose.time_s[0]),
        size=(pose.width_px, pose.height_px),
    )
