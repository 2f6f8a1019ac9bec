"""A check of a clip that is well filmed, for tests that change one thing of it."""

from __future__ import annotations

from aqvision.analysis.check import ClipFacts, _facts
from aqvision.analysis.conditions import Filming
from aqvision.analysis.sample import Sampled
from aqvision.analysis.verdicts import GROUPS, judge_groups
from aqvision.analysis.warnings import ClipWarning, warn_of_filming
from aqvision.kinematics.clock.check import ClockCheck
from aqvision.kinematics.quality.grades import Conditions
from aqvision.pose.detect.appearance import PictureQuality
from aqvision.video.timing import Timing
from tests.support.synthetic import GOOD
from tests.support.videos import video_of

WELL = Filming(
    athlete_px=400,
    found_frac=1.0,
    n_people=1,
    cut_off_frac=0.0,
    hidden_frac=0.0,
    picture=PictureQuality(150.0, 120.0, 0.02, 1.1),
)
SIDE_GROUPS = set(GROUPS) - {"front view"}
NO_DOUBT = ClockCheck(timing=Timing(playback_fps=120, capture_fps=120, evidence=("the file",)))


def verdicts(conditions: Conditions, *more: ClipWarning, filming: Filming = WELL) -> dict[str, str]:
    warnings = [*warn_of_filming(conditions, filming), *more]
    return {v.group: v.verdict for v in judge_groups(conditions, warnings)}


def sampled(filming: Filming = WELL) -> Sampled:
    return Sampled(
        scene=GOOD.scene,
        filming=filming,
        step_rate_hz=4.4,
        n_strides=4.0,
        in_view_s=2.0,
        in_view_frac=1.0,
        camera_static=True,
        n_frames=32,
    )


def facts_of(conditions: Conditions) -> ClipFacts:
    return _facts(
        video_of(conditions.rate_hz),
        Timing(playback_fps=conditions.rate_hz, capture_fps=conditions.rate_hz, evidence=("x",)),
        sampled(),
    )
